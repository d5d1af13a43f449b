import { aSubmission, doDeed, freshKey, openDispute, tryDeed } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { aPerson, freshIdNumber } from "../support/people";
import { expectRefusal, fingerprint } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const register = (changes: object = {}, user = "clerk") =>
  doDeed(hub, user, "registerSubmission", aSubmission(hub, changes));
const DIGEST = "AB".repeat(32);
const paper = (changes: object = {}) => ({ kind: "身份证明", name: "身份证复印件", digest: DIGEST, ...changes });
const inMinutes = (minutes: number) => new Date(hub.clock.now().getTime() + minutes * 60_000).toISOString();

const READ = `query ($id: ID!) { dispute(id: $id) {
  state version title category flags grade amountYuan regionCode leadOwner { name agency { code } } allowedActions { action }
  parties(first: 50) { nodes { role headCount person { name phone maskedIdNumber birthOn sex } organisation { name uscc } } }
  submissions { nodes { channel content receiptNo isRepeat headCount sourceSystem externalNo agentAuthorisation agent { name } applicant { name } } }
  documents { nodes { kind name digest digestAlgorithm issuedOn } }
  timeline { nodes { kind occurredAt recordedAt note } } } }`;
const read = async (id: string) => (await hub.ask("clerk", READ, { id })).data.dispute;

describe("a submission that is registered", () => {
  test("opens a dispute that holds all that was said, with one code, a receipt and a code to follow it by", async () => {
    const answer = await register({
      channel: "LETTER",
      submittedAt: "2026-03-01T08:30:00+08:00",
      title: "拖欠装修工资",
      content: "装修公司拖欠三个月工资。\n共计两万元。",
      category: "WAGE_ARREARS",
      regionCode: "330482101",
      flags: ["MIGRANT_WORKER", "COLLECTIVE", "MIGRANT_WORKER"],
      grade: "URGENT",
      amountYuan: "20000.5",
      headCount: 12,
      sourceSystem: "12345热线",
      externalNo: "R-0001",
      otherParties: [
        { role: "RESPONDENT", organisation: { name: "平湖某某装饰有限公司", uscc: "91330482MA2CXYTJ6N" } },
        { role: "COLLECTIVE", headCount: 11, organisation: { name: "其余工友" } },
      ],
      documents: [paper(), paper({ kind: "欠条", digestAlgorithm: "SM3", issuedOn: "2026-02-28" })],
    });
    expect(answer).toMatchObject({
      __typename: "SubmissionRegistered",
      isNewDispute: true,
      isRepeat: false,
      disputeVersion: 1,
      traceCode: expect.stringMatching(/^330482-2026-[0-9A-HJKMNP-TV-Z]{9}$/),
      receiptNo: `${answer.traceCode}-01`,
      followCode: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/),
    });
    expect(await read(answer.dispute.id)).toEqual({
      state: "TRIAGED",
      version: 1,
      title: "拖欠装修工资",
      category: "WAGE_ARREARS",
      flags: ["MIGRANT_WORKER", "COLLECTIVE"],
      grade: "URGENT",
      amountYuan: "20000.50",
      regionCode: "330482101",
      leadOwner: { name: "矛盾纠纷调处化解中心", agency: null },
      allowedActions: [{ action: "ATTACH_SUBMISSION" }, { action: "REFER" }, { action: "LINK" }],
      parties: {
        nodes: [
          {
            role: "APPLICANT",
            headCount: 12,
            organisation: null,
            person: expect.objectContaining({ name: "沈秋实", phone: "13912345678" }),
          },
          {
            role: "RESPONDENT",
            headCount: 1,
            person: null,
            organisation: { name: "平湖某某装饰有限公司", uscc: "91330482MA2CXYTJ6N" },
          },
          { role: "COLLECTIVE", headCount: 11, person: null, organisation: { name: "其余工友", uscc: null } },
        ],
      },
      submissions: {
        nodes: [
          {
            channel: "LETTER",
            content: "装修公司拖欠三个月工资。\n共计两万元。",
            receiptNo: `${answer.traceCode}-01`,
            isRepeat: false,
            headCount: 12,
            sourceSystem: "12345热线",
            externalNo: "R-0001",
            agent: null,
            agentAuthorisation: null,
            applicant: { name: "沈秋实" },
          },
        ],
      },
      documents: {
        nodes: [
          {
            kind: "身份证明",
            name: "身份证复印件",
            digest: DIGEST.toLowerCase(),
            digestAlgorithm: "SHA256",
            issuedOn: null,
          },
          {
            kind: "欠条",
            name: "身份证复印件",
            digest: DIGEST.toLowerCase(),
            digestAlgorithm: "SM3",
            issuedOn: "2026-02-28",
          },
        ],
      },
      timeline: {
        nodes: [
          {
            kind: "REGISTERED",
            occurredAt: "2026-03-01T00:30:00.000Z",
            recordedAt: hub.clock.now().toISOString(),
            note: null,
          },
        ],
      },
    });
  });

  test("without a grade waits to be looked at", async () => {
    const { disputeId } = await openDispute(hub);
    expect(await read(disputeId)).toMatchObject({ state: "REGISTERED", grade: null, amountYuan: null });
  });

  test("by an agent names the agent and the authorisation, and the applicant stays the applicant", async () => {
    const answer = await register({
      channel: "AGENT",
      agent: { ...aPerson("代办员小周"), authorisation: "授权委托书,2026年3月1日" },
    });
    const { submissions, parties } = await read(answer.dispute.id);
    expect(submissions.nodes).toEqual([
      expect.objectContaining({
        agent: { name: "代办员小周" },
        agentAuthorisation: "授权委托书,2026年3月1日",
        applicant: { name: "沈秋实" },
      }),
    ]);
    expect(parties.nodes.map((party: { person: { name: string } }) => party.person.name)).toEqual(["沈秋实", "顾长风"]);
  });

  test("names people once, however often they are named, and a body of the same code is the same body", async () => {
    const applicant = aPerson("陆文");
    const body = { organisation: { name: "平湖某物业公司", uscc: "91330482MA28A1B2XW" } };
    const { dispute } = await register({
      applicant,
      otherParties: [
        { role: "APPLICANT", ...applicant },
        { role: "RESPONDENT", ...body },
        { role: "RESPONDENT", organisation: { ...body.organisation, name: "某物业" } },
        { role: "THIRD_PARTY", ...body },
      ],
    });
    const { parties } = await read(dispute.id);
    expect(parties.nodes.map((party: { role: string }) => party.role)).toEqual([
      "APPLICANT",
      "RESPONDENT",
      "THIRD_PARTY",
    ]);
  });

  test("keeps two people apart who share a name and have neither document nor telephone", async () => {
    const nameless = { person: { name: "王伟", idKind: "NONE" } };
    const { dispute } = await register({
      applicant: nameless,
      otherParties: [
        { role: "RESPONDENT", ...nameless },
        { role: "RESPONDENT", ...nameless },
      ],
    });
    const { data } = await hub.ask(
      "clerk",
      "query ($id: ID!) { dispute(id: $id) { parties { nodes { person { id } } } } }",
      { id: dispute.id },
    );
    const ids = data.dispute.parties.nodes.map((party: { person: { id: string } }) => party.person.id);
    expect(new Set(ids).size).toBe(3);
  });
});

describe("B15: the same person with the same matter", () => {
  const again = { title: "楼上住户又漏水", otherParties: [] };

  test("is offered the open dispute, and nothing is registered", async () => {
    const applicant = aPerson("陈立");
    const first = await openDispute(hub, { applicant });
    const before = await fingerprint(hub);
    const offer = await register({ applicant, ...again });
    expect(offer).toEqual({
      __typename: "SimilarDisputesFound",
      message: expect.stringContaining("openBesides"),
      similar: [
        {
          sameCategory: true,
          sameRespondent: false,
          titleLikeness: 4 / 7,
          dispute: { id: first.disputeId, version: first.version },
        },
      ],
    });
    expect(await fingerprint(hub)).toEqual(before);
  });

  test("may open a second dispute beside it once the clerk has looked at it; every one has to be named", async () => {
    const applicant = aPerson("陈力");
    const first = await openDispute(hub, { applicant });
    const second = await register({ applicant, ...again, openBesides: [first.disputeId] });
    expect(second).toMatchObject({ __typename: "SubmissionRegistered", isNewDispute: true });
    const third = await register({ applicant, ...again, openBesides: [first.disputeId] });
    const offered = third.similar.map(({ dispute }: { dispute: { id: string } }) => dispute.id);
    expect(offered.toSorted()).toEqual([first.disputeId, second.dispute.id].toSorted());
  });

  test("is not held up by a dispute of another kind, nor by one that a clerk elsewhere holds", async () => {
    const applicant = aPerson("陈丽");
    await openDispute(hub, { applicant, title: "借款五万元未还", category: "CONTRACT_DEBT", otherParties: [] });
    expect(await register({ applicant, ...again })).toMatchObject({ isNewDispute: true });
    const elsewhere = aPerson("陈莉");
    const inHaining = await doDeed(
      hub,
      "supervisor",
      "registerSubmission",
      aSubmission(hub, { applicant: elsewhere, regionCode: "330481" }),
    );
    expect(inHaining.isNewDispute).toBe(true);
    expect(await register({ applicant: elsewhere, ...again })).toMatchObject({ isNewDispute: true });
  });

  test("filed at two desks in the same moment opens one dispute, and the other desk is offered it", async () => {
    for (let round = 0; round < 6; round++) {
      const applicant = aPerson("同时提交");
      // Known from another matter, every second time: then nothing but the desks' own order keeps them apart.
      if (round % 2)
        await openDispute(hub, { applicant, title: "借款未还", category: "CONTRACT_DEBT", otherParties: [] });
      const answers = await Promise.all(["clerk", "supervisor", "clerk"].map((desk) => register({ applicant }, desk)));
      const opened = answers.filter((answer) => answer.__typename === "SubmissionRegistered");
      expect(opened).toHaveLength(1);
      const offers = answers.filter((answer) => answer.__typename === "SimilarDisputesFound");
      expect(offers.map(({ similar }) => similar[0].dispute.id)).toEqual([opened[0].dispute.id, opened[0].dispute.id]);
    }
    const { data } = await hub.ask("clerk", `{ searchPersons(name: "同时提交", purpose: INTAKE) { id } }`);
    expect(data.searchPersons).toHaveLength(6);
  });
});

describe("a submission is refused", () => {
  const person = (changes: object) => ({ applicant: aPerson("沈秋实", changes) });
  const idOf = (number: string) => person({ idNumber: number });

  test.each<[string, () => object, string, string]>([
    [
      "when the number on the document is missing",
      () => person({ idNumber: null }),
      "ID_MISSING",
      "applicant.person.idNumber",
    ],
    [
      "when a number is given for somebody without a document",
      () => person({ idKind: "NONE" }),
      "ID_NOT_EXPECTED",
      "applicant.person.idNumber",
    ],
    ["when the number cannot be one", () => idOf("33048219900101"), "ID_FORMAT", "applicant.person.idNumber"],
    [
      "when the check digit does not fit",
      () => idOf("330482199001011230"),
      "ID_CHECK_DIGIT",
      "applicant.person.idNumber",
    ],
    [
      "when nobody can be born on that day",
      () => idOf("330482199002301234"),
      "ID_BIRTH_DATE",
      "applicant.person.idNumber",
    ],
    [
      "when nobody is born yet on that day",
      () => idOf("330482202603031239"),
      "ID_BIRTH_DATE",
      "applicant.person.idNumber",
    ],
    ["when the applicant is nobody", () => ({ applicant: {} }), "SUBJECT_AMBIGUOUS", "applicant"],
    [
      "when a party is person and body at once",
      () => ({ otherParties: [{ role: "RESPONDENT", ...aPerson(), organisation: { name: "某公司" } }] }),
      "SUBJECT_AMBIGUOUS",
      "otherParties.0",
    ],
    [
      "when the credit code cannot be one",
      () => ({ otherParties: [{ role: "RESPONDENT", organisation: { name: "某公司", uscc: "123" } }] }),
      "USCC_FORMAT",
      "otherParties.0.organisation.uscc",
    ],
    [
      "when the agent's number cannot be one",
      () => ({ agent: { ...aPerson("代办员", { idNumber: "1" }), authorisation: "授权书" } }),
      "ID_FORMAT",
      "agent.person.idNumber",
    ],
    [
      "when six speak for a crowd",
      () => ({ otherParties: Array.from({ length: 5 }, () => ({ role: "REPRESENTATIVE", ...aPerson() })) }),
      "REPRESENTATIVES_TOO_MANY",
      "otherParties",
    ],
    ["when an agent brings no authorisation", () => ({ channel: "AGENT" }), "AUTHORISATION_MISSING", "agent"],
    ["when it speaks for nobody", () => ({ headCount: 0 }), "HEAD_COUNT_INVALID", "headCount"],
    [
      "when a party stands for nobody",
      () => ({ otherParties: [{ role: "COLLECTIVE", headCount: 0, organisation: { name: "工友" } }] }),
      "HEAD_COUNT_INVALID",
      "otherParties.0.headCount",
    ],
    [
      "when it names fifty-one parties",
      () => ({
        otherParties: Array.from({ length: 51 }, () => ({
          role: "RESPONDENT",
          person: { name: "某", idKind: "NONE" },
        })),
      }),
      "TOO_MANY_ENTRIES",
      "otherParties",
    ],
    [
      "when it brings fifty-one papers",
      () => ({ documents: Array.from({ length: 51 }, () => paper()) }),
      "TOO_MANY_ENTRIES",
      "documents",
    ],
    [
      "when a paper's digest is none",
      () => ({ documents: [paper(), paper({ digest: "abc" })] }),
      "DIGEST_FORMAT",
      "documents.1.digest",
    ],
    ["when system and number do not come together", () => ({ externalNo: "X-1" }), "SOURCE_INCOMPLETE", "externalNo"],
    ["when it was submitted after now", () => ({ submittedAt: inMinutes(11) }), "SUBMITTED_IN_FUTURE", "submittedAt"],
    ["when the place is not the clerk's", () => ({ regionCode: "330481" }), "REGION_OUT_OF_SCOPE", "regionCode"],
    ["when the place is above the clerk's", () => ({ regionCode: "330400" }), "REGION_OUT_OF_SCOPE", "regionCode"],
  ])("%s", (_, changes, code, field) =>
    expectRefusal(hub, "clerk", "registerSubmission", aSubmission(hub, changes()), code as never, { field }),
  );

  test("when the source system's number has been registered before, by whatever desk and for whomever", async () => {
    const source = { sourceSystem: "国家信访信息系统", externalNo: "XF-2026-1" };
    await openDispute(hub, source);
    await expectRefusal(hub, "supervisor", "registerSubmission", aSubmission(hub, source), "EXTERNAL_NO_TAKEN", {
      field: "externalNo",
    });
    expect(await register({ ...source, sourceSystem: "另一系统" })).toMatchObject({ isNewDispute: true });
  });

  test("B1: when the same number is handed over by two systems' keys in one moment, one is registered and the rest refused", async () => {
    const source = { sourceSystem: "12345热线", externalNo: "R-同时" };
    const answers = await Promise.all(Array.from({ length: 6 }, () => register(source)));
    expect(answers.filter(({ __typename }) => __typename === "SubmissionRegistered")).toHaveLength(1);
    expect(answers.filter(({ code }) => code === "EXTERNAL_NO_TAKEN")).toHaveLength(5);
  });

  test("when the number on the document belongs to somebody of another name, who is told nothing of them", async () => {
    const idNumber = freshIdNumber();
    await openDispute(hub, { applicant: aPerson("真名", { idNumber }) });
    const stranger = aSubmission(hub, { applicant: aPerson("别人", { idNumber }) });
    await expectRefusal(hub, "clerk", "registerSubmission", stranger, "NAME_MISMATCH", {
      field: "applicant.person.name",
    });
    const twice = aSubmission(hub, {
      otherParties: [
        { role: "RESPONDENT", ...aPerson("真 名", { idNumber }) },
        { role: "THIRD_PARTY", ...aPerson("别人", { idNumber }) },
      ],
    });
    await expectRefusal(hub, "clerk", "registerSubmission", twice, "NAME_MISMATCH", {
      field: "otherParties.1.person.name",
    });
  });

  test("when its key was used for another one", async () => {
    const clientKey = freshKey();
    await tryDeed(hub, "clerk", "registerSubmission", { ...aSubmission(hub), clientKey });
    await expectRefusal(hub, "clerk", "registerSubmission", { ...aSubmission(hub), clientKey }, "CLIENT_KEY_REUSED", {
      field: "clientKey",
    });
  });
});

test("E9: people without a mainland number are registered by what they have", async () => {
  const kinds: readonly (readonly [string, string | null, string])[] = [
    ["HK_MACAO_TW_RESIDENCE", "810000199408230021", "HK_MACAO_TW_RESIDENCE"],
    ["FOREIGN_PERMANENT", "USA110101010101", "FOREIGN_PERMANENT"],
    ["HK_MACAO_PERMIT", "H1234567801", "HK_MACAO_PERMIT"],
    ["TAIWAN_PERMIT", "12345678", "TAIWAN_PERMIT"],
    ["PASSPORT", "e12345678", "PASSPORT"],
    ["MILITARY", "军字第1234567号", "MILITARY"],
    ["NONE", null, "NONE"],
    // 15 digits: the same person as under the 18 they became.
    ["RESIDENT_ID", "330482500101123", "RESIDENT_ID"],
  ];
  for (const [idKind, idNumber, expected] of kinds) {
    const { dispute } = await register({ applicant: { person: { name: "来宾", idKind, idNumber } } });
    const { data } = await hub.ask(
      "clerk",
      "query ($id: ID!) { dispute(id: $id) { parties { nodes { person { idKind } } } } }",
      { id: dispute.id },
    );
    expect(data.dispute.parties.nodes[0].person.idKind).toBe(expected);
  }
});

test("a citizen who comes again with a new telephone is reached under the new one", async () => {
  const idNumber = freshIdNumber();
  const phoneOf = async () =>
    (await hub.ask("clerk", `{ searchPersons(name: "换号的人", purpose: INTAKE) { phone } }`)).data.searchPersons;
  await openDispute(hub, {
    applicant: aPerson("换号的人", { idNumber, phone: "13900000001" }),
    title: "第一件",
    category: "OTHER",
  });
  expect(await phoneOf()).toEqual([{ phone: "13900000001" }]);
  await openDispute(hub, {
    applicant: aPerson("换号的人", { idNumber, phone: "13900000002" }),
    title: "另一回事",
    category: "MEDICAL",
    otherParties: [],
  });
  expect(await phoneOf()).toEqual([{ phone: "13900000002" }]);
  await openDispute(hub, {
    applicant: aPerson("换号的人", { idNumber, phone: null }),
    title: "再一件",
    category: "CONSULT",
    otherParties: [],
  });
  expect(await phoneOf()).toEqual([{ phone: "13900000002" }]);
});

test("E7: a citizen is one person however often they come, and by whichever writing of the number", async () => {
  const idNumber = freshIdNumber();
  const wide = [...idNumber].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join("");
  const before = await hub.count("person");
  for (const written of [idNumber, ` ${idNumber} `, wide, `${idNumber.slice(0, 6)}\u200b-${idNumber.slice(6)}`]) {
    const answer = await register({ applicant: aPerson("同一人", { idNumber: written }), otherParties: [] });
    if (answer.__typename === "SimilarDisputesFound") continue;
    expect(answer.isNewDispute).toBe(true);
  }
  expect(await hub.count("person")).toBe(before + 1);
});

import {
  aStatus,
  doDeed,
  freshKey,
  freshNumber,
  openDispute,
  openRecord,
  openReferral,
  tryDeed,
  versionOf,
  walk,
  type OpenReferral,
} from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const at = (milliseconds = 0) => new Date(hub.clock.now().getTime() + milliseconds).toISOString();
const acceptance = ({ referralId }: { referralId: string }, changes: object = {}) => ({
  referralId,
  expectedVersion: 1,
  number: freshNumber("MEDIATION"),
  occurredAt: at(),
  ...changes,
});
const sendBack = ({ referralId }: { referralId: string }, changes: object = {}) => ({
  referralId,
  expectedVersion: 1,
  reason: "NOT_COMPETENT",
  note: "不属本机关职权,应由人民法院处理。",
  occurredAt: at(),
  ...changes,
});
const COMMITTEES = ["ph-mediation", "ph-mediation-property"];
const DIGEST = "0f".repeat(32);

const REFERRAL = `query ($id: ID!) { node(id: $id) { ... on Referral {
  state version holder { code } decidedAt candidates { agency { code } state returnReason returnNote } allowedActions { action }
  dispute { state leadOwner { name } } } } }`;
const readReferral = async (id: string, user = "clerk") => (await hub.ask(user, REFERRAL, { id })).data.node;

describe("an agency that accepts", () => {
  test("holds the referral, opens its record with what it says, takes the lead; the other offers lapse", async () => {
    const referral = await openReferral(hub, "MEDIATION", COMMITTEES);
    const answer = await doDeed(hub, "ph-mediation", "acceptReferral", {
      ...acceptance(referral, { number: "(2026)平人调字第42号", occurredAt: at(-60_000) }),
      details: { mediation: { mediator: "钱调解员", mediationKind: "PEOPLES" } },
      documents: [{ kind: "受理登记表", name: "登记表", digest: DIGEST }],
    });
    expect(answer).toMatchObject({
      __typename: "ReferralAccepted",
      number: "(2026)平人调字第42号",
      state: "APPLIED",
      leadPassed: true,
      disputeVersion: 3,
      dispute: { state: "IN_PROCESS" },
      record: { state: "APPLIED", version: 1, lastSequence: 0 },
    });
    expect(await readReferral(referral.referralId)).toEqual({
      state: "ACCEPTED",
      version: 2,
      holder: { code: "ph-mediation" },
      decidedAt: at(),
      candidates: [
        { agency: { code: "ph-mediation" }, state: "ACCEPTED", returnReason: null, returnNote: null },
        { agency: { code: "ph-mediation-property" }, state: "LAPSED", returnReason: null, returnNote: null },
      ],
      allowedActions: [],
      dispute: { state: "IN_PROCESS", leadOwner: { name: "平湖市人民调解委员会" } },
    });
    const { data } = await hub.ask(
      "ph-mediation",
      `query ($id: ID!) { node(id: $id) { ... on MediationRecord { openedAt mediator mediationKind agency { code } allowedActions { action step { toState } } }
         } dispute(id: "${referral.disputeId}") { documents { nodes { kind name digest } } timeline { nodes { kind toState documents { kind } } } } }`,
      { id: answer.record.id },
    );
    expect(data.node).toMatchObject({
      openedAt: at(-60_000),
      mediator: "钱调解员",
      mediationKind: "PEOPLES",
      agency: { code: "ph-mediation" },
    });
    expect(data.node.allowedActions.map(({ step }: { step: { toState: string } }) => step.toState)).toEqual([
      "CONSENT_PENDING",
      "ACCEPTED",
      "NOT_ACCEPTED",
      "WITHDRAWN",
    ]);
    expect(data.dispute.documents.nodes).toEqual([{ kind: "受理登记表", name: "登记表", digest: DIGEST }]);
    expect(data.dispute.timeline.nodes).toContainEqual({
      kind: "ACCEPTED",
      toState: "APPLIED",
      documents: [{ kind: "受理登记表" }],
    });
  });

  test.each([
    ["PETITION", "REGISTERED", { petition: { petitionMatter: "APPEAL", petitionIsFirst: true } }],
    [
      "LITIGATION",
      "PAYMENT_ORDER",
      { litigation: { causeOfAction: "追索劳动报酬纠纷", claimAmountYuan: "20000", courtProcedure: "PAYMENT_ORDER" } },
    ],
    ["MEDIATION", "INITIATED", { mediation: { agreedAmountYuan: "0.50" } }],
    ["ARBITRATION", "APPLIED", { arbitration: { workerCount: 12, awardKind: "FINAL" } }],
    ["LEGAL_AID", "NOTIFIED_DEFENCE", { legalAid: { aidForm: "DEFENCE", meansTestWaived: true, lawyer: "孙律师" } }],
  ])("in the line %s may open its record in %s, with the line's own fields", async (line, state, details) => {
    const agency = {
      PETITION: "ph-petition",
      LITIGATION: "ph-court",
      MEDIATION: "ph-mediation",
      ARBITRATION: "ph-arbitration",
      LEGAL_AID: "ph-legal-aid",
    }[line]!;
    const referral = await openReferral(hub, line, [agency]);
    const answer = await doDeed(
      hub,
      agency,
      "acceptReferral",
      acceptance(referral, { number: freshNumber(line), state, details }),
    );
    expect(answer).toMatchObject({ __typename: "ReferralAccepted", state });
  });
});

describe("an agency that sends back", () => {
  test("leaves the referral to the other candidates, and takes no part any more", async () => {
    const referral = await openReferral(hub, "MEDIATION", COMMITTEES);
    const answer = await doDeed(hub, "ph-mediation", "returnReferral", sendBack(referral));
    expect(answer).toMatchObject({ __typename: "ReferralReturned", state: "OFFERED", disputeVersion: 3 });
    expect(await readReferral(referral.referralId)).toMatchObject({
      state: "OFFERED",
      version: 2,
      decidedAt: null,
      candidates: [
        {
          agency: { code: "ph-mediation" },
          state: "RETURNED",
          returnReason: "NOT_COMPETENT",
          returnNote: "不属本机关职权,应由人民法院处理。",
        },
        { agency: { code: "ph-mediation-property" }, state: "OFFERED" },
      ],
      dispute: { state: "ROUTED" },
    });
    expect(await readReferral(referral.referralId, "ph-mediation")).toBeNull();
    expect(await readReferral(referral.referralId, "ph-mediation-property")).toMatchObject({
      allowedActions: [{ action: "ACCEPT" }, { action: "RETURN" }],
    });
  });

  test("as the last candidate gives the dispute back to the desk, which has led it all the time", async () => {
    const referral = await openReferral(hub, "MEDIATION", COMMITTEES);
    await doDeed(hub, "ph-mediation", "returnReferral", sendBack(referral));
    const answer = await doDeed(
      hub,
      "ph-mediation-property",
      "returnReferral",
      sendBack(referral, { expectedVersion: 2 }),
    );
    expect(answer).toMatchObject({ state: "RETURNED" });
    expect(await readReferral(referral.referralId)).toMatchObject({
      state: "RETURNED",
      decidedAt: at(),
      dispute: { state: "TRIAGED", leadOwner: { name: "矛盾纠纷调处化解中心" } },
    });
  });

  test("is told nothing more of the referral, even when it sends its answer once again", async () => {
    const referral = await openReferral(hub, "MEDIATION", COMMITTEES);
    const clientKey = freshKey();
    const input = { ...sendBack(referral), clientKey };
    const document = `mutation ($input: ReturnReferralInput!) { returnReferral(input: $input) {
      ... on ReferralReturned { state referral { state candidates { returnNote } } } } }`;
    await hub.ask("ph-mediation", document, { input });
    await doDeed(
      hub,
      "ph-mediation-property",
      "returnReferral",
      sendBack(referral, { expectedVersion: 2, note: "只给中心看的话" }),
    );
    const { data } = await hub.ask("ph-mediation", document, { input });
    expect(data.returnReferral).toEqual({ state: "OFFERED", referral: null });
  });
});

describe("an answer is refused", () => {
  test.each<[string, object, string, string]>([
    ["to a referral nobody knows", { referralId: "x" }, "NOT_FOUND", "referralId"],
    ["on an old view of it", { expectedVersion: 3 }, "VERSION_CONFLICT", "expectedVersion"],
    ["dated in the future", { occurredAt: at11() }, "OCCURRED_IN_FUTURE", "occurredAt"],
    ["with a number too long to file", { number: "9".repeat(65) }, "NUMBER_FORMAT", "number"],
    ["with a state nobody knows", { state: "NIRVANA" }, "STATE_UNKNOWN", "state"],
    ["with a state no record begins in", { state: "PERFORMED" }, "STATE_NOT_ENTRY", "state"],
    [
      "with fields of another line",
      { details: { litigation: { causeOfAction: "相邻关系" } } },
      "DETAILS_OF_OTHER_LINE",
      "details.litigation",
    ],
    [
      "with fifty-one papers",
      { documents: Array.from({ length: 51 }, () => ({ kind: "卷", name: "卷", digest: DIGEST })) },
      "TOO_MANY_ENTRIES",
      "documents",
    ],
    [
      "with a paper whose digest is none",
      { documents: [{ kind: "卷", name: "卷", digest: "abc" }] },
      "DIGEST_FORMAT",
      "documents.0.digest",
    ],
  ])("%s", async (_, changes, code, field) => {
    const referral = await openReferral(hub);
    const currentVersion = code === "VERSION_CONFLICT" ? 1 : null;
    await expectRefusal(hub, "ph-mediation", "acceptReferral", acceptance(referral, changes), code as never, {
      field,
      currentVersion,
    });
  });

  test("naming the states a record may begin in, where that was wrong", async () => {
    const referral = await openReferral(hub);
    const { allowedSteps } = await doDeed(
      hub,
      "ph-mediation",
      "acceptReferral",
      acceptance(referral, { state: "PERFORMED" }),
    );
    expect(allowedSteps).toEqual([
      { toState: "APPLIED", label: "申请调解" },
      { toState: "INITIATED", label: "主动调解" },
    ]);
  });

  test("to open in a state kept for history, from 2025 on", async () => {
    const referral = await openReferral(hub, "LITIGATION", ["ph-court"]);
    const filed = (occurredAt: string) =>
      acceptance(referral, { number: freshNumber("LITIGATION"), state: "PRE_FILING_MEDIATION", occurredAt });
    await expectRefusal(hub, "ph-court", "acceptReferral", filed("2025-01-01T00:00:00+08:00"), "STATE_LEGACY", {
      field: "state",
    });
    expect(await doDeed(hub, "ph-court", "acceptReferral", filed("2024-12-31T23:59:59+08:00"))).toMatchObject({
      state: "PRE_FILING_MEDIATION",
    });
  });

  test("with values no record can have", async () => {
    const referral = await openReferral(hub, "ARBITRATION", ["ph-arbitration"]);
    const input = acceptance(referral, {
      number: freshNumber("ARBITRATION"),
      details: { arbitration: { workerCount: 0 } },
    });
    await expectRefusal(hub, "ph-arbitration", "acceptReferral", input, "DETAILS_INVALID", {
      field: "details.arbitration.workerCount",
    });
  });

  test("with a court number that is none, or one the agency has used, however it is written", async () => {
    const referral = await openReferral(hub, "LITIGATION", ["ph-court"]);
    await expectRefusal(
      hub,
      "ph-court",
      "acceptReferral",
      acceptance(referral, { number: "民初一号" }),
      "NUMBER_FORMAT",
      { field: "number" },
    );
    const used = await openRecord(hub, "LITIGATION");
    const wide = used.number.replace("(2026)", "〔2026〕").replace("民初", "民初 ");
    await expectRefusal(hub, "ph-court", "acceptReferral", acceptance(referral, { number: wide }), "NUMBER_TAKEN", {
      field: "number",
    });
  });

  test("a second time, whether it was accepted or sent back", async () => {
    const accepted = await openReferral(hub, "MEDIATION", COMMITTEES);
    await doDeed(hub, "ph-mediation", "acceptReferral", acceptance(accepted));
    await expectRefusal(hub, "ph-mediation", "acceptReferral", acceptance(accepted), "REFERRAL_ANSWERED", {
      field: "referralId",
    });
    await expectRefusal(hub, "ph-mediation", "returnReferral", sendBack(accepted), "REFERRAL_ANSWERED", {
      field: "referralId",
    });
    const returned = await openReferral(hub, "MEDIATION", COMMITTEES);
    await doDeed(hub, "ph-mediation", "returnReferral", sendBack(returned));
    await expectRefusal(
      hub,
      "ph-mediation",
      "acceptReferral",
      acceptance(returned, { expectedVersion: 2 }),
      "REFERRAL_ANSWERED",
    );
  });

  test("when another has it, and the holder is named", async () => {
    const referral = await openReferral(hub, "MEDIATION", COMMITTEES);
    await doDeed(hub, "ph-mediation-property", "acceptReferral", acceptance(referral));
    const taken = { field: "referralId", holder: { code: "ph-mediation-property" }, currentVersion: null };
    await expectRefusal(hub, "ph-mediation", "acceptReferral", acceptance(referral), "REFERRAL_TAKEN", taken);
    await expectRefusal(hub, "ph-mediation", "returnReferral", sendBack(referral), "REFERRAL_TAKEN", taken);
  });

  test("to send back: a referral nobody knows, an old view, a date in the future", async () => {
    const referral = await openReferral(hub, "MEDIATION", COMMITTEES);
    await expectRefusal(hub, "ph-mediation", "returnReferral", sendBack(referral, { referralId: "x" }), "NOT_FOUND", {
      field: "referralId",
    });
    await expectRefusal(
      hub,
      "ph-mediation",
      "returnReferral",
      sendBack(referral, { expectedVersion: 2 }),
      "VERSION_CONFLICT",
      { currentVersion: 1 },
    );
    await expectRefusal(
      hub,
      "ph-mediation",
      "returnReferral",
      sendBack(referral, { occurredAt: at(11 * 60_000) }),
      "OCCURRED_IN_FUTURE",
      { field: "occurredAt" },
    );
  });

  test("when its key was used for another one", async () => {
    const clientKey = freshKey();
    await tryDeed(hub, "ph-mediation", "acceptReferral", acceptance(await openReferral(hub), { clientKey }));
    await expectRefusal(
      hub,
      "ph-mediation",
      "acceptReferral",
      acceptance(await openReferral(hub), { clientKey }),
      "CLIENT_KEY_REUSED",
    );
    await expectRefusal(
      hub,
      "ph-mediation",
      "returnReferral",
      sendBack(await openReferral(hub), { clientKey }),
      "CLIENT_KEY_REUSED",
    );
  });

  test("while the agency has a record of the dispute open again, because its end was withdrawn", async () => {
    const record = await openRecord(hub);
    await walk(hub, "MEDIATION", record.recordId, ["ACCEPTED", "FAILED"]);
    const again = await doDeed(hub, "clerk", "referDispute", {
      disputeId: record.disputeId,
      expectedVersion: await versionOf(hub, record.disputeId),
      targets: [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], reason: "再次调解" }],
    });
    const { data } = await hub.ask(
      "ph-mediation",
      `{ dispute(id: "${record.disputeId}") { version timeline { nodes { id toState } } } }`,
    );
    const failed = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "FAILED");
    const withdrawn = await doDeed(hub, "ph-mediation", "correctEvent", {
      eventId: failed.id,
      expectedVersion: data.dispute.version,
      reason: "误报终止",
      withdraws: true,
    });
    expect(withdrawn).toMatchObject({ backTo: "ACCEPTED" });
    await expectRefusal(
      hub,
      "ph-mediation",
      "acceptReferral",
      acceptance({ referralId: again.referrals[0].id }),
      "RECORD_OPEN",
      { field: "referralId" },
    );
  });
});

function at11(): string {
  return new Date(Date.parse("2026-03-02T01:00:00Z") + 11 * 60_000).toISOString();
}

/** Numbers that repeat from run to run, to vary the races without chance. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

describe("agencies that answer the same referral at once", () => {
  const next = sequence(7);
  const racers: string[] = [];

  beforeAll(async () => {
    const courts = Array.from({ length: 5 }, (_, at) => `race-court-${at + 1}`);
    for (const [index, code] of courts.entries()) {
      await hub.hub.parts.db.query(
        "insert into agency (id, code, line, name, region_code) values ($1, $2, 'LITIGATION', $3, '330482')",
        [`01930000-0000-7000-8000-0000000001${String(index).padStart(2, "0")}`, code, `第${index + 1}法庭`],
      );
      racers.push(code);
    }
  });

  const as = (code: string) => ({
    role: "AGENCY" as const,
    subject: code,
    regionCode: "330482",
    agency: {
      id: `01930000-0000-7000-8000-0000000001${String(racers.indexOf(code)).padStart(2, "0")}`,
      code,
      line: "LITIGATION" as const,
    },
  });
  const ACCEPT = `mutation ($input: AcceptReferralInput!) { acceptReferral(input: $input) { __typename ... on ReferralAccepted { record { number } } ... on Refused { code holder { code } currentVersion } } }`;
  const RETURN = `mutation ($input: ReturnReferralInput!) { returnReferral(input: $input) { __typename ... on ReferralReturned { state } ... on Refused { code holder { code } currentVersion } } }`;
  const accept = async (code: string, referral: OpenReferral, expectedVersion = 1) => {
    const input = {
      ...acceptance(referral, { number: freshNumber("LITIGATION"), expectedVersion }),
      clientKey: freshKey(),
    };
    return (await hub.ask(as(code), ACCEPT, { input })).data.acceptReferral;
  };
  const giveBack = async (code: string, referral: OpenReferral, expectedVersion = 1) => {
    const input = { ...sendBack(referral, { expectedVersion }), clientKey: freshKey() };
    return (await hub.ask(as(code), RETURN, { input })).data.returnReferral;
  };

  test("B7: in fifty races of two to five, exactly one wins each, and the others are told who", async () => {
    for (let round = 0; round < 50; round++) {
      const field = racers.slice(0, 2 + next(4));
      const referral = await openReferral(hub, "LITIGATION", field);
      const answers = await Promise.all(field.map((code) => accept(code, referral)));
      const winners = field.filter((_, index) => answers[index].__typename === "ReferralAccepted");
      expect(winners).toHaveLength(1);
      const losers = answers.filter(({ __typename }) => __typename === "Refused");
      expect(losers).toEqual(
        field.slice(1).map(() => ({
          __typename: "Refused",
          code: "REFERRAL_TAKEN",
          holder: { code: winners[0] },
          currentVersion: null,
        })),
      );
      expect(await readReferral(referral.referralId)).toMatchObject({
        state: "ACCEPTED",
        version: 2,
        holder: { code: winners[0] },
      });
    }
  }, 120_000);

  test("B8: one that accepts while the other sends back come one after the other, and both tell the same story", async () => {
    const orders = new Set<string>();
    for (let round = 0; round < 16; round++) {
      const [first, second] = next(2) === 0 ? [racers[0]!, racers[1]!] : [racers[1]!, racers[0]!];
      const referral = await openReferral(hub, "LITIGATION", [first, second]);
      const [accepted, returned] = await Promise.all(
        next(2) === 0
          ? [accept(first, referral), giveBack(second, referral)]
          : [giveBack(second, referral), accept(first, referral)].toReversed(),
      );
      const { state, version, holder, candidates } = await readReferral(referral.referralId);
      const states = Object.fromEntries(
        candidates.map((one: { agency: { code: string }; state: string }) => [one.agency.code, one.state]),
      );
      if (accepted.__typename === "ReferralAccepted") {
        orders.add("accepted first");
        expect(returned).toEqual({
          __typename: "Refused",
          code: "REFERRAL_TAKEN",
          holder: { code: first },
          currentVersion: null,
        });
        expect({ state, version, holder, states }).toEqual({
          state: "ACCEPTED",
          version: 2,
          holder: { code: first },
          states: { [first]: "ACCEPTED", [second]: "LAPSED" },
        });
      } else {
        orders.add("sent back first");
        expect(returned).toMatchObject({ __typename: "ReferralReturned", state: "OFFERED" });
        expect(accepted).toEqual({ __typename: "Refused", code: "VERSION_CONFLICT", holder: null, currentVersion: 2 });
        expect({ state, version, holder, states }).toEqual({
          state: "OFFERED",
          version: 2,
          holder: null,
          states: { [first]: "OFFERED", [second]: "RETURNED" },
        });
        expect(await accept(first, referral, 2)).toMatchObject({ __typename: "ReferralAccepted" });
      }
    }
    expect(orders.size).toBeGreaterThan(0);
  });

  test("B8: all of which send back leave it at the desk, once, however they overtake each other", async () => {
    for (let round = 0; round < 5; round++) {
      const field = racers.slice(0, 4);
      const referral = await openReferral(hub, "LITIGATION", field);
      const states: string[] = [];
      let waiting = field;
      while (waiting.length > 0) {
        const { version } = await readReferral(referral.referralId);
        const answers = await Promise.all(waiting.map((code) => giveBack(code, referral, version)));
        states.push(...answers.flatMap(({ state }) => state ?? []));
        const left = waiting.filter((_, index) => answers[index].code === "VERSION_CONFLICT");
        expect(left).toHaveLength(waiting.length - 1);
        waiting = left;
      }
      expect(states).toEqual(["OFFERED", "OFFERED", "OFFERED", "RETURNED"]);
    }
  });

  test("an acceptance and a report on the record it opened cannot be in the wrong order", async () => {
    const { disputeId } = await openDispute(hub);
    const referral = await doDeed(hub, "clerk", "referDispute", {
      disputeId,
      expectedVersion: 1,
      targets: [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], reason: "调解" }],
    });
    const number = freshNumber("MEDIATION");
    const status = { ...aStatus(hub, "", 1, "ACCEPTED"), recordId: null, number };
    const [accepted, early] = await Promise.all([
      doDeed(hub, "ph-mediation", "acceptReferral", acceptance({ referralId: referral.referrals[0].id }, { number })),
      doDeed(hub, "ph-mediation", "reportStatus", status),
    ]);
    expect(accepted).toMatchObject({ __typename: "ReferralAccepted" });
    expect(["APPLIED", "NOT_FOUND"]).toContain(early.effect ?? early.code);
    expect((await doDeed(hub, "ph-mediation", "reportStatus", status)).effect).toMatch(/APPLIED|DUPLICATE/);
  });
});

import { isObjectType } from "graphql";
import type { Caller } from "../../src/access/caller";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import { parseGlobalId } from "../../src/platform/global-id";
import {
  aStatus,
  aSubmission,
  doDeed,
  freshNumber,
  openDispute,
  openRecord,
  openReferral,
  versionOf,
  walk,
} from "../support/deeds";
import { eventually } from "../support/eventually";
import { openTestHub, type TestHub, type User } from "../support/hub";
import { aPerson, freshIdNumber } from "../support/people";
import { aWholeDispute, type Whole } from "../support/whole-dispute";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

type Asker = User | Omit<Caller, "expiresAt">;
const staff = (role: Caller["role"], regionCode: string | null): Omit<Caller, "expiresAt"> => ({
  role,
  subject: `${role}-${regionCode}`,
  regionCode,
  agency: null,
});
const now = () => hub.clock.now().toISOString();

/** Whether the asker sees the dispute, by every list and look-up there is; fails when they do not agree. */
async function sees(asker: Asker, disputeId: string): Promise<boolean> {
  let isSeen = false;
  await eventually("all ways tell the same", async () => {
    const { data } = await hub.ask(
      asker,
      `query ($id: ID!) {
        dispute(id: $id) { id } node(id: $id) { ... on Dispute { id } } nodes(ids: [$id]) { ... on Dispute { id } }
        disputes(first: 100) { nodes { id } } changes(first: 100) { nodes { dispute { id } } } }`,
      { id: disputeId },
    );
    const inFeed = data.changes.nodes.some(
      ({ dispute }: { dispute: { id: string } | null }) => dispute?.id === disputeId,
    );
    const straight = [
      data.dispute?.id,
      data.node?.id,
      data.nodes[0]?.id,
      data.disputes.nodes.find(({ id }: { id: string }) => id === disputeId)?.id,
    ].map((id) => id === disputeId);
    expect(new Set(straight).size).toBe(1);
    isSeen = straight[0]!;
    if (inFeed && !isSeen) throw new Error("the feed tells of a dispute that is hidden");
    // The feed waits for older transactions, whoever runs them.
    return inFeed === isSeen;
  });
  return isSeen;
}

describe("staff see their region and what lies below it", () => {
  const PLACES = ["330482", "330482101", "330481", "330400", "330500", "330482101001"];
  const disputes = new Map<string, string>();
  beforeAll(async () => {
    const province = staff("SUPERVISOR", "330000");
    for (const regionCode of PLACES) {
      const answer = await hub.ask(
        province,
        "mutation ($input: RegisterSubmissionInput!) { registerSubmission(input: $input) { ... on SubmissionRegistered { dispute { id } } } }",
        { input: { ...aSubmission(hub, { regionCode }), clientKey: `place-${regionCode}` } },
      );
      disputes.set(regionCode, answer.data.registerSubmission.dispute.id);
    }
  });

  const ROLES = ["WINDOW_CLERK", "SUPERVISOR", "AUDITOR", "REPORTING"] as const;
  test.each<[string | null, string[]]>([
    ["330482", ["330482", "330482101", "330482101001"]],
    ["330400", ["330482", "330482101", "330481", "330400", "330482101001"]],
    ["330482101", ["330482101", "330482101001"]],
    ["330000", PLACES],
    ["330483", []],
    ["440000", []],
    [null, []],
  ])("of %s: %j", async (region, expected) => {
    for (const role of ROLES) {
      const seen: string[] = [];
      for (const [place, id] of disputes) if (await sees(staff(role, region), id)) seen.push(place);
      expect(seen).toEqual(expected);
    }
  });

  test("and a filter for a region shows no more than that", async () => {
    const ask = async (user: string, regionCode: string) =>
      (
        await hub.ask(user, "query ($f: DisputeFilter) { disputes(first: 100, filter: $f) { nodes { regionCode } } }", {
          f: { regionCode },
        })
      ).data.disputes.nodes.map((dispute: { regionCode: string }) => dispute.regionCode);
    expect(new Set(await ask("clerk", "330000"))).toEqual(new Set(["330482", "330482101", "330482101001"]));
    expect(await ask("clerk", "330481")).toEqual([]);
    expect(new Set(await ask("supervisor", "330482101"))).toEqual(new Set(["330482101", "330482101001"]));
  });
});

describe("an agency sees a dispute from the offer on, for as long as it takes part", () => {
  const COMMITTEES = ["ph-mediation", "ph-mediation-property"];
  const answer = (user: string, deed: "acceptReferral" | "returnReferral", referralId: string, expectedVersion = 1) =>
    doDeed(hub, user, deed, {
      referralId,
      expectedVersion,
      occurredAt: now(),
      ...(deed === "acceptReferral"
        ? { number: freshNumber("MEDIATION") }
        : { reason: "OTHER_AGENCY", note: "另有机关" }),
    });

  test("not before it was offered, and not when it was offered to others", async () => {
    const dispute = await openDispute(hub);
    for (const agency of COMMITTEES) expect(await sees(agency, dispute.disputeId)).toBe(false);
    const referral = await openReferral(hub, "MEDIATION", ["ph-mediation"]);
    expect(await sees("ph-mediation", referral.disputeId)).toBe(true);
    expect(await sees("ph-mediation-property", referral.disputeId)).toBe(false);
    expect(await sees("ph-court", referral.disputeId)).toBe(false);
  });

  test("not after it has sent it back, until it is offered again", async () => {
    const referral = await openReferral(hub, "MEDIATION", ["ph-mediation"]);
    await answer("ph-mediation", "returnReferral", referral.referralId);
    expect(await sees("ph-mediation", referral.disputeId)).toBe(false);
    await doDeed(hub, "clerk", "referDispute", {
      disputeId: referral.disputeId,
      expectedVersion: await versionOf(hub, referral.disputeId),
      targets: [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], reason: "再次分流" }],
    });
    expect(await sees("ph-mediation", referral.disputeId)).toBe(true);
  });

  test("not after another took it; who took it sees it for good", async () => {
    const referral = await openReferral(hub, "MEDIATION", COMMITTEES);
    for (const agency of COMMITTEES) expect(await sees(agency, referral.disputeId)).toBe(true);
    const accepted = await answer("ph-mediation-property", "acceptReferral", referral.referralId);
    expect(await sees("ph-mediation", referral.disputeId)).toBe(false);
    await doDeed(hub, "ph-mediation-property", "reportStatus", aStatus(hub, accepted.record.id, 1, "WITHDRAWN"));
    expect(await sees("ph-mediation-property", referral.disputeId)).toBe(true);
  });
});

/** A dispute with one of everything in it. */
describe("an object found by its global id", () => {
  let whole: Whole;
  beforeAll(async () => void (whole = await aWholeDispute(hub)));
  const NODE = "query ($id: ID!) { node(id: $id) { __typename } nodes(ids: [$id]) { __typename } }";
  const find = async (asker: Asker, id: string): Promise<string | null> => {
    const { data } = await hub.ask(asker, NODE, { id });
    expect(data.nodes).toEqual([data.node]);
    return data.node?.__typename ?? null;
  };

  test("is of every type that has one, each found by whoever sees its dispute; a link by who sees both its ends", async () => {
    const { schema } = hub.hub;
    const types = schema
      .getPossibleTypes(schema.getType("Node") as never)
      .filter(isObjectType)
      .map(({ name }) => name);
    expect(Object.keys(whole.ids).toSorted()).toEqual(types.toSorted());
    for (const user of ["clerk", "supervisor", "auditor", "ph-mediation", "ph-court"]) {
      const found: string[] = [];
      for (const id of Object.values(whole.ids)) found.push((await find(user, id)) ?? "nothing");
      const isAgency = user.startsWith("ph-");
      expect([user, found]).toEqual([
        user,
        Object.keys(whole.ids).map((type) => (isAgency && type === "DisputeLink" ? "nothing" : type)),
      ]);
    }
  });

  test("is found by nobody who does not see its dispute, but the directory of agencies", async () => {
    for (const asker of [
      "jx-court",
      staff("WINDOW_CLERK", "330481"),
      staff("AUDITOR", null),
      staff("REPORTING", "330500"),
    ] as const) {
      for (const [type, id] of Object.entries(whole.ids))
        expect([type, await find(asker, id)]).toEqual([type, type === "Agency" ? type : null]);
    }
  });

  test("is not even said to exist to the report's role where that may not read such objects", async () => {
    const found = [];
    for (const [type, id] of Object.entries(whole.ids)) if (await find("report", id)) found.push(type);
    expect(found.toSorted()).toEqual(
      Object.keys(whole.ids)
        .filter((type) => !["Person", "Organisation", "CaseDocument"].includes(type))
        .toSorted(),
    );
  });

  test("is what it says: an id of another type, or none at all, finds nothing", async () => {
    const { uuid } = parseGlobalId(whole.disputeId)!;
    const retyped = (type: string) => Buffer.from(`${type}:${uuid}`).toString("base64url");
    for (const type of [
      "Person",
      "Party",
      "MediationRecord",
      "AgencyRecord",
      "Idempotency",
      "AuditEntry",
      "__proto__",
      "constructor",
      "toString",
    ]) {
      expect([type, await find("clerk", retyped(type))]).toEqual([type, null]);
    }
    const wrongLine = Buffer.from(`LitigationRecord:${parseGlobalId(whole.recordId)!.uuid}`).toString("base64url");
    for (const id of [wrongLine, "", " ", uuid, `${whole.disputeId}=`, "%", "\n", "x".repeat(5000)])
      expect(await find("clerk", id)).toBeNull();
  });

  test("shows no field more than the straight way does", async () => {
    const ways = [
      `{ dispute(id: "${whole.disputeId}") { parties { nodes { person { idNumber } } } } }`,
      `{ node(id: "${whole.disputeId}") { ... on Dispute { parties { nodes { person { idNumber } } } } } }`,
      `{ node(id: "${whole.ids["Party"]}") { ... on Party { person { idNumber } } } }`,
      `{ node(id: "${whole.ids["Person"]}") { ... on Person { idNumber } } }`,
      `{ person(id: "${whole.ids["Person"]}") { idNumber } }`,
    ];
    for (const way of ways) {
      for (const user of ["clerk", "supervisor", "auditor", "report"])
        expect((await hub.ask(user, way)).errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
      expect((await hub.ask("ph-mediation", way)).errors).toBeUndefined();
    }
  });

  test("comes in the order asked, with null where there is nothing, a hundred at most", async () => {
    const ids = [whole.ids["Party"], "nothing", whole.disputeId, whole.ids["Party"]];
    const { data } = await hub.ask("clerk", "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", { ids });
    expect(data.nodes).toEqual([{ __typename: "Party" }, null, { __typename: "Dispute" }, { __typename: "Party" }]);
    const many = await hub.ask("clerk", "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", {
      ids: Array.from({ length: 101 }, () => whole.disputeId),
    });
    expect(many.errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
  });
});

describe("what is said in mediation", () => {
  test("is read by mediators and the desk; the court sees that there was a mediation and how it ended, and no word of it", async () => {
    const { disputeId } = await aWholeDispute(hub);
    const notes = async (user: string) => {
      const { data } = await hub.ask(
        user,
        `{ dispute(id: "${disputeId}") { timeline(first: 100) { nodes { kind toState note record { line } } } } }`,
      );
      return data.dispute.timeline.nodes.filter(
        ({ kind, toState }: { kind: string; toState: string }) => kind === "STATUS" && toState !== "WITHDRAWN",
      ) as {
        toState: string;
        note: string | null;
        record: { line: string };
      }[];
    };
    for (const user of ["clerk", "supervisor", "ph-mediation"]) {
      expect((await notes(user)).map(({ note }) => note)).toEqual(["调解笔录1", "调解笔录2", "调解笔录3", "立案说明"]);
    }
    for (const user of ["ph-court", "ph-petition", "ph-arbitration", "ph-legal-aid", "auditor"]) {
      expect((await notes(user)).map(({ toState, note, record }) => `${record.line} ${toState} ${note}`)).toEqual([
        "MEDIATION ACCEPTED null",
        "MEDIATION IN_MEDIATION null",
        "MEDIATION AGREED_ORAL null",
        "LITIGATION FILED 立案说明",
      ]);
    }
  });

  test("stays closed when it is corrected, and by whatever way the event is come upon", async () => {
    const { disputeId, ids } = await aWholeDispute(hub);
    const { data } = await hub.ask(
      "ph-mediation",
      `{ dispute(id: "${disputeId}") { version timeline(first: 100) { nodes { id toState } } } }`,
    );
    const agreed = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "AGREED_ORAL");
    await doDeed(hub, "ph-mediation", "correctEvent", {
      eventId: agreed.id,
      expectedVersion: data.dispute.version,
      reason: "甲方其实说的是五千",
    });
    const ways = [
      `{ node(id: "${agreed.id}") { ... on TimelineEvent { note correctedBy { note corrects { note } } } } }`,
      `{ changes(first: 100) { nodes { event { note correctedBy { note } } } } }`,
      `{ node(id: "${ids["Party"]}") { __typename } dispute(id: "${disputeId}") { timeline(first: 100) { edges { node { note } } } } }`,
    ];
    for (const way of ways) {
      // The feed waits for older transactions, whoever runs them.
      await eventually("the line itself reads it", async () =>
        /调解笔录|五千/.test((await hub.ask("ph-mediation", way)).text),
      );
      expect((await hub.ask("ph-court", way)).text).not.toMatch(/调解笔录|五千/);
    }
  });
});

describe("an agency's own affairs", () => {
  test("what waits for its turn, and what it may report next, it alone is shown", async () => {
    const { recordId, disputeId } = await openRecord(hub);
    await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, recordId, 2, "IN_MEDIATION"));
    await doDeed(hub, "clerk", "referDispute", {
      disputeId,
      expectedVersion: await versionOf(hub, disputeId),
      targets: [{ line: "LITIGATION", agencyCodes: ["ph-court"], reason: "诉讼" }],
    });
    const OWN =
      "query ($id: ID!) { node(id: $id) { ... on MediationRecord { waiting { sequence } allowedActions { action } } } }";
    const own = (await hub.ask("ph-mediation", OWN, { id: recordId })).data.node;
    expect(own.waiting).toEqual([{ sequence: 2 }]);
    expect(own.allowedActions.length).toBeGreaterThan(0);
    expect((await hub.ask("ph-court", OWN, { id: recordId })).data.node).toEqual({ waiting: [], allowedActions: [] });
  });

  test("the directory is the same for everybody signed in, and can be asked by line and by place", async () => {
    const codes = async (user: string, args = "") =>
      (await hub.ask(user, `{ agencies${args} { code } }`)).data.agencies
        .map(({ code }: { code: string }) => code)
        .toSorted();
    const all = await codes("clerk");
    expect(all).toHaveLength(SAMPLE_AGENCIES.length);
    for (const user of ["admin", "report", "auditor", "ph-court"]) expect(await codes(user)).toEqual(all);
    expect(await codes("clerk", "(line: LITIGATION)")).toEqual(["jx-court", "ph-court"]);
    expect(await codes("clerk", `(line: LITIGATION, regionCode: "330482")`)).toEqual(["ph-court"]);
    expect(await codes("clerk", `(regionCode: "440000")`)).toEqual([]);
  });
});

describe("the read log", () => {
  interface Line {
    readonly action: string;
    readonly principal: string;
    readonly role: string;
    readonly person: string | null;
    readonly dispute: string | null;
    readonly purpose: string | null;
  }
  // In the order they were written: the log is never changed, and its ids are made in two places.
  const lines = async (since: number): Promise<Line[]> =>
    hub.hub.parts.db.query<Line>(
      `select action, principal, role, person_id as person, dispute_id as dispute, purpose from read_entry order by xmin::text::bigint, action desc offset ${since}`,
    );
  /** What one request leaves in the log. */
  async function logged(user: string, query: string, variables: object = {}): Promise<Line[]> {
    const before = await hub.count("read_entry");
    const answer = await hub.ask(user, query, variables);
    if (answer.errors) throw new Error(answer.text);
    return lines(before);
  }
  const uuidOf = (id: string) => parseGlobalId(id)!.uuid;
  let whole: Whole;
  let idNumber: string;
  beforeAll(async () => {
    whole = await aWholeDispute(hub);
    idNumber = (await hub.ask("ph-mediation", `{ person(id: "${whole.ids["Person"]}") { idNumber } }`)).data.person
      .idNumber;
  });

  test("has a line for every person shown, by whatever way they are come upon", async () => {
    const PEOPLE =
      "parties { nodes { person { maskedName } } } submissions { nodes { applicant { maskedName } agent { maskedName } } }";
    const ways: Readonly<Record<string, string>> = {
      dispute: `{ dispute(id: "${whole.disputeId}") { ${PEOPLE} } }`,
      disputes: `{ disputes(first: 1, filter: { states: [FOLLOW_UP] }) { nodes { id ${PEOPLE} } } }`,
      node: `{ node(id: "${whole.disputeId}") { ... on Dispute { ${PEOPLE} } } }`,
      referral: `{ node(id: "${whole.referralId}") { ... on Referral { dispute { ${PEOPLE} } } } }`,
      record: `{ node(id: "${whole.recordId}") { ... on AgencyRecord { dispute { ${PEOPLE} } } } }`,
      history: `{ citizenHistory(idNumber: "${idNumber}", purpose: HANDLING) { person { maskedName } disputes { nodes { ${PEOPLE} } } } }`,
      twice: `{ a: dispute(id: "${whole.disputeId}") { ${PEOPLE} } b: dispute(id: "${whole.disputeId}") { ${PEOPLE} } }`,
    };
    for (const [way, query] of Object.entries(ways)) {
      const persons = (await logged("clerk", query)).filter(({ action }) => action === "person");
      // The applicant and the agent, once each for each root field however often they stand in its answer.
      const lines = way === "twice" ? 4 : 2;
      expect([way, new Set(persons.map(({ person }) => person)).size, persons.length]).toEqual([way, 2, lines]);
      expect(persons.map(({ person }) => person)).toContain(uuidOf(whole.ids["Person"]!));
      expect(persons[0]).toMatchObject({ principal: "clerk", role: "WINDOW_CLERK" });
    }
  });

  test("has a line for a person asked for by id or name, by whichever role", async () => {
    const person = uuidOf(whole.ids["Person"]!);
    const line = { action: "person", person, dispute: null, purpose: null };
    expect(await logged("auditor", `{ person(id: "${whole.ids["Person"]}") { maskedName } }`)).toEqual([
      { ...line, principal: "auditor", role: "AUDITOR" },
    ]);
    expect(await logged("ph-court", `{ node(id: "${whole.ids["Person"]}") { ... on Person { name } } }`)).toEqual([
      { ...line, principal: "ph-court", role: "AGENCY" },
    ]);
    const searched = await logged("supervisor", `{ searchPersons(name: "代办员", purpose: SUPERVISION) { name } }`);
    expect(searched[0]).toMatchObject({ action: "searchPersons", purpose: "SUPERVISION", person: null });
    expect(searched.slice(1).every(({ action }) => action === "person")).toBe(true);
  });

  test("keeps the purpose with the number asked for, and for a miss no person, whether there is one elsewhere or not", async () => {
    const ask = (number: string) =>
      logged(
        "clerk",
        "query ($n: IdentityNumber!) { citizenHistory(idNumber: $n, purpose: CITIZEN_REQUEST) { person { maskedName } } }",
        { n: number },
      );
    const line = {
      action: "citizenHistory",
      principal: "clerk",
      role: "WINDOW_CLERK",
      dispute: null,
      purpose: "CITIZEN_REQUEST",
    };
    expect(await ask(idNumber)).toEqual([{ ...line, person: uuidOf(whole.ids["Person"]!) }]);
    const elsewhere = freshIdNumber();
    await doDeed(
      hub,
      "supervisor",
      "registerSubmission",
      aSubmission(hub, { regionCode: "330481", applicant: aPerson("海宁人", { idNumber: elsewhere }) }),
    );
    expect(await ask(elsewhere)).toEqual([{ ...line, person: null }]);
    expect(await ask(freshIdNumber())).toEqual([{ ...line, person: null }]);
  });

  test("has a line for a dispute looked up, none for one that is not there, and none for people nobody was shown", async () => {
    const looked = await logged("clerk", `{ dispute(id: "${whole.disputeId}") { title parties { nodes { role } } } }`);
    expect(looked).toEqual([
      {
        action: "dispute",
        principal: "clerk",
        role: "WINDOW_CLERK",
        person: null,
        dispute: uuidOf(whole.disputeId),
        purpose: null,
      },
    ]);
    expect(
      await logged(
        "jx-court",
        `{ dispute(id: "${whole.disputeId}") { title } person(id: "${whole.ids["Person"]}") { name } }`,
      ),
    ).toEqual([]);
    expect(await logged("report", `{ disputes { nodes { state } } }`)).toEqual([]);
  });
});

test("a dispute's records and people are the same seen from the citizen and from the dispute", async () => {
  const idNumber = freshIdNumber();
  const applicant = aPerson("一人一档", { idNumber });
  const first = await openDispute(hub, { applicant });
  const second = await openDispute(hub, { applicant, title: "欠款", category: "CONTRACT_DEBT", otherParties: [] });
  const elsewhere = await doDeed(
    hub,
    "supervisor",
    "registerSubmission",
    aSubmission(hub, { regionCode: "330481", applicant, title: "别处", category: "OTHER", otherParties: [] }),
  );
  const HISTORY =
    "query ($n: IdentityNumber!) { citizenHistory(idNumber: $n, purpose: INTAKE) { disputes { nodes { id traceCode } pageInfo { hasNextPage } } } }";
  const ids = async (user: string) =>
    (await hub.ask(user, HISTORY, { n: idNumber })).data.citizenHistory.disputes.nodes.map(
      ({ id }: { id: string }) => id,
    );
  expect(await ids("clerk")).toEqual([second.disputeId, first.disputeId]);
  expect(await ids("supervisor")).toEqual([elsewhere.dispute.id, second.disputeId, first.disputeId]);
  await walk(hub, "MEDIATION", (await openRecord(hub)).recordId, ["ACCEPTED"]);
  expect(await ids("clerk")).toHaveLength(2);
});

import {
  aSubmission,
  doDeed,
  freshKey,
  openDispute,
  openRecord,
  openReferral,
  stateOfDispute,
  tryDeed,
  versionOf,
  walk,
} from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

interface Known {
  readonly disputeId: string;
  readonly version: number;
}
const link = (from: Known, to: Known, changes: object = {}) => ({
  fromDisputeId: from.disputeId,
  expectedVersion: from.version,
  toDisputeId: to.disputeId,
  kind: "FOLLOWS",
  reason: "调解协议未履行引起的诉讼",
  ...changes,
});
const evaluation = (dispute: Known, changes: object = {}) => ({
  disputeId: dispute.disputeId,
  expectedVersion: dispute.version,
  centre: "SATISFIED",
  agency: "DISSATISFIED",
  remark: "中心热情,调解拖得太久",
  evaluatedAt: hub.clock.now().toISOString(),
  ...changes,
});
const now = async (dispute: Known): Promise<Known> => ({
  ...dispute,
  version: await versionOf(hub, dispute.disputeId),
});
const AGREED = ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL"];
const later = () => new Date(hub.clock.now().getTime() + 11 * 60_000).toISOString();

describe("a link between two disputes", () => {
  const LINKS = `query ($id: ID!) { dispute(id: $id) { version
    links { nodes { kind reason from { id } to { id } } } linkedFrom { nodes { kind from { id } to { id } } } timeline { nodes { kind note } } } }`;
  const read = async (id: string, user = "clerk") => (await hub.ask(user, LINKS, { id })).data.dispute;

  test("goes one way, is seen from both ends, and stands on both timelines", async () => {
    const [from, to] = [await openDispute(hub), await openDispute(hub)];
    const answer = await doDeed(hub, "clerk", "linkDisputes", link(from, to));
    expect(answer).toMatchObject({ __typename: "DisputesLinked", disputeVersion: 2, link: { kind: "FOLLOWS" } });
    const ends = { from: { id: from.disputeId }, to: { id: to.disputeId } };
    expect(await read(from.disputeId)).toEqual({
      version: 2,
      links: { nodes: [{ kind: "FOLLOWS", reason: "调解协议未履行引起的诉讼", ...ends }] },
      linkedFrom: { nodes: [] },
      timeline: {
        nodes: [
          { kind: "REGISTERED", note: null },
          { kind: "LINKED", note: null },
        ],
      },
    });
    expect(await read(to.disputeId)).toMatchObject({
      version: 2,
      links: { nodes: [] },
      linkedFrom: { nodes: [{ kind: "FOLLOWS", ...ends }] },
      timeline: { nodes: [{ kind: "REGISTERED" }, { kind: "LINKED" }] },
    });
  });

  test("may be of several kinds, and go back the other way", async () => {
    const [from, to] = [await openDispute(hub), await openDispute(hub)];
    await doDeed(hub, "clerk", "linkDisputes", link(from, to));
    expect(await doDeed(hub, "clerk", "linkDisputes", link(await now(from), to, { kind: "RELATED" }))).toMatchObject({
      __typename: "DisputesLinked",
    });
    expect(await doDeed(hub, "clerk", "linkDisputes", link(await now(to), from))).toMatchObject({
      __typename: "DisputesLinked",
    });
  });

  test("shows an agency at one end nothing of the other", async () => {
    const [from, to] = [await openReferral(hub), await openDispute(hub)];
    await doDeed(hub, "clerk", "linkDisputes", link(from, to));
    expect((await read(from.disputeId, "ph-mediation")).links.nodes).toEqual([]);
  });

  test("is refused to a dispute nobody knows, to itself, a second time, on an old view, or under a used key", async () => {
    const [from, to] = [await openDispute(hub), await openDispute(hub)];
    const nobody = { disputeId: "x", version: 1 };
    await expectRefusal(hub, "clerk", "linkDisputes", link(nobody, to), "NOT_FOUND", { field: "fromDisputeId" });
    await expectRefusal(hub, "clerk", "linkDisputes", link(from, nobody), "NOT_FOUND", { field: "toDisputeId" });
    await expectRefusal(hub, "clerk", "linkDisputes", link(from, from), "LINK_TO_ITSELF", { field: "toDisputeId" });
    await expectRefusal(hub, "clerk", "linkDisputes", link({ ...from, version: 5 }, to), "VERSION_CONFLICT", {
      field: "expectedVersion",
      currentVersion: 1,
    });
    const clientKey = freshKey();
    await tryDeed(hub, "clerk", "linkDisputes", link(from, to, { clientKey }));
    await expectRefusal(
      hub,
      "clerk",
      "linkDisputes",
      link(from, to, { clientKey, kind: "RELATED" }),
      "CLIENT_KEY_REUSED",
    );
    await expectRefusal(hub, "clerk", "linkDisputes", link(await now(from), to), "LINK_EXISTS", {
      field: "toDisputeId",
    });
  });

  test("made both ways at once does not block, and of many that are the same only one is made", async () => {
    const [from, to] = [await openDispute(hub), await openDispute(hub)];
    const both = await Promise.all(
      [link(from, to), link(to, from)].map((input) => doDeed(hub, "clerk", "linkDisputes", input)),
    );
    expect(both.map((answer) => answer.code ?? answer.__typename).toSorted()).toEqual([
      "DisputesLinked",
      "VERSION_CONFLICT",
    ]);
    const fresh = { ...(await now(from)) };
    const same = await Promise.all(
      [1, 2, 3].map(() => doDeed(hub, "clerk", "linkDisputes", link(fresh, to, { kind: "SAME_CLASS" }))),
    );
    expect(same.filter(({ __typename }) => __typename === "DisputesLinked")).toHaveLength(1);
  });
});

describe("the follow-up with the citizen", () => {
  const READ = `query ($id: ID!) { dispute(id: $id) { state closedAt evaluations { nodes { centre agency remark evaluatedAt } } timeline { nodes { kind note } } allowedActions { action } } }`;
  const read = async (id: string) => (await hub.ask("clerk", READ, { id })).data.dispute;

  test("keeps the two answers apart, and closes the dispute when every record has ended", async () => {
    const record = await openRecord(hub);
    await walk(hub, "MEDIATION", record.recordId, [...AGREED, "PERFORMED"]);
    const answer = await doDeed(hub, "clerk", "evaluateDispute", evaluation(await now(record)));
    expect(answer).toMatchObject({ __typename: "DisputeEvaluated", state: "CLOSED", disputeVersion: 8 });
    const dispute = await read(record.disputeId);
    expect(dispute).toMatchObject({
      state: "CLOSED",
      closedAt: hub.clock.now().toISOString(),
      evaluations: {
        nodes: [
          {
            centre: "SATISFIED",
            agency: "DISSATISFIED",
            remark: "中心热情,调解拖得太久",
            evaluatedAt: hub.clock.now().toISOString(),
          },
        ],
      },
      allowedActions: [{ action: "ATTACH_SUBMISSION" }, { action: "LINK" }],
    });
    expect(dispute.timeline.nodes.at(-1)).toEqual({ kind: "EVALUATED", note: "中心热情,调解拖得太久" });
  });

  test("on an agreement still to be performed leaves the dispute open until it is, and may be repeated", async () => {
    const record = await openRecord(hub);
    await walk(hub, "MEDIATION", record.recordId, AGREED);
    expect(
      await doDeed(hub, "clerk", "evaluateDispute", evaluation(await now(record), { remark: null })),
    ).toMatchObject({ state: "FOLLOW_UP" });
    expect(await doDeed(hub, "supervisor", "evaluateDispute", evaluation(await now(record)))).toMatchObject({
      state: "FOLLOW_UP",
    });
    await walk(hub, "MEDIATION", record.recordId, ["PERFORMED"], 3);
    expect(await read(record.disputeId)).toMatchObject({ state: "CLOSED", evaluations: { nodes: [{}, {}] } });
  });

  test("that reached nobody is on record, and the dispute stays on the desk's list until somebody is reached", async () => {
    const record = await openRecord(hub);
    await walk(hub, "MEDIATION", record.recordId, [...AGREED, "PERFORMED"]);
    const nobody = { centre: "NOT_REACHED", agency: "NOT_REACHED", remark: null };
    expect(await doDeed(hub, "clerk", "evaluateDispute", evaluation(await now(record), nobody))).toMatchObject({
      state: "RESOLVED",
    });
    expect(await doDeed(hub, "clerk", "evaluateDispute", evaluation(await now(record)))).toMatchObject({
      state: "CLOSED",
    });
    expect((await read(record.disputeId)).evaluations.nodes).toHaveLength(2);
  });

  test("of one outcome does not stand for the next", async () => {
    const record = await openRecord(hub);
    await walk(hub, "MEDIATION", record.recordId, AGREED);
    await doDeed(hub, "clerk", "evaluateDispute", evaluation(await now(record)));
    await walk(hub, "MEDIATION", record.recordId, ["PERFORMING", "BREACHED"], 3);
    expect(await stateOfDispute(hub, record.disputeId)).toBe("UNRESOLVED");
  });

  test("is refused before there is an outcome, after the end, of a dispute nobody knows, on an old view, in the future, or under a used key", async () => {
    const open = await openDispute(hub);
    await expectRefusal(hub, "clerk", "evaluateDispute", evaluation(open), "NOT_FINISHED", { field: "disputeId" });
    await expectRefusal(hub, "clerk", "evaluateDispute", evaluation({ ...open, disputeId: "x" }), "NOT_FOUND", {
      field: "disputeId",
    });
    await expectRefusal(hub, "clerk", "evaluateDispute", evaluation({ ...open, version: 3 }), "VERSION_CONFLICT", {
      currentVersion: 1,
    });
    const record = await openRecord(hub);
    await walk(hub, "MEDIATION", record.recordId, [...AGREED, "PERFORMED"]);
    const known = await now(record);
    await expectRefusal(
      hub,
      "clerk",
      "evaluateDispute",
      evaluation(known, { evaluatedAt: later() }),
      "OCCURRED_IN_FUTURE",
      { field: "evaluatedAt" },
    );
    const clientKey = freshKey();
    await tryDeed(hub, "clerk", "evaluateDispute", evaluation(known, { clientKey }));
    await expectRefusal(
      hub,
      "clerk",
      "evaluateDispute",
      evaluation(known, { clientKey, centre: "DISSATISFIED" }),
      "CLIENT_KEY_REUSED",
    );
    await expectRefusal(hub, "clerk", "evaluateDispute", evaluation(await now(record)), "NOT_FINISHED");
  });
});

describe("B12: what is on record", () => {
  const APPEND_ONLY = ["timeline_event", "change_log", "audit_entry", "read_entry", "evaluation"];
  const db = () => hub.hub.parts.db;

  beforeAll(async () => {
    const record = await openRecord(hub);
    await walk(hub, "MEDIATION", record.recordId, [...AGREED, "PERFORMED"]);
    await doDeed(hub, "clerk", "evaluateDispute", evaluation(await now(record)));
    await hub.ask("clerk", `{ dispute(id: "${record.disputeId}") { parties { nodes { person { maskedName } } } } }`);
  });

  test.each(APPEND_ONLY)(
    "in %s cannot be changed, deleted or emptied, not even by the hub's own account",
    async (table) => {
      const before = await hub.count(table);
      expect(before).toBeGreaterThan(0);
      const refused = expect.objectContaining({ message: `${table} is append-only` });
      for (const statement of [`update ${table} set id = id`, `delete from ${table}`, `truncate ${table} cascade`]) {
        await expect(db().query(statement)).rejects.toEqual(refused);
      }
      expect(await hub.count(table)).toBe(before);
    },
  );

  test("only grows: whatever is done next, every line that stood there still stands there, unchanged", async () => {
    const lines = async (table: string) =>
      (await db().query<{ line: string }>(`select t::text as line from ${table} t order by id`)).map(
        ({ line }) => line,
      );
    const before = new Map<string, string[]>();
    for (const table of APPEND_ONLY) before.set(table, await lines(table));

    const record = await openRecord(hub, "ARBITRATION");
    await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED", "SERVED"]);
    const { data } = await hub.ask(
      "ph-arbitration",
      `{ dispute(id: "${record.disputeId}") { timeline { nodes { id toState } } } }`,
    );
    const served = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "SERVED");
    const withdrawal = {
      eventId: served.id,
      expectedVersion: await versionOf(hub, record.disputeId),
      reason: "误报",
      withdraws: true,
    };
    expect(await doDeed(hub, "ph-arbitration", "correctEvent", withdrawal)).toMatchObject({ backTo: "ACCEPTED" });
    await doDeed(hub, "clerk", "registerSubmission", aSubmission(hub));
    await doDeed(hub, "clerk", "linkDisputes", link(await now(record), await openDispute(hub)));

    for (const table of APPEND_ONLY) {
      const after = await lines(table);
      expect(after.slice(0, before.get(table)!.length)).toEqual(before.get(table));
    }
    expect(await hub.count("timeline_event")).toBe(await hub.count("change_log"));
  });
});

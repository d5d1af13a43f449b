import type { Light } from "../../src/deadlines/lights.rules";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import { toGlobalId } from "../../src/platform/global-id";
import { openRecord, walk, type OpenRecord } from "../support/deeds";
import { openTestHub, type TestHub, type User } from "../support/hub";

let hub: TestHub;
let arbitration: OpenRecord;
let petition: OpenRecord;
const DAY = 86_400_000;

beforeAll(async () => {
  hub = await openTestHub();
  arbitration = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", arbitration.recordId, ["ACCEPTED"]);
  petition = await openRecord(hub, "PETITION");
});
afterAll(() => hub.close());

const LIST = `query ($first: Int!, $after: String, $filter: DeadlineFilter) {
  deadlines(first: $first, after: $after, filter: $filter) {
    nodes { id limitId light daysLeft dueOn record { number } dispute { id } agency { code } }
    pageInfo { endCursor hasNextPage } } }`;

async function list(user: User, filter: object = {}, first = 50): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ;) {
    const { data, text } = await hub.ask(user, LIST, { first, after, filter });
    if (!data) throw new Error(text);
    for (const { limitId, light } of data.deadlines.nodes) found.push(`${limitId} ${light}`);
    if (!data.deadlines.pageInfo.hasNextPage) return found;
    after = data.deadlines.pageInfo.endCursor;
  }
}

test("staff see those of their region, the nearest first, whatever the page", async () => {
  const all = await list("clerk");
  // Both are due on 9 March; the later one has the later id.
  expect(all).toEqual([
    "PET-SIMPLE-FORWARD ORANGE",
    "PET-SIMPLE-ACCEPT ORANGE",
    "ARB-SERVE-COPY YELLOW",
    "ARB-PANEL-NOTICE YELLOW",
    "PET-FWD GREEN",
    "PET-NOTE-DIRECT GREEN",
    "ARB-AWARD GREEN",
  ]);
  expect(await list("clerk", {}, 2)).toEqual(all);
  expect(await list("supervisor", {}, 3)).toEqual(all);
});

test("an agency sees those of its own records and no other", async () => {
  expect(await list("ph-arbitration")).toEqual(["ARB-SERVE-COPY YELLOW", "ARB-PANEL-NOTICE YELLOW", "ARB-AWARD GREEN"]);
  expect(await list("ph-mediation")).toEqual([]);
  const elsewhere = { role: "WINDOW_CLERK", subject: "jx", regionCode: "330402", agency: null } as const;
  const { data } = await hub.ask(elsewhere, LIST, { first: 10 });
  expect(data.deadlines.nodes).toEqual([]);
});

const agency = (code: string) => toGlobalId("Agency", SAMPLE_AGENCIES.find((one) => one.code === code)!.id);

test.each([
  [{ line: "ARBITRATION" }, ["ARB-SERVE-COPY YELLOW", "ARB-PANEL-NOTICE YELLOW", "ARB-AWARD GREEN"]],
  [{ agencyId: agency("ph-petition"), light: "GREEN" }, ["PET-FWD GREEN", "PET-NOTE-DIRECT GREEN"]],
  [{ agencyId: toGlobalId("Dispute", "01930000-0000-7000-8000-000000000001") }, []],
  [{ light: "ORANGE" }, ["PET-SIMPLE-FORWARD ORANGE", "PET-SIMPLE-ACCEPT ORANGE"]],
  [{ light: "YELLOW", isVerified: true }, []],
  [{ isVerified: false, dueBefore: "2026-03-09" }, ["PET-SIMPLE-FORWARD ORANGE", "PET-SIMPLE-ACCEPT ORANGE"]],
  [{ regionCode: "330482", isOverdue: true }, []],
  [{ regionCode: "330402" }, []],
  [{ isProvisional: true }, []],
] as const)("%j", async (filter, expected) => {
  expect(await list("supervisor", filter)).toEqual(expected);
});

test.each(["GREEN", "YELLOW", "ORANGE", "RED"] as const)(
  "%s: the filter and the field say the same, day by day",
  async (light: Light) => {
    const start = hub.clock.now().getTime();
    for (let days = 0; days < 60; days += 5) {
      hub.clock.pass(days * DAY);
      const all = await list("clerk");
      expect(await list("clerk", { light })).toEqual(all.filter((line) => line.endsWith(` ${light}`)));
      expect(await list("clerk", { isOverdue: true })).toEqual(all.filter((line) => line.endsWith(" RED")));
      hub.clock.pass(start - hub.clock.now().getTime());
    }
  },
);

const WHOLE = `query ($id: ID!) { node(id: $id) { ... on AgencyRecord { deadlines(first: 50) { nodes {
  limitId title holder state party condition expiry basis isVerified isProvisional localPromise awaitsCondition awaitsReceipt
  closedOn anchorEvent { kind toState } closingEvent { toState }
  howComputed { anchor startOn period rawDueOn dueOn lateAfter roll calendarVersion ruleVersion basis provisionalBecause
    skipped { day reason } extensions { period by basis isByStatus } pauses { from until } } } } } } }`;

test("each says how it was counted: event, days that were skipped and why, law and article", async () => {
  const { data } = await hub.ask("clerk", WHOLE, { id: arbitration.recordId });
  const { nodes } = data.node.deadlines;
  expect(nodes.map(({ limitId, state }: { limitId: string; state: string }) => `${limitId} ${state}`)).toEqual([
    "ARB-ACCEPT MET",
    "ARB-SERVE-COPY OPEN",
    "ARB-PANEL-NOTICE OPEN",
    "ARB-AWARD OPEN",
  ]);
  expect(nodes[0]).toMatchObject({
    closedOn: "2026-03-02",
    anchorEvent: { kind: "ACCEPTED", toState: "APPLIED" },
    closingEvent: { toState: "ACCEPTED" },
    isVerified: false,
  });
  expect(nodes[1]).toMatchObject({
    title: "送达仲裁申请书副本",
    holder: "仲裁委员会",
    anchorEvent: { kind: "STATUS", toState: "ACCEPTED" },
    closingEvent: null,
    howComputed: {
      anchor: "受理之日",
      startOn: "2026-03-02",
      period: "5 个工作日",
      rawDueOn: "2026-03-09",
      dueOn: "2026-03-09",
      skipped: [
        { day: "2026-03-07", reason: "星期六" },
        { day: "2026-03-08", reason: "星期日" },
      ],
      basis: ["劳动争议调解仲裁法 30(1); 劳动人事争议仲裁办案规则 79", "民法典 201(1); 全国年节及纪念日放假办法 6, 7"],
      provisionalBecause: [],
    },
  });
});

test("a dispute's deadlines are those of all its records; the same by the row and by its id", async () => {
  const query = `query ($id: ID!) { dispute(id: $id) { deadlines(first: 20) { nodes { id limitId condition awaitsCondition } } } }`;
  const { data } = await hub.ask("report", query, { id: petition.disputeId });
  const { nodes } = data.dispute.deadlines;
  expect(nodes.map(({ limitId }: { limitId: string }) => limitId)).toEqual([
    "PET-SIMPLE-FORWARD",
    "PET-SIMPLE-ACCEPT",
    "PET-FWD",
    "PET-NOTE-DIRECT",
  ]);
  expect(nodes[2]).toMatchObject({ condition: "由信访部门收到", awaitsCondition: true });
  const node = await hub.ask(
    "ph-petition",
    "query ($id: ID!) { node(id: $id) { ... on Deadline { limitId } } }",
    nodes[2],
  );
  expect(node.data.node).toEqual({ limitId: "PET-FWD" });
  const stranger = await hub.ask("ph-mediation", "query ($id: ID!) { node(id: $id) { id } }", nodes[2]);
  expect(stranger.data.node).toBeNull();
});

const WORK = `query ($first: Int!, $after: String) { worklist(first: $first, after: $after, by: DUE_SOON) {
  nodes { kind since record { id } deadline { limitId dueOn } dispute { id } } pageInfo { endCursor hasNextPage } } }`;

test("the worklist can be had by what is due first", async () => {
  for (const user of ["clerk", "ph-arbitration"]) {
    const expected = (await list(user)).map((line) => line.split(" ")[0]);
    for (const first of [1, 3, 50]) {
      const found: string[] = [];
      for (let after: string | null = null; ;) {
        const { data, text } = await hub.ask(user, WORK, { first, after });
        if (!data) throw new Error(text);
        for (const { kind, deadline } of data.worklist.nodes) found.push(kind === "RECORD" && deadline.limitId);
        if (!data.worklist.pageInfo.hasNextPage) break;
        after = data.worklist.pageInfo.endCursor;
      }
      expect(found).toEqual(expected);
    }
  }
});

test("what the centre promises of itself stands beside the statutory day and never in its place", async () => {
  const period = { length: 2, unit: "WORKING_DAY" } as const;
  const prompt = await openTestHub({ promises: [{ limitId: "ARB-ACCEPT", period }] });
  const { recordId } = await openRecord(prompt, "ARBITRATION");
  const query = `query ($id: ID!) { node(id: $id) { ... on AgencyRecord { deadlines(first: 5) { nodes { dueOn localPromise } } } } }`;
  const { data } = await prompt.ask("clerk", query, { id: recordId });
  expect(data.node.deadlines.nodes).toEqual([{ dueOn: "2026-03-09", localPromise: "2026-03-04" }]);
  await prompt.close();
});

test("a promise that is longer than the law allows is refused at the start", async () => {
  const period = { length: 6, unit: "WORKING_DAY" } as const;
  await expect(hub.another({ promises: [{ limitId: "ARB-ACCEPT", period }] })).rejects.toThrow(/ARB-ACCEPT.*LONGER/);
});

import { SAMPLE_USERS } from "../../src/demo/sample-centre";
import { doDeed, openDispute } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";

type Asker = Parameters<TestHub["ask"]>[0];

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
  // Wages of migrant workers go to the inspectors first already; those of others have to tell more.
  for (const flags of [["MIGRANT_WORKER"], ["MIGRANT_WORKER"], ["MIGRANT_WORKER"], []]) {
    await openDispute(hub, { category: "WAGE_ARREARS", flags, title: "拖欠工资" });
  }
  for (let count = 0; count < 5; count++) await openDispute(hub, { category: "OTHER", title: "其他事项" });
  await openDispute(hub, { category: "CONSULT", title: "咨询政策" });
});
afterAll(() => hub.close());

const PREVIEW = `query ($draft: ChannelRulesDraft!, $filter: RoutePreviewFilter) {
  routePreview(draft: $draft, filter: $filter) {
    tried isBounded moved changed
    moves { category from { door label } to { door } disputes }
    gaps { category facts { fact isSo } undecided { door } isOld disputes }
    overlaps { door { door } opens shuts disputes }
  }
}`;

const toHotline = {
  put: [{ id: "惯例-其他.FIRST.CENTRE_DESK", categories: ["OTHER"], door: "HOTLINE", verdict: "FIRST" }],
};
const closeOther = { remove: ["惯例-其他.FIRST.CENTRE_DESK"] };
const barHotline = {
  put: [
    {
      id: "试",
      categories: ["CONSULT"],
      door: "HOTLINE",
      verdict: "FORBIDDEN",
      when: { isSimpleFirstTime: false },
      remark: "试",
    },
  ],
};

async function preview(draft: object, filter: object = {}, user: Asker = "supervisor") {
  const { data, text } = await hub.ask(user, PREVIEW, { draft, filter });
  if (!data) throw new Error(text);
  return data.routePreview;
}

test("a door that is exchanged moves the disputes of its category, and no other", async () => {
  expect(await preview(toHotline)).toMatchObject({
    tried: 10,
    isBounded: false,
    moved: 5,
    changed: 0,
    moves: [
      {
        category: "OTHER",
        from: { door: "CENTRE_DESK", label: "中心综合窗口研判" },
        to: { door: "HOTLINE" },
        disputes: 5,
      },
    ],
    gaps: [],
    overlaps: [],
  });
});

test("what is known of a past dispute counts: only migrant workers meet a row for them", async () => {
  const draft = {
    put: [
      {
        id: "试",
        categories: ["WAGE_ARREARS"],
        when: { isMigrantWorker: true },
        door: "HOTLINE",
        verdict: "FALLBACK",
        basis: null,
      },
    ],
  };
  expect(await preview(draft)).toMatchObject({ moved: 0, changed: 4 });
  const { nodes } = await affected(draft, "CHANGED");
  expect(nodes).toHaveLength(4);
  const known = { ...draft.put[0], verdict: "FORBIDDEN", remark: "试" };
  expect(await preview({ put: [{ ...known, door: "CENTRE_DESK" }] })).toMatchObject({ moved: 0, changed: 3 });
});

test("a rule taken away leaves a gap, told with what is known and how many meet it", async () => {
  expect(await preview(closeOther)).toMatchObject({
    moved: 5,
    moves: [{ category: "OTHER", to: null, disputes: 5 }],
    gaps: [{ category: "OTHER", facts: [], isOld: false, disputes: 5 }],
  });
});

test("a bar beside a way is an overlap, with both rows and the disputes that may meet them", async () => {
  expect((await preview(barHotline)).overlaps).toEqual([
    { door: { door: "HOTLINE" }, opens: "惯例-咨询.FIRST.HOTLINE", shuts: "试", disputes: 1 },
  ]);
});

test("the filter narrows what the draft is tried on", async () => {
  expect((await preview(toHotline, { categories: ["CONSULT"] })).tried).toBe(1);
  expect((await preview(toHotline, { categories: [] })).tried).toBe(0);
  expect((await preview(toHotline, { regionCode: "330482" })).tried).toBe(10);
  expect((await preview(toHotline, { regionCode: "330411" })).tried).toBe(0);
  const later = "2100-01-01T00:00:00Z";
  expect((await preview(toHotline, { openedBefore: "2020-01-01T00:00:00Z" })).tried).toBe(0);
  expect((await preview(toHotline, { openedFrom: "2020-01-01T00:00:00Z", openedBefore: later })).moved).toBe(5);
});

async function affected(draft: object, effect: string, more: object = {}, user: Asker = "supervisor") {
  const { data, text } = await hub.ask(
    user,
    `query ($draft: ChannelRulesDraft!, $effect: RouteEffect!, $category: DisputeCategory, $first: Int, $after: String) {
      routePreview(draft: $draft) { disputes(effect: $effect, category: $category, first: $first, after: $after) {
        nodes { id category } pageInfo { hasNextPage endCursor } } } }`,
    { draft, effect, first: 50, ...more },
  );
  if (!data) throw new Error(text);
  return data.routePreview.disputes;
}

test("the disputes that are affected open as a list, page by page, each once", async () => {
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const page: { nodes: { id: string; category: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } =
      await affected(toHotline, "MOVED", { first: 2, after });
    expect(page.nodes.length).toBeLessThanOrEqual(2);
    for (const { id, category } of page.nodes) {
      expect(category).toBe("OTHER");
      seen.push(id);
    }
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
  expect((await affected(toHotline, "MOVED", { category: "CONSULT" })).nodes).toEqual([]);
  expect((await affected(barHotline, "OVERLAP")).nodes).toMatchObject([{ category: "CONSULT" }]);
  expect((await affected(closeOther, "GAP")).nodes).toHaveLength(5);
});

test("a cursor of one draft opens no page of another", async () => {
  const { pageInfo } = await affected(toHotline, "MOVED", { first: 2 });
  await expect(affected(closeOther, "MOVED", { first: 2, after: pageInfo.endCursor })).rejects.toThrow(
    "BAD_USER_INPUT",
  );
});

test("whoever governs elsewhere rehearses on the disputes of that place only", async () => {
  const supervisor = SAMPLE_USERS.find(({ subject }) => subject === "supervisor")!;
  const elsewhere = { ...supervisor, subject: "supervisor-hz", regionCode: "330100" };
  expect((await preview(toHotline, {}, elsewhere)).tried).toBe(0);
  expect((await affected(toHotline, "MOVED", {}, elsewhere)).nodes).toEqual([]);
});

test("nobody else may rehearse", async () => {
  for (const { subject, role } of SAMPLE_USERS.filter((user) => user.role !== "SUPERVISOR")) {
    const { errors } = await hub.ask(subject, PREVIEW, { draft: toHotline });
    expect([role, errors?.[0]?.extensions["code"]]).toEqual([role, "FORBIDDEN"]);
  }
  const { errors } = await hub.ask(null, PREVIEW, { draft: toHotline });
  expect(errors?.[0]?.extensions["code"]).toBe("UNAUTHENTICATED");
});

test("a faulty draft is answered with the place at fault, and without the value", async () => {
  const draft = { put: [{ ...toHotline.put[0], when: { hasWageIou: "330482198001011232" } }] };
  const { errors, text } = await hub.ask("supervisor", PREVIEW, { draft });
  expect(errors?.[0]).toMatchObject({
    message: "草案 put.0.when.hasWageIou:事实须为 true 或者 false;不限的不要写。",
    extensions: { code: "BAD_USER_INPUT", inputPath: ["draft", "put", 0, "when", "hasWageIou"] },
  });
  expect(text).not.toContain("330482198001011232");
  const literal = await hub.ask("supervisor", "{ routePreview(draft: { remove: [] }) { tried } }");
  expect(literal.errors?.[0]?.message).toContain("没有任何改动");
  for (const wrong of [null, "x", [], 7]) {
    const answer = await hub.ask("supervisor", PREVIEW, { draft: wrong });
    expect(answer.errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
  }
});

test("a rehearsal leaves nothing behind", async () => {
  const before = await hub.count("timeline_event");
  await preview(closeOther);
  expect(await hub.count("timeline_event")).toBe(before);
});

test("what the desk was told counts, the last word of it, but not what a procedure has brought about since", async () => {
  const opened = await openDispute(hub, { category: "OTHER", title: "其他事项", flags: ["MIGRANT_WORKER"] });
  const { disputeId } = opened;
  const refer = async (expectedVersion: number, line: string, agencyCode: string, facts: object) => {
    const input = {
      disputeId,
      expectedVersion,
      targets: [{ line, agencyCodes: [agencyCode], reason: "依法分流" }],
      facts: Object.entries(facts).map(([fact, isSo]) => ({ fact, isSo })),
    };
    expect(await doDeed(hub, "clerk", "referDispute", input)).toMatchObject({ __typename: "DisputeReferred" });
  };
  await refer(opened.version, "PETITION", "ph-petition", {
    lifeAtRisk: true,
    isMigrantWorker: false,
    hasWageIou: true,
  });
  await refer(opened.version + 1, "LEGAL_AID", "ph-legal-aid", { lifeAtRisk: false, litigationBegan: true });
  const { gaps } = await preview(closeOther);
  const facts = [
    { fact: "isMigrantWorker", isSo: true },
    { fact: "hasWageIou", isSo: true },
    { fact: "lifeAtRisk", isSo: false },
  ];
  expect(gaps).toContainEqual(expect.objectContaining({ facts, disputes: 1 }));
  const { nodes } = await affected(closeOther, "MOVED", { category: "OTHER" });
  expect(nodes).toContainEqual({ id: disputeId, category: "OTHER" });
});

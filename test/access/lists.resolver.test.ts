import { isObjectType } from "graphql";
import type { Caller } from "../../src/access/caller";
import { aSubmission, doDeed, openDispute, openRecord, openReferral, walk, type OpenRecord } from "../support/deeds";
import { feedHasCaughtUp } from "../support/feed";
import { openTestHub, type TestHub, type User } from "../support/hub";
import { aPerson, freshIdNumber } from "../support/people";

let hub: TestHub;
let record: OpenRecord;
const idNumber = freshIdNumber();
beforeAll(async () => {
  hub = await openTestHub();
  const applicant = aPerson("沈秋实", { idNumber });
  for (let count = 0; count < 5; count++) {
    hub.clock.pass(1000);
    await openDispute(hub, {
      applicant,
      title: `第${count}件`,
      category: ["NEIGHBOR", "MEDICAL", "OTHER", "CONSUMER", "EDUCATION"][count],
      otherParties: [],
    });
  }
  record = await openRecord(hub);
  await walk(hub, "MEDIATION", record.recordId, ["ACCEPTED", "IN_MEDIATION"]);
  await openReferral(hub);
  await feedHasCaughtUp(hub);
});
afterAll(() => hub.close());

type Asker = User | Omit<Caller, "expiresAt">;
const nightClerk: Omit<Caller, "expiresAt"> = {
  role: "WINDOW_CLERK",
  subject: "night-clerk",
  regionCode: "330482",
  agency: null,
};

/** A list that is asked for page by page: the text around its arguments, and where it stands in the answer. */
interface List {
  readonly query: (args: string) => string;
  // oxlint-disable-next-line typescript/no-explicit-any -- each list knows where it stands in its answer
  readonly read: (data: any) => {
    edges: { cursor: string }[];
    nodes: unknown[];
    pageInfo: { endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string };
  };
}
const PAGE =
  "{ edges { cursor } nodes { __typename ITEM } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } }";
/** What tells one item of a list from another. */
const ITEM: Readonly<Record<string, string>> = {
  changes: "disputeVersion dispute { id }",
  worklist: "since kind dispute { id } deadline { id }",
};
const nested = (field: string, id = record.disputeId): List => ({
  query: (args) => `{ dispute(id: "${id}") { ${field}(${args}) ${PAGE} } }`,
  read: (data) => data.dispute[field],
});
const LISTS: Readonly<Record<string, () => List>> = {
  disputes: () => ({ query: (args) => `{ disputes(${args}) ${PAGE} }`, read: (data) => data.disputes }),
  "disputes of one kind": () => ({
    query: (args) => `{ disputes(${args}, filter: { states: [REGISTERED] }) ${PAGE} }`,
    read: (data) => data.disputes,
  }),
  changes: () => ({ query: (args) => `{ changes(${args}) ${PAGE} }`, read: (data) => data.changes }),
  worklist: () => ({ query: (args) => `{ worklist(${args}) ${PAGE} }`, read: (data) => data.worklist }),
  "a citizen's disputes": () => ({
    query: (args) => `{ citizenHistory(idNumber: "${idNumber}", purpose: INTAKE) { disputes(${args}) ${PAGE} } }`,
    read: (data) => data.citizenHistory.disputes,
  }),
  timeline: () => nested("timeline"),
  parties: () => nested("parties"),
  submissions: () => nested("submissions"),
  referrals: () => nested("referrals"),
  records: () => nested("records"),
  "deadlines of a dispute": () => nested("deadlines"),
  deadlines: () => ({ query: (args) => `{ deadlines(${args}) ${PAGE} }`, read: (data) => data.deadlines }),
  "what is due soon": () => ({
    query: (args) => `{ worklist(${args}, by: DUE_SOON) ${PAGE} }`,
    read: (data) => data.worklist,
  }),
};

async function page(list: List, args: string, asker: Asker = "clerk") {
  const query = list.query(args);
  const item = Object.entries(ITEM).find(([name]) => query.includes(name))?.[1] ?? "id";
  const answer = await hub.ask(asker, query.replace("ITEM", item));
  return answer.errors ? { code: answer.errors[0]!.extensions["code"], text: answer.text } : list.read(answer.data);
}
const cursorOf = async (list: List, asker: Asker = "clerk"): Promise<string> => {
  const first = await page(list, "first: 1", asker);
  if (!("pageInfo" in first)) throw new Error(first.text);
  return first.pageInfo.endCursor;
};

describe("D20: every list", () => {
  test.each(Object.keys(LISTS))("can be read page by page, whole and without repetition: %s", async (name) => {
    const list = LISTS[name]!();
    const whole = await page(list, "first: 100");
    if (!("edges" in whole)) throw new Error(whole.text);
    const seen: unknown[] = [];
    let after = "";
    for (;;) {
      const part = await page(list, `first: 2${after}`);
      if (!("edges" in part)) throw new Error(part.text);
      expect(part.pageInfo.hasPreviousPage).toBe(after !== "");
      expect(part.pageInfo.startCursor).toBe(part.edges[0]?.cursor);
      expect(part.pageInfo.endCursor).toBe(part.edges.at(-1)?.cursor);
      seen.push(...part.nodes);
      if (!part.pageInfo.hasNextPage) break;
      after = `, after: "${part.pageInfo.endCursor}"`;
    }
    expect(seen).toEqual(whole.nodes);
    expect(new Set(seen.map((node) => JSON.stringify(node))).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(0);
  });

  test("E2: takes a size from 1 to 100 and a cursor, and nothing like an offset or an order", async () => {
    for (const type of Object.values(hub.hub.schema.getTypeMap()).filter(isObjectType)) {
      for (const field of Object.values(type.getFields())) {
        expect(
          field.args
            .map(({ name }) => name)
            .filter((name) => /^(offset|skip|page|limit|last|before|take|from|size)$|order|sort/i.test(name)),
        ).toEqual([]);
        if (String(field.type).includes("Connection"))
          expect(field.args.map(({ name }) => name)).toEqual(expect.arrayContaining(["first", "after"]));
      }
    }
    for (const name of Object.keys(LISTS)) {
      for (const size of [0, -1, 101, 2_147_483_647])
        expect(await page(LISTS[name]!(), `first: ${size}`)).toMatchObject({ code: "BAD_USER_INPUT" });
      for (const size of ["null", `"1"`, "1.5"])
        expect(await page(LISTS[name]!(), `first: ${size}`)).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED" });
    }
  });
});

describe("D19: a cursor", () => {
  test("opens its own list and no other", async () => {
    const cursors = new Map<string, string>();
    for (const name of Object.keys(LISTS)) cursors.set(name, await cursorOf(LISTS[name]!()));
    for (const [from, cursor] of cursors) {
      for (const to of Object.keys(LISTS)) {
        const answer = await page(LISTS[to]!(), `first: 1, after: "${cursor}"`);
        expect([from, to, "code" in answer ? answer.code : "opened"]).toEqual([
          from,
          to,
          from === to ? "opened" : "BAD_USER_INPUT",
        ]);
      }
    }
  });

  test("of one dispute's timeline does not open another's, nor does one citizen's open another's", async () => {
    const other = await openDispute(hub);
    const cursor = await cursorOf(nested("timeline"));
    expect(await page(nested("timeline", other.disputeId), `first: 1, after: "${cursor}"`)).toMatchObject({
      code: "BAD_USER_INPUT",
    });
    const neighbour = freshIdNumber();
    await openDispute(hub, { applicant: aPerson("邻居", { idNumber: neighbour }) });
    const theirs = {
      ...LISTS["a citizen's disputes"]!(),
      query: (args: string) => LISTS["a citizen's disputes"]!().query(args).replace(idNumber, neighbour),
    };
    expect(await page(theirs, `first: 1, after: "${await cursorOf(LISTS["a citizen's disputes"]!())}"`)).toMatchObject({
      code: "BAD_USER_INPUT",
    });
  });

  test("of one caller opens nothing for another, be it of the same role, the same region or the same line", async () => {
    const pairs: readonly (readonly [Asker, Asker, string])[] = [
      ["clerk", "supervisor", "disputes"],
      ["clerk", nightClerk, "disputes"],
      ["clerk", "auditor", "timeline"],
      ["clerk", "report", "changes"],
      ["ph-mediation", "ph-mediation-property", "changes"],
      ["ph-mediation", "clerk", "timeline"],
      ["clerk", "ph-mediation", "worklist"],
    ];
    for (const [from, to, name] of pairs) {
      const cursor = await cursorOf(LISTS[name]!(), from);
      expect(await page(LISTS[name]!(), `first: 1, after: "${cursor}"`, to)).toMatchObject({ code: "BAD_USER_INPUT" });
      expect(await page(LISTS[name]!(), `first: 1, after: "${cursor}"`, from)).toHaveProperty("edges");
    }
  });

  test("of one filter does not open another's, though the same filter may be written in other words", async () => {
    const filtered = (filter: string): List => ({
      query: (args) => `{ disputes(${args}, filter: ${filter}) ${PAGE} }`,
      read: (data) => data.disputes,
    });
    const cursor = await cursorOf(filtered(`{ states: [REGISTERED], regionCode: "330482" }`));
    const open = async (filter: string) => page(filtered(filter), `first: 1, after: "${cursor}"`);
    expect(await open(`{ regionCode: "330482", states: REGISTERED }`)).toHaveProperty("edges");
    for (const other of [
      "{}",
      "{ states: [REGISTERED] }",
      `{ states: [REGISTERED, TRIAGED], regionCode: "330482" }`,
      `{ states: [REGISTERED], regionCode: "330482101" }`,
    ]) {
      expect(await open(other)).toMatchObject({ code: "BAD_USER_INPUT" });
    }
  });

  test("with any one byte changed, cut off or added is none, and the refusal never says why", async () => {
    const list = LISTS["disputes"]!();
    const cursor = await cursorOf(list);
    const other = (character: string) => (character === "A" ? "B" : "A");
    const wrong = [
      ...[...cursor].map((character, at) => cursor.slice(0, at) + other(character) + cursor.slice(at + 1)),
      cursor.slice(1),
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}=`,
      cursor.toUpperCase(),
      cursor.split(".").toReversed().join("."),
      cursor.replace(".", ""),
      "",
      ".",
      "MQ.MQ",
      Buffer.from(`["2026-03-02","x' or 1=1 --"]`).toString("base64url") + "." + cursor.split(".")[1],
      "x".repeat(10_000),
    ].filter((text) => text !== "");
    const messages = new Set<string>();
    for (const text of wrong) {
      const answer = await hub.ask(
        "clerk",
        "query ($after: String) { disputes(first: 1, after: $after) { nodes { id } } }",
        { after: text },
      );
      expect([text, answer.errors?.[0]?.extensions["code"]]).toEqual([text, "BAD_USER_INPUT"]);
      messages.add(answer.errors![0]!.message);
    }
    expect(messages.size).toBe(1);
  });

  test("is sealed: neither time nor id nor number of what lies there can be read from it, and no two are alike", async () => {
    const list = LISTS["timeline"]!();
    const [one, again] = [await cursorOf(list), await cursorOf(list)];
    expect(one).not.toBe(again);
    const readable = one
      .split(".")
      .map((part) => Buffer.from(part, "base64url").toString("latin1"))
      .join("");
    expect(readable).not.toMatch(/2026-|T\d\d:|[0-9a-f]{8}-[0-9a-f]{4}/);
  });
});

describe("E4: a filter that says nothing", () => {
  const ask = async (filter: unknown, user = "clerk") => {
    const answer = await hub.ask(
      user,
      "query ($f: DisputeFilter) { disputes(first: 100, filter: $f) { nodes { id } } }",
      { f: filter },
    );
    return answer.errors ? answer.errors[0]!.extensions["code"] : answer.data.disputes.nodes.length;
  };

  test("left out, null or empty shows what the caller may see, a page of it; an empty list of values shows nothing", async () => {
    const all = await ask(undefined);
    expect(all).toBeGreaterThan(6);
    for (const nothing of [
      null,
      {},
      { states: null },
      { categories: null, regionCode: null, openedFrom: null, openedBefore: null },
    ]) {
      expect(await ask(nothing)).toBe(all);
    }
    for (const none of [{ states: [] }, { categories: [] }, { states: [], categories: [] }])
      expect(await ask(none)).toBe(0);
    const unpaged = await hub.ask(
      "clerk",
      "{ disputes { nodes { id } } worklist { nodes { kind } } changes { nodes { kind } } }",
    );
    for (const list of Object.values(unpaged.data) as { nodes: unknown[] }[])
      expect(list.nodes.length).toBeLessThanOrEqual(20);
  });

  test("of the wrong kind is refused", async () => {
    for (const wrong of [
      [],
      "",
      0,
      true,
      { states: [null] },
      { states: "NOWHERE" },
      { regionCode: "" },
      { openedFrom: "yesterday" },
      { id: "x" },
    ]) {
      expect([wrong, await ask(wrong)]).toEqual([wrong, "BAD_USER_INPUT"]);
    }
  });

  test("shows an agency nothing it has no part in, and gives nobody everybody's people or things", async () => {
    expect(await ask({}, "ph-legal-aid")).toBe(0);
    const empty = await hub.ask(
      "clerk",
      `{ nodes(ids: []) { id } agencies { code } searchPersons(name: "查无此人", purpose: INTAKE) { id } }`,
    );
    expect(empty.data).toMatchObject({ nodes: [], searchPersons: [] });
    for (const query of [
      "{ dispute { id } }",
      "{ dispute(id: null, traceCode: null) { id } }",
      `{ dispute(id: "", traceCode: "") { id } }`,
      `{ dispute(id: "${record.disputeId}", traceCode: "${record.traceCode}") { id } }`,
    ]) {
      expect((await hub.ask("clerk", query)).data?.dispute ?? null).toBeNull();
    }
  });

  test("by time takes what was opened from one moment and before another", async () => {
    const { data } = await hub.ask("clerk", "{ disputes(first: 100) { nodes { id openedAt } } }");
    const moments: string[] = data.disputes.nodes.map(({ openedAt }: { openedAt: string }) => openedAt);
    expect(moments).toEqual(moments.toSorted().toReversed());
    const from = moments.at(-1)!;
    expect(await ask({ openedBefore: from })).toBe(0);
    expect(await ask({ openedFrom: from })).toBe(moments.length);
    expect(await ask({ openedFrom: from, openedBefore: moments[0] })).toBe(
      moments.filter((moment) => moment < moments[0]!).length,
    );
  });
});

describe("A9: two callers at once", () => {
  test("never get a row of each other's in five hundred mixed requests", async () => {
    const agency = "ph-arbitration";
    const own: Record<string, Set<string>> = { clerk: new Set(), [agency]: new Set() };
    const answered: Record<string, number> = { clerk: 0, [agency]: 0 };
    // The clerk's are in the county, the agency's are of the city above it: no dispute is both's.
    for (let count = 0; count < 4; count++) {
      own["clerk"]!.add((await openDispute(hub)).disputeId);
      const elsewhere = await doDeed(
        hub,
        "supervisor",
        "registerSubmission",
        aSubmission(hub, { regionCode: "330400", category: "LABOR_CONTRACT" }),
      );
      const referred = await doDeed(hub, "supervisor", "referDispute", {
        disputeId: elsewhere.dispute.id,
        expectedVersion: 1,
        targets: [{ line: "ARBITRATION", agencyCodes: [agency], reason: "仲裁" }],
      });
      expect(referred).toMatchObject({ __typename: "DisputeReferred" });
      own[agency]!.add(elsewhere.dispute.id);
    }
    const all = [...own["clerk"]!, ...own[agency]!];
    const ask = async (user: string, kind: number): Promise<readonly [string, string[]]> => {
      const PEOPLE = "id parties(first: 2) { nodes { person { id } } } timeline(first: 2) { nodes { id } }";
      const query = [
        `query { disputes(first: 12) { nodes { ${PEOPLE} } } }`,
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Dispute { ${PEOPLE} } } }`,
        `query ($id: ID!) { dispute(id: $id) { ${PEOPLE} } }`,
        `query { worklist(first: 12) { nodes { dispute { ${PEOPLE} } } } }`,
      ][kind % 4]!;
      const { data, text } = await hub.ask(
        user,
        query,
        kind % 4 === 1 ? { ids: all } : kind % 4 === 2 ? { id: all[kind % all.length] } : {},
      );
      if (!data) throw new Error(text);
      const found = data.disputes?.nodes ??
        data.nodes ??
        data.worklist?.nodes.map(({ dispute }: { dispute: unknown }) => dispute) ?? [data.dispute];
      return [user, found.filter(Boolean).map(({ id }: { id: string }) => id)];
    };
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(
        Array.from({ length: 25 }, (_, index) => ask(index % 2 ? "clerk" : agency, round * 25 + index)),
      );
      for (const [user, ids] of answers) {
        const foreign = user === "clerk" ? own[agency]! : own["clerk"]!;
        expect(ids.filter((id) => foreign.has(id))).toEqual([]);
        answered[user]! += ids.filter((id) => own[user]!.has(id)).length;
      }
    }
    expect(Math.min(...Object.values(answered))).toBeGreaterThan(250);
  }, 120_000);
});

import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { Loaders, type HubContext } from "../../src/access/hub-context";
import type { Change } from "../../src/delivery/change.entity";
import { feedEnd } from "../../src/delivery/feed.store";
import { LiveChanges, type Choice } from "../../src/delivery/live-changes";
import { watchDisputes } from "../../src/delivery/watch";
import { SAMPLE_USERS } from "../../src/demo/sample-centre";
import { parseGlobalId } from "../../src/platform/global-id";
import { doDeed, freshNumber, openDispute, openReferral } from "../support/deeds";
import { eventually } from "../support/eventually";
import { openTestHub, TestTicker, type TestHub } from "../support/hub";

let hub: TestHub;
let disputeId: string;
let live: LiveChanges;
let ticker: TestTicker;
const faults: unknown[] = [];
beforeAll(async () => {
  hub = await openTestHub();
  disputeId = parseGlobalId((await openDispute(hub)).disputeId)!.uuid;
});
afterAll(() => hub.close());
beforeEach(async () => {
  await settle();
  faults.length = 0;
  ticker = new TestTicker();
  live = new LiveChanges(hub.hub.parts.db, hub.hub.parts.catalogue, (error) => void faults.push(error), ticker);
});
afterEach(() => live.close());

const ALL: Choice = async (changes) => changes;
/** Marks made on changes, in the version field, to tell them apart. */
let mark = 1_000;

/** Writes changes straight into the log, as many transactions would, and says what they are marked with. */
async function write(
  count: number,
  sql: { query(text: string, values: unknown[]): Promise<unknown> } = hub.hub.parts.db,
): Promise<number[]> {
  const first = mark + 1;
  mark += count;
  await sql.query(
    `insert into change_log (id, dispute_id, kind, event_id, dispute_version, changed_at)
     select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, e.dispute_id, e.kind, e.id, n, e.recorded_at
       from generate_series($2::int, $3::int) n, (select * from timeline_event where dispute_id = $1 limit 1) e order by n`,
    [disputeId, first, mark],
  );
  return Array.from({ length: count }, (_, at) => first + at);
}

/** Waits until nothing open in any database of the server is older than what has been written; a subscription starts there. */
async function settle(): Promise<void> {
  const { db } = hub.hub.parts;
  await eventually("what was written is settled", async () => {
    const [last] = await db.query<{ id: string }>("select id from change_log order by xid desc, id desc limit 1");
    return (await feedEnd(db))[1] === last?.id;
  });
}

/** A consumer that keeps what it is told. */
function consume(changes: AsyncIterableIterator<Change>): { told: number[]; ended: Promise<void> } {
  const told: number[] = [];
  const ended = (async () => {
    for await (const change of changes) told.push(change.disputeVersion);
  })();
  return { told, ended };
}

/** Looks until the consumer has been told so much; other databases of the server may hold the end back for a moment. */
async function lookUntil(isTold: () => boolean): Promise<void> {
  await eventually("the changes are told", async () => {
    await live.look();
    return isTold();
  });
}

test("every listener is told what is written from now on, whole, once and in order", async () => {
  await write(3);
  await settle();
  const listeners = [consume(await live.subscribe(ALL)), consume(await live.subscribe(ALL))];
  const expected = (await Promise.all([write(1), write(700), write(1)])).flat();
  await Promise.all([live.look(), live.look()]);
  await lookUntil(() => listeners.every(({ told }) => told.length >= expected.length));
  await live.look();
  for (const { told } of listeners) expect(told.toSorted((a, b) => a - b)).toEqual(expected);
  expect(listeners[1]!.told).toEqual(listeners[0]!.told);
  expect(faults).toEqual([]);
});

test("a listener is told what an older transaction wrote that was still open when it came", async () => {
  const writer = new Client({ connectionString: hub.databaseUrl });
  await writer.connect();
  await writer.query("begin");
  const early = await write(2, writer);
  await write(1);
  const { told } = consume(await live.subscribe(ALL));
  await live.look();
  expect(told).toEqual([]);
  await writer.query("commit");
  await writer.end();
  await lookUntil(() => early.every((one) => told.includes(one)));
});

test("nobody looks while nobody listens, and who comes later is not told of the time between", async () => {
  expect(ticker.isIdle).toBe(true);
  const first = await live.subscribe(ALL);
  expect(ticker.isIdle).toBe(false);
  await first.return!();
  expect([ticker.isIdle, live.listening]).toEqual([true, 0]);
  await write(2);
  await settle();
  const { told } = consume(await live.subscribe(ALL));
  const expected = await write(1);
  await lookUntil(() => told.length > 0);
  expect(told).toEqual(expected);
});

test("one who leaves while waiting is let go at once, and the others go on", async () => {
  const [leaving, staying] = [await live.subscribe(ALL), consume(await live.subscribe(ALL))];
  const waiting = leaving.next();
  await leaving.return!();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(live.listening).toBe(1);
  const expected = await write(1);
  await lookUntil(() => staying.told.length > 0);
  expect(staying.told).toEqual(expected);
});

test("D17: one who does not read is cut off and keeps nobody waiting; it comes back through the feed", async () => {
  const slow = await live.subscribe(ALL);
  const quick = consume(await live.subscribe(ALL));
  const expected = await write(5_600);
  await lookUntil(() => quick.told.length === expected.length);
  expect(quick.told).toEqual(expected);
  expect(live.listening).toBe(1);
  expect(await slow.next()).toEqual({ done: true, value: undefined });
});

test("closing ends every listener, also one that has just come, and nothing looks any more", async () => {
  const { ended, told } = consume(await live.subscribe(ALL));
  live.close();
  await ended;
  expect(told).toEqual([]);
  const coming = live.subscribe(ALL);
  live.close();
  expect(await (await coming).next()).toEqual({ done: true, value: undefined });
  expect([ticker.isIdle, live.listening]).toEqual([true, 0]);
});

test("when what a listener may see cannot be found out, the change waits: nobody misses it, nobody is told twice", async () => {
  let isBroken = true;
  const unsure: Choice = async (changes) => {
    if (isBroken) throw new Error("the database went away");
    return changes;
  };
  const listeners = [
    consume(await live.subscribe(ALL)),
    consume(await live.subscribe(unsure)),
    consume(await live.subscribe(ALL)),
  ];
  const expected = await write(3);
  await eventually("a look has failed", async () => {
    await live.look();
    return faults.length > 0;
  });
  isBroken = false;
  await lookUntil(() => listeners.every(({ told }) => told.length >= 3));
  await live.look();
  for (const { told } of listeners) expect(told).toEqual(expected);
});

test("a look that fails costs a pause and no change", async () => {
  const { told } = consume(await live.subscribe(ALL));
  const expected = await write(2);
  await hub.hub.parts.db.query("alter table change_log rename to change_log_elsewhere");
  await live.look();
  expect(faults).toHaveLength(1);
  await hub.hub.parts.db.query("alter table change_log_elsewhere rename to change_log");
  await lookUntil(() => told.length === 2);
  expect(told).toEqual(expected);
});

describe("who watches disputes", () => {
  const contextOf = (user: string): HubContext => ({
    hub: { ...hub.hub.parts, live },
    caller: { ...SAMPLE_USERS.find(({ subject }) => subject === user)!, expiresAt: null },
    requestId: randomUUID(),
    loaders: new Loaders(),
  });
  const kinds = async (user: string, id: string | null = null) => {
    const told: string[] = [];
    const changes = await watchDisputes(contextOf(user), id && parseGlobalId(id)!.uuid);
    void (async () => {
      for await (const { kind } of changes) told.push(kind);
    })();
    return told;
  };
  const tellAll = async () => {
    await settle();
    // The first look may have begun before.
    await live.look();
    await live.look();
    // Each listener takes in its own in a turn of its own.
    await new Promise(setImmediate);
  };

  test("is told of what is visible, and of one dispute only if so wished", async () => {
    const mine = await openDispute(hub);
    await settle();
    const [clerk, one, court, nobody] = [
      await kinds("clerk"),
      await kinds("clerk", mine.disputeId),
      await kinds("ph-court"),
      await kinds("admin"),
    ];
    const refer = (dispute: { disputeId: string }) => ({
      disputeId: dispute.disputeId,
      expectedVersion: 1,
      targets: [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], reason: "调解" }],
    });
    const other = await openDispute(hub);
    await doDeed(hub, "clerk", "referDispute", refer(mine));
    await doDeed(hub, "clerk", "referDispute", refer(other));
    await tellAll();
    expect(clerk.slice(0, 3)).toEqual(["REGISTERED", "REFERRED", "REFERRED"]);
    expect(one).toEqual(["REFERRED"]);
    expect([court, nobody]).toEqual([[], []]);
  });

  test("D18: is told no more once the right has ended: sent back, or taken by another", async () => {
    const committees = ["ph-mediation", "ph-mediation-property"];
    const now = hub.clock.now().toISOString();
    const accept = (referralId: string, expectedVersion: number) =>
      doDeed(hub, "ph-mediation-property", "acceptReferral", {
        referralId,
        expectedVersion,
        number: freshNumber("MEDIATION"),
        occurredAt: now,
      });
    const [sentBack, lapsed] = [
      await openReferral(hub, "MEDIATION", committees),
      await openReferral(hub, "MEDIATION", committees),
    ];
    await settle();
    const told = [await kinds("ph-mediation", sentBack.disputeId), await kinds("ph-mediation", lapsed.disputeId)];
    const taker = await kinds("ph-mediation-property", sentBack.disputeId);
    await doDeed(hub, "ph-mediation", "returnReferral", {
      referralId: sentBack.referralId,
      expectedVersion: 1,
      reason: "OTHER_AGENCY",
      note: "退回",
      occurredAt: now,
    });
    await accept(sentBack.referralId, 2);
    await accept(lapsed.referralId, 1);
    await tellAll();
    expect(told).toEqual([[], []]);
    expect(taker).toEqual(["RETURNED", "ACCEPTED"]);
  });
});

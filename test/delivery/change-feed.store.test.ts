import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { parseGlobalId } from "../../src/platform/global-id";
import { aStatus, aSubmission, doDeed, openDispute, openRecord, openReferral, type OpenRecord } from "../support/deeds";
import { eventually } from "../support/eventually";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly disputeVersion: number;
  readonly dispute: { readonly id: string };
  readonly event: { readonly id: string };
}
const FEED =
  "query ($first: Int!, $after: String) { changes(first: $first, after: $after) { nodes { id kind disputeVersion dispute { id } event { id } } pageInfo { hasNextPage endCursor } } }";

/** A reader that keeps its place, as an agency's system does. */
class Reader {
  readonly told: Told[] = [];
  cursor: string | null = null;

  constructor(
    private readonly through: TestHub,
    private readonly user: string,
  ) {}

  async page(first: number): Promise<boolean> {
    const { data, text } = await this.through.ask(this.user, FEED, { first, after: this.cursor });
    if (!data) throw new Error(text);
    this.told.push(...data.changes.nodes);
    this.cursor = data.changes.pageInfo.endCursor ?? this.cursor;
    return data.changes.pageInfo.hasNextPage;
  }

  async toEnd(first = 100): Promise<void> {
    while (await this.page(first));
  }

  get events(): string[] {
    return this.told.map(({ event }) => parseGlobalId(event.id)!.uuid);
  }
}

/** Events in the change log, in the order the feed promises. */
async function written(): Promise<string[]> {
  const rows = await hub.hub.parts.db.query<{ event_id: string }>("select event_id from change_log order by xid, id");
  return rows.map(({ event_id }) => event_id);
}

/** Reads on until everything written has come; other databases of the server may hold the end back for a moment. */
async function catchUp(reader: Reader): Promise<void> {
  const all = await hub.count("change_log");
  await eventually("the feed has told everything", async () => {
    await reader.toEnd();
    return reader.told.length >= all;
  });
}

function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

/** One who writes changes in a transaction that stays open for as long as the test likes. */
class Writer {
  private constructor(private readonly client: Client) {}

  static async open(): Promise<Writer> {
    const client = new Client({ connectionString: hub.databaseUrl });
    await client.connect();
    return new Writer(client);
  }

  async write(disputeId: string, moment: Date): Promise<void> {
    const event = randomUUID();
    await this.client.query("begin");
    await this.client.query(
      "insert into timeline_event (id, dispute_id, kind, occurred_at, recorded_at, by_principal) values ($1, $2, 'LINKED', $3, $3, 'writer')",
      [event, disputeId, moment],
    );
    await this.client.query(
      "insert into change_log (id, dispute_id, kind, event_id, dispute_version, changed_at) values ($1, $2, 'LINKED', $3, 1, $4)",
      [randomUUID(), disputeId, event, moment],
    );
  }

  end(isKept: boolean): Promise<unknown> {
    return this.client.query(isKept ? "commit" : "rollback");
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

test("a reader that pages while eight write and commit in any order misses nothing and is told nothing twice", async () => {
  const { disputeId } = await openDispute(hub);
  const uuid = parseGlobalId(disputeId)!.uuid;
  const next = sequence(11);
  const idle = await Promise.all(Array.from({ length: 8 }, () => Writer.open()));
  const open: Writer[] = [];
  const reader = new Reader(hub, "clerk");
  // What a reader would do that trusts the time of a change: the control that has to fail.
  const naive = new Set<string>();
  let place = new Date(0);
  const readNaively = async () => {
    const rows = await hub.hub.parts.db.query<{ event_id: string; changed_at: Date }>(
      "select event_id, changed_at from change_log where changed_at > $1 order by changed_at, id",
      [place],
    );
    for (const row of rows) naive.add(row.event_id);
    place = rows.at(-1)?.changed_at ?? place;
  };

  let moment = hub.clock.now().getTime();
  for (let step = 0; step < 240; step++) {
    if (open.length === 0 || (idle.length > 0 && step < 220 && next(2) === 0)) {
      const writer = idle.pop()!;
      await writer.write(uuid, new Date((moment += 5)));
      open.push(writer);
    } else {
      const [writer] = open.splice(next(open.length), 1);
      await writer!.end(next(8) > 0);
      idle.push(writer!);
    }
    if (step % 3 === 0) await reader.page(1 + next(5));
    if (step % 3 === 0) await readNaively();
  }
  for (const writer of open) await writer.end(true);
  await readNaively();
  await catchUp(reader);

  const all = await written();
  expect(all.length).toBeGreaterThan(80);
  expect(reader.events).toEqual(all);
  expect(all.filter((event) => !naive.has(event)).length).toBeGreaterThan(0);
  await Promise.all([...idle, ...open].map((writer) => writer.close()));
}, 120_000);

test("a transaction that stays open holds back what came after it, and nothing before it", async () => {
  const { disputeId } = await openDispute(hub);
  const uuid = parseGlobalId(disputeId)!.uuid;
  const reader = new Reader(hub, "clerk");
  await catchUp(reader);
  const [early, late] = [await Writer.open(), await Writer.open()];
  await early.write(uuid, hub.clock.now());
  await late.write(uuid, hub.clock.now());
  await late.end(true);
  const before = reader.told.length;
  await reader.toEnd();
  expect(reader.told.length).toBe(before);
  await early.end(true);
  await catchUp(reader);
  expect(reader.told.length).toBe(before + 2);
  expect(reader.events).toEqual(await written());
  await early.close();
  await late.close();
});

test("under deeds from two processes at once every reader is told all of its changes, those of one dispute in their order", async () => {
  const second = await hub.another();
  const records: OpenRecord[] = [];
  for (let count = 0; count < 6; count++) records.push(await openRecord(hub));
  const states = ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL", "PERFORMING", "BREACHED", "PERFORMING"];
  const readers = [new Reader(hub, "clerk"), new Reader(second, "ph-mediation"), new Reader(second, "supervisor")];

  let isOver = false;
  const reading = Promise.all(
    readers.map(async (reader, index) => {
      while (!isOver) await reader.page(3 + index);
    }),
  );
  await Promise.all(
    records.map(async ({ recordId, disputeId }, at) => {
      for (const [index, toState] of states.entries()) {
        const through = (index + at) % 2 ? hub : second;
        await doDeed(through, "ph-mediation", "reportStatus", aStatus(hub, recordId, index + 1, toState));
        if (index % 2) await doDeed(through, "clerk", "registerSubmission", aSubmission(hub));
        const { data } = await hub.ask("clerk", "query ($id: ID!) { dispute(id: $id) { version } }", { id: disputeId });
        const attached = {
          disputeId,
          expectedVersion: data.dispute.version,
          channel: "WEB",
          submittedAt: hub.clock.now().toISOString(),
          content: "补充",
          applicant: { organisation: { name: "居民小组" } },
        };
        await doDeed(through, "supervisor", "attachSubmission", attached);
      }
    }),
  );
  isOver = true;
  await reading;

  await catchUp(readers[0]!);
  await catchUp(readers[2]!);
  const all = await written();
  expect(readers[0]!.events).toEqual(all);
  expect(readers[2]!.events).toEqual(all);
  const own = new Set(records.map(({ disputeId }) => disputeId));
  const expected = readers[0]!.told.filter(({ dispute }) => own.has(dispute.id));
  await eventually("the agency has been told its own", async () => {
    await readers[1]!.toEnd();
    return readers[1]!.told.length >= expected.length;
  });
  expect(readers[1]!.told).toEqual(expected);
  for (const { disputeId } of records) {
    const versions = readers[0]!.told
      .filter(({ dispute }) => dispute.id === disputeId)
      .map(({ disputeVersion }) => disputeVersion);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  }
  await second.close();
}, 120_000);

test("a place in the feed outlives the hub: after a restart the reader goes on where it was", async () => {
  const reader = new Reader(hub, "clerk");
  await catchUp(reader);
  const half = new Reader(hub, "clerk");
  for (let pages = 0; pages < 4; pages++) await half.page(7);
  expect(half.told).toEqual(reader.told.slice(0, 28));
  const restarted = await hub.another();
  const later = new Reader(restarted, "clerk");
  later.cursor = half.cursor;
  hub.clock.pass(400 * 86_400_000);
  await later.toEnd();
  expect([...half.told, ...later.told]).toEqual(reader.told);
  await restarted.close();
});

test("a change is a thin line: what, of which dispute, which version, and the way to the rest", async () => {
  const referral = await openReferral(hub, "LITIGATION", ["ph-court"]);
  const accepted = await doDeed(hub, "ph-court", "acceptReferral", {
    referralId: referral.referralId,
    expectedVersion: 1,
    number: "(2026)浙0482民初777号",
    occurredAt: hub.clock.now().toISOString(),
  });
  const OWN = `{ changes(first: 100) { nodes { kind disputeVersion changedAt dispute { id } event { kind toState } referral { id } record { id } } } }`;
  let nodes: { kind: string; dispute: { id: string } }[] = [];
  await eventually("the court is told", async () => {
    nodes = (await hub.ask("ph-court", OWN)).data.changes.nodes.filter(
      ({ dispute }: { dispute: { id: string } }) => dispute.id === referral.disputeId,
    );
    return nodes.length === 3;
  });
  const now = hub.clock.now().toISOString();
  expect(nodes).toEqual([
    {
      kind: "REGISTERED",
      disputeVersion: 1,
      changedAt: now,
      dispute: { id: referral.disputeId },
      event: { kind: "REGISTERED", toState: null },
      referral: null,
      record: null,
    },
    {
      kind: "REFERRED",
      disputeVersion: 2,
      changedAt: now,
      dispute: { id: referral.disputeId },
      event: { kind: "REFERRED", toState: null },
      referral: { id: referral.referralId },
      record: null,
    },
    {
      kind: "ACCEPTED",
      disputeVersion: 3,
      changedAt: now,
      dispute: { id: referral.disputeId },
      event: { kind: "ACCEPTED", toState: "COMPLAINT_RECEIVED" },
      referral: { id: referral.referralId },
      record: { id: accepted.record.id },
    },
  ]);
});

test("every event of a timeline has its line in the feed, written in the same moment, and none without", async () => {
  const [row] = await hub.hub.parts.db.query<{ lonely: number; strange: number }>(
    `select (select count(*)::int from timeline_event e where not exists (select 1 from change_log c where c.event_id = e.id)) as lonely,
            (select count(*)::int from change_log c join timeline_event e on e.id = c.event_id where e.dispute_id <> c.dispute_id or e.kind <> c.kind) as strange`,
  );
  expect(row).toEqual({ lonely: 0, strange: 0 });
});

test("a database whose feed is ahead of its transactions, as after a dump is read back, is not started on", async () => {
  const { disputeId } = await openDispute(hub);
  await hub.hub.parts.db.query(
    `insert into change_log (id, xid, dispute_id, kind, event_id, dispute_version, changed_at)
     select gen_random_uuid(), 9000000000000, dispute_id, kind, id, 1, recorded_at from timeline_event where dispute_id = $1`,
    [parseGlobalId(disputeId)!.uuid],
  );
  await expect(hub.another()).rejects.toMatchObject({ code: "DATABASE_RESTORED" });
});

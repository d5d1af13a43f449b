import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from "node:net";
import { join } from "node:path";
import { parse, validate } from "graphql";
import {
  AgencyClient,
  DOCUMENTS,
  OutcomeUnknown,
  RequestBroken,
  type AgencyClientOptions,
  type ChangeEdge,
} from "../../examples/agency-client";
import { freshKey, freshNumber, openRecord, openReferral, type OpenRecord } from "../support/deeds";
import { eventually } from "../support/eventually";
import { openTestHub, type TestHub } from "../support/hub";
import { typeFaults } from "./client-types";

let hub: TestHub;
let address: string;

beforeAll(async () => {
  hub = await openTestHub();
  address = await hub.listen();
});
afterAll(() => hub.close());

/** A client of the mediation committee that does not really wait. */
function aClient(changes: Partial<AgencyClientOptions> = {}): { client: AgencyClient; pauses: number[] } {
  const pauses: number[] = [];
  const client = new AgencyClient({
    address,
    token: () => hub.token("ph-mediation"),
    pause: async (ms) => void pauses.push(ms),
    ...changes,
  });
  return { client, pauses };
}

function aReport(record: OpenRecord, sequence: number, toState: string) {
  const occurredAt = hub.clock.now().toISOString();
  return { clientKey: freshKey(), recordId: record.recordId, sequence, toState, occurredAt };
}

describe("what the client is written against", () => {
  const source = readFileSync(join(__dirname, "../../examples/agency-client.ts"), "utf8");

  test.each(Object.entries(DOCUMENTS))("the document %s fits the schema", (_field, document) => {
    expect(validate(hub.hub.schema, parse(document))).toEqual([]);
  });

  test("every field it types is in the schema with that type, and is asked for where it is typed", () => {
    expect(typeFaults(source, Object.values(DOCUMENTS), hub.hub.schema)).toEqual([]);
  });

  test.each([
    ["a field the schema does not have", "readonly leadPassed: boolean", "readonly leadMoved: boolean"],
    ["a type that is not the field's", "readonly leadPassed: boolean", "readonly leadPassed: string"],
    ["a null the client does not expect", "readonly record: AgencyRecord | null", "readonly record: AgencyRecord"],
    ["an enum value that is not there", '"APPLIED" | "HELD"', '"APPLIED" | "WAITING"'],
    [
      "an input that is not optional",
      "readonly toState: string;\n  readonly occurredAt",
      "readonly toState?: string;\n  readonly occurredAt",
    ],
  ])("%s is found", (_what, before, after) => {
    expect(source).toContain(before);
    expect(typeFaults(source.replace(before, after), Object.values(DOCUMENTS), hub.hub.schema)).not.toEqual([]);
  });
});

describe("a day of an agency's system", () => {
  test("it finds a referral on its worklist, accepts it, reports its statuses and reads them back from the feed", async () => {
    const { client } = aClient();
    // From before there was anything: what has just happened may come into the feed a little later (ADR 0004).
    const start = await endOfFeed(client);
    const referral = await openReferral(hub);

    const work = await all(client.readWorklist());
    const item = work.find((one) => one.referral?.id === referral.referralId)!;
    expect(item).toMatchObject({ kind: "REFERRAL", dispute: { id: referral.disputeId } });

    const accepted = await client.acceptReferral({
      clientKey: freshKey(),
      referralId: item.referral!.id,
      expectedVersion: item.referral!.version,
      number: freshNumber("MEDIATION"),
      occurredAt: hub.clock.now().toISOString(),
      details: { mediation: { mediationKind: "PEOPLES", mediator: "王调解" } },
    });
    if (accepted.__typename === "Refused") throw new Error(accepted.message);
    expect(accepted).toMatchObject({ state: "APPLIED", leadPassed: true, record: { lastSequence: 0 } });

    const status = await client.reportStatus({
      clientKey: freshKey(),
      recordId: accepted.record!.id,
      sequence: 1,
      toState: "ACCEPTED",
      occurredAt: hub.clock.now().toISOString(),
    });
    expect(status).toMatchObject({ __typename: "StatusRecorded", effect: "APPLIED", state: "ACCEPTED" });

    const batch = await client.reportStatuses({
      clientKey: freshKey(),
      items: [
        { number: accepted.number, sequence: 3, toState: "AGREED_WRITTEN", occurredAt: hub.clock.now().toISOString() },
        { number: accepted.number, sequence: 2, toState: "IN_MEDIATION", occurredAt: hub.clock.now().toISOString() },
        { number: "没有这个编号", sequence: 1, toState: "ACCEPTED", occurredAt: hub.clock.now().toISOString() },
      ],
    });
    if (batch.__typename === "Refused") throw new Error(batch.message);
    expect(batch).toMatchObject({ applied: 1, held: 1, duplicate: 0, refused: 1 });
    expect(batch.results[1]).toMatchObject({ effect: "APPLIED", state: "AGREED_WRITTEN", released: [3] });
    expect(batch.results[2]).toMatchObject({ __typename: "Refused", code: "NOT_FOUND" });

    const changes = await changesOf(client, start, referral.disputeId, 6);
    expect(changes.map(({ node }) => [node.kind, node.event?.toState ?? null])).toEqual([
      ["REGISTERED", null],
      ["REFERRED", null],
      ["ACCEPTED", "APPLIED"],
      ["STATUS", "ACCEPTED"],
      ["STATUS", "IN_MEDIATION"],
      ["STATUS", "AGREED_WRITTEN"],
    ]);
  });

  test("it sends a referral back with a reason", async () => {
    const referral = await openReferral(hub);
    const { client } = aClient();
    const returned = await client.returnReferral({
      clientKey: freshKey(),
      referralId: referral.referralId,
      expectedVersion: 1,
      reason: "NOT_COMPETENT",
      note: "争议不属于本机关职权范围。",
      occurredAt: hub.clock.now().toISOString(),
    });
    expect(returned).toMatchObject({ __typename: "ReferralReturned", state: "RETURNED" });
  });

  test("a refusal is handed over as it is and is not tried again", async () => {
    const record = await openRecord(hub);
    const { client, pauses } = aClient();
    const answer = await client.reportStatus(aReport(record, 1, "PERFORMED"));
    expect(answer).toMatchObject({ __typename: "Refused", code: "STEP_NOT_ALLOWED", field: "toState" });
    expect(pauses).toEqual([]);
  });

  test("a reader that stops in the middle of the feed goes on behind the last change it has dealt with", async () => {
    const { client } = aClient();
    const start = await endOfFeed(client);
    const { disputeId } = await openRecord(hub);
    await changesOf(client, start, disputeId, 3);
    let stored: string | null = null;
    for await (const { cursor, node } of client.readChanges(start)) {
      stored = cursor;
      if (node.dispute?.id === disputeId) break;
    }
    const rest = await changesOf(aClient().client, stored, disputeId, 2);
    expect(rest.map(({ node }) => node.kind)).toEqual(["REFERRED", "ACCEPTED"]);
  });

  test("a cursor that was kept stays good for ever, and a feed read to its end brings nothing twice", async () => {
    const { client } = aClient();
    const { disputeId } = await openRecord(hub);
    const [first] = await changesOf(client, null, disputeId, 3);
    const read = async () => (await all(client.readChanges(first!.cursor))).map(({ node }) => node.event!.id);
    const once = await read();
    expect(new Set(once).size).toBe(once.length);
    expect((await read()).slice(0, once.length)).toEqual(once);
  });
});

describe("when the connection breaks", () => {
  const open: TcpServer[] = [];
  afterEach(() => open.splice(0).forEach((server) => server.close()));

  /** A wire to the hub that is cut as often as told: before anything got through, or when the answer is on its way. */
  async function aWire(cut: "request" | "answer", times: number): Promise<{ address: string; cuts: () => number }> {
    const { port, hostname } = new URL(address);
    let cuts = 0;
    const server = createTcpServer((client) => {
      const upstream = connect(Number(port), hostname);
      const isDoomed = cuts < times;
      const end = () => {
        client.destroy();
        upstream.destroy();
      };
      const doom = () => {
        cuts += 1;
        end();
      };
      for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
      client.on("data", (chunk) => (isDoomed && cut === "request" ? doom() : upstream.write(chunk)));
      upstream.on("data", (chunk) => (isDoomed && cut === "answer" ? doom() : client.write(chunk)));
    });
    open.push(server);
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cuts: () => cuts };
  }

  test.each([["request"], ["answer"]] as const)(
    "a status whose %s is lost twice is sent again under its key and takes effect once",
    async (lost) => {
      const record = await openRecord(hub);
      const [events, keys] = [await hub.count("timeline_event"), await hub.count("idempotency")];
      const wire = await aWire(lost, 2);
      const { client, pauses } = aClient({ address: wire.address });
      const answer = await client.reportStatus(aReport(record, 1, "CONSENT_PENDING"));
      expect(answer).toMatchObject({ effect: "APPLIED", lastSequence: 1, disputeVersion: record.version + 1 });
      expect([wire.cuts(), pauses.length]).toEqual([2, 2]);
      expect(await hub.count("timeline_event")).toBe(events + 1);
      expect(await hub.count("idempotency")).toBe(keys + 1);
    },
  );

  test("an answer that never comes leaves the outcome unknown, and the same input later gets the first answer", async () => {
    const record = await openRecord(hub);
    const events = await hub.count("timeline_event");
    const wire = await aWire("answer", Infinity);
    const report = aReport(record, 1, "ACCEPTED");
    const cutOff = aClient({ address: wire.address, attempts: 3 });
    await expect(cutOff.client.reportStatus(report)).rejects.toThrow(OutcomeUnknown);
    expect(wire.cuts()).toBe(3);
    expect(await aClient().client.reportStatus(report)).toMatchObject({ effect: "APPLIED", lastSequence: 1 });
    expect(await hub.count("timeline_event")).toBe(events + 1);
  });
});

describe("when the hub says come back later", () => {
  let server: Server;
  afterEach(() => new Promise((closed) => server.close(closed)));

  /** A stand-in that gives these answers, one after the other. */
  async function answering(...answers: readonly (readonly [number, object, string])[]): Promise<string> {
    const left = [...answers];
    server = createServer((_request, response) => {
      const [status, headers, body] = left.shift()!;
      response.writeHead(status, { connection: "close", ...(headers as Record<string, string>) }).end(body);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const done = JSON.stringify({ data: { worklist: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } });
  const failed = (code: string) => JSON.stringify({ errors: [{ message: "…", extensions: { code } }] });

  test("it waits as long as Retry-After says, then asks again", async () => {
    const stub = await answering([503, { "retry-after": "5" }, failed("SERVICE_UNAVAILABLE")], [200, {}, done]);
    const { client, pauses } = aClient({ address: stub });
    expect(await all(client.readWorklist())).toEqual([]);
    expect(pauses).toEqual([5_000]);
  });

  test("an answer of something in between counts as none, and the pauses grow", async () => {
    const page = [502, {}, "<html>Bad Gateway</html>"] as const;
    const stub = await answering(page, page, page, [200, {}, done]);
    const { client, pauses } = aClient({ address: stub });
    expect(await all(client.readWorklist())).toEqual([]);
    expect(pauses).toHaveLength(3);
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(250 * 2 ** index);
      expect(pause).toBeLessThan(750 * 2 ** index);
    }
  });

  test("a request that is wrong is not sent again", async () => {
    const stub = await answering([400, {}, failed("BAD_USER_INPUT")]);
    const { client, pauses } = aClient({ address: stub });
    await expect(all(client.readWorklist())).rejects.toThrow(RequestBroken);
    expect(pauses).toEqual([]);
  });
});

describe("when the token ends", () => {
  test("a new one is asked for, once, and the deed goes on under its key", async () => {
    const record = await openRecord(hub);
    const token = await hub.token("ph-mediation");
    const given = ["expired", token];
    const { client, pauses } = aClient({ token: async () => given.shift()! });
    const answer = await client.reportStatus(aReport(record, 1, "ACCEPTED"));
    expect(answer).toMatchObject({ effect: "APPLIED" });
    expect([given, pauses]).toEqual([[], []]);
  });

  test("a desk that gives nothing better does not make the client ask for ever", async () => {
    const { client } = aClient({ token: async () => "expired" });
    await expect(client.reportStatus(aReport(await openRecord(hub), 1, "ACCEPTED"))).rejects.toMatchObject({
      name: "RequestBroken",
      code: "UNAUTHENTICATED",
    });
  });
});

async function endOfFeed(client: AgencyClient): Promise<string | null> {
  let cursor: string | null = null;
  for await (const change of client.readChanges(null)) cursor = change.cursor;
  return cursor;
}

/** The feed ends below the oldest transaction that runs anywhere on the server, so what was just done may come later. */
async function changesOf(
  client: AgencyClient,
  after: string | null,
  disputeId: string,
  wanted: number,
): Promise<ChangeEdge[]> {
  let found: ChangeEdge[] = [];
  await eventually(`${wanted} changes in the feed`, async () => {
    found = (await all(client.readChanges(after))).filter(({ node }) => node.dispute?.id === disputeId);
    return found.length >= wanted;
  });
  return found;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

import { connect } from "node:net";
import { WebSocket } from "ws";
import { callerError } from "../../../src/platform/http/errors";
import type { LimitOptions } from "../../../src/platform/http/limits";
import { EventSource, until } from "./event-source";
import { closeSamples, ManualTime, serveSample, type Sample, type SampleCaller, type SampleServerOptions } from "./sample-server";

afterEach(closeSamples);

const MINUTE = 60_000;

interface World {
  readonly server: Sample;
  readonly source: EventSource;
  readonly time: ManualTime;
  readonly contexts: object[];
  isAllowed: (caller: SampleCaller) => Promise<boolean>;
}

async function world(limits: LimitOptions<SampleCaller> = {}, options: SampleServerOptions = {}): Promise<World> {
  const source = new EventSource();
  const time = new ManualTime();
  const contexts: object[] = [];
  const made: World = {
    source,
    time,
    contexts,
    isAllowed: async () => true,
    server: await serveSample({
      sample: { ticks: () => source.iterate() },
      subscriptions: true,
      clock: time,
      scheduler: time,
      limits,
      stillAllowed: (caller) => made.isAllowed(caller),
      createContext: async (caller, requestId) => {
        const context = { caller, requestId };
        contexts.push(context);
        return context;
      },
      ...options,
    }),
  };
  return made;
}

/** A client that says exactly what a test wants said. */
class Line {
  readonly heard: { type: string; id?: string; payload?: never }[] = [];
  closed?: { code: number; reason: string };
  private readonly socket: WebSocket;

  constructor(server: Sample, protocol = "graphql-transport-ws") {
    this.socket = new WebSocket(`${server.url.replace("http", "ws")}/graphql/ws`, protocol);
    this.socket.on("message", (data) => this.heard.push(JSON.parse(String(data)) as never));
    this.socket.on("close", (code, reason) => (this.closed = { code, reason: String(reason) }));
    this.socket.on("error", () => (this.closed ??= { code: 0, reason: "" }));
  }

  async open(): Promise<this> {
    await until(() => this.socket.readyState !== WebSocket.CONNECTING || this.closed !== undefined);
    return this;
  }

  say(message: object | string): this {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
    return this;
  }

  init(authorization?: string): this {
    return this.say({ type: "connection_init", ...(authorization !== undefined && { payload: { authorization } }) });
  }

  subscribe(id: string, query: string, variables?: unknown): this {
    return this.say({ type: "subscribe", id, payload: { query, variables } });
  }

  async hears(count: number): Promise<void> {
    await until(() => this.heard.length >= count || this.closed !== undefined);
  }

  async ends(): Promise<{ code: number; reason: string }> {
    await until(() => this.closed !== undefined);
    return this.closed!;
  }

  hangUp(): void {
    this.socket.terminate();
  }

  pause(): void {
    this.socket.pause();
  }
}

async function signedIn(server: Sample, authorization = "Bearer good"): Promise<Line> {
  const line = await new Line(server).open();
  await line.init(authorization).hears(1);
  expect(line.heard).toEqual([{ type: "connection_ack" }]);
  line.heard.splice(0);
  return line;
}

const last = (line: Line): unknown => line.heard.at(-1);

describe("D18 nothing is said before a token has been shown", () => {
  test.each([
    ["no token", undefined],
    ["a bad token", "Bearer bad"],
    ["a token that has ended", "Bearer until:0"],
    ["another scheme", "Basic Z29vZA=="],
  ])("%s: the connection is closed and nothing ran", async (_what, authorization) => {
    const { server, source, contexts } = await world();
    const line = await new Line(server).open();
    expect((await line.init(authorization).ends()).code).toBe(4403);
    expect([line.heard, contexts, source.taken]).toEqual([[], [], 0]);
  });

  test("a subscription sent along with the token, before it has been accepted, is not opened", async () => {
    const { server, contexts } = await world();
    const line = await new Line(server).open();
    line.init("Bearer bad").subscribe("1", "subscription { ticks }");
    expect((await line.ends()).code).toBe(4401);
    expect([line.heard, contexts]).toEqual([[], []]);
  });

  test("a subscription before connection_init closes the connection (CVE-2026-35523)", async () => {
    const { server, contexts } = await world();
    const line = await new Line(server).open();
    line.subscribe("1", "subscription { ticks }").init("Bearer good");
    expect((await line.ends()).code).toBe(4401);
    expect([line.heard.filter(({ type }) => type !== "connection_ack"), contexts]).toEqual([[], []]);
  });

  test.each(["graphql-ws", "subscriptions-transport-ws", "graphql-sse"])("the sub-protocol %s is not spoken", async (protocol) => {
    const { server } = await world();
    const line = await new Line(server, protocol).open();
    await line.ends();
    expect(line.heard).toEqual([]);
  });

  test("who says nothing is sent away after a while", async () => {
    const { server } = await world({ subscription: { initMs: 50 } });
    const line = await new Line(server).open();
    await until(() => line.closed !== undefined, 2_000_000);
    expect(line.closed!.code).toBe(4408);
  });

  test("a second connection_init closes the connection", async () => {
    const { server } = await world();
    const line = await signedIn(server);
    expect((await line.init("Bearer good").ends()).code).toBe(4429);
  });

  test("when tokens cannot be checked the client is asked to come back", async () => {
    const { server } = await world();
    const line = await new Line(server).open();
    expect((await line.init("Bearer database-down").ends()).code).toBe(1013);
    expect(line.heard).toEqual([]);
  });
});

describe("D18 while a subscription is open", () => {
  test("events come with data, each with a context of its own", async () => {
    const { server, source, contexts } = await world();
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    await until(() => contexts.length === 1);
    source.emit({ ticks: 1 });
    source.emit({ ticks: 2 });
    await line.hears(2);
    expect(line.heard).toEqual([1, 2].map((ticks) => ({ id: "1", type: "next", payload: { data: { ticks } } })));
    expect(new Set(contexts).size).toBe(3);
  });

  test("the right is asked again for every event; when it is gone the event is not sent and the connection ends", async () => {
    const made = await world();
    const { server, source } = made;
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: 1 });
    await line.hears(1);
    made.isAllowed = async () => false;
    source.emit({ ticks: 2 });
    expect((await line.ends()).code).toBe(4403);
    expect(line.heard).toHaveLength(2);
    expect(last(line)).toMatchObject({ type: "error", payload: [{ extensions: { code: "FORBIDDEN" } }] });
    expect(source.isEnded).toBe(true);
  });

  test("not being able to ask is not a yes", async () => {
    const made = await world();
    const line = await signedIn(made.server);
    line.subscribe("1", "subscription { ticks }");
    made.isAllowed = async () => {
      throw new Error("database gone");
    };
    made.source.emit({ ticks: 1 });
    expect((await line.ends()).code).toBe(1013);
    expect(last(line)).toMatchObject({ type: "error", payload: [{ extensions: { code: "SERVICE_UNAVAILABLE" } }] });
  });

  test("the connection ends with the token, also when no event comes", async () => {
    const { server, time, source } = await world({ subscription: { heartbeatMs: 1_000 * MINUTE } });
    const line = await signedIn(server, `Bearer until:${time.now().getTime() + 10 * MINUTE}`);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: 1 });
    await line.hears(1);
    time.advance(10 * MINUTE - 1);
    source.emit({ ticks: 2 });
    await line.hears(2);
    expect(line.closed).toBeUndefined();
    time.advance(1);
    source.emit({ ticks: 3 });
    const { code, reason } = await line.ends();
    expect([code, reason]).toEqual([4403, "令牌已到期，请换新令牌重连"]);
    expect(line.heard.filter(({ type }) => type === "next")).toHaveLength(2);
    await until(() => source.isEnded);
  });

  test("a connection that ends takes its timers with it", async () => {
    const { server, time } = await world();
    const line = await signedIn(server, `Bearer until:${time.now().getTime() + MINUTE}`);
    expect(time.pending).toBeGreaterThan(0);
    line.hangUp();
    await until(() => time.pending === 0);
  });

  test("a client that hangs up is no longer listened for", async () => {
    const { server, source } = await world();
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: 1 });
    await line.hears(1);
    line.hangUp();
    await until(() => source.isEnded);
  });

  test("a client that completes is no longer listened for, even while it waits for the next event", async () => {
    const { server, source } = await world();
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: 1 });
    await line.hears(1);
    line.say({ type: "complete", id: "1" });
    await until(() => source.isEnded);
    expect(line.closed).toBeUndefined();
  });

  test("who no longer answers a ping is cut off", async () => {
    const { server, time } = await world({ subscription: { heartbeatMs: 1_000 } });
    const line = await signedIn(server);
    line.pause();
    time.advance(1_000);
    time.advance(1_000);
    await until(() => time.pending === 0);
  });
});

describe("the same limits, rights and texts as for any other operation", () => {
  test.each([
    ["a query", "{ hello }", "BAD_USER_INPUT"],
    ["a mutation", 'mutation { shelve(input: { clientKey: "a", shelfmark: "b" }) { id } }', "BAD_USER_INPUT"],
    ["a broken document", "subscription {", "GRAPHQL_PARSE_FAILED"],
    ["an unknown field", "subscription { tickss }", "GRAPHQL_VALIDATION_FAILED"],
    ["introspection", "subscription { __schema { types { name } } }", "GRAPHQL_VALIDATION_FAILED"],
    ["two root fields", "subscription { ticks secretTicks }", "GRAPHQL_VALIDATION_FAILED"],
    ["31 aliases", `subscription { ${Array.from({ length: 31 }, (_, i) => `a${i}: ticks`).join(" ")} }`, "QUERY_TOO_COMPLEX"],
    ["a bad variable", "subscription ($n: Int) { ticks(upTo: $n) }", "BAD_USER_INPUT"],
    ["NUL", "subscription ($k: String) { ticks(key: $k) }", "BAD_USER_INPUT"],
    ["what the caller may not see", "subscription { secretTicks }", "FORBIDDEN"],
  ])("%s is refused and the connection stays", async (what, query, code) => {
    const { server, source } = await world(
      {},
      { beforeExecute: ({ operation }) => (JSON.stringify(operation).includes("secretTicks") ? [callerError("FORBIDDEN")] : []) },
    );
    const line = await signedIn(server);
    line.subscribe("1", query, what === "NUL" ? { k: "a\0b" } : { n: "110101199001011237" });
    await line.hears(1);
    expect(last(line)).toMatchObject({ id: "1", type: "error" });
    const [error] = (last(line) as { payload: [{ extensions: object }] }).payload;
    expect(error.extensions).toMatchObject({ code, requestId: expect.any(String) as unknown });
    expect(JSON.stringify(last(line))).not.toMatch(/did you mean|110101199001011237/i);
    expect([line.closed, source.taken]).toEqual([undefined, 0]);
  });

  test("a fault in the source shows its id only, and the log has the id", async () => {
    const { server } = await world(
      {},
      {
        sample: {
          ticks: () => {
            throw new Error("select * from 110101199001011237");
          },
        },
      },
    );
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    await line.hears(1);
    const { payload } = last(line) as { payload: [{ extensions: { code: string; requestId: string } }] };
    expect(payload[0].extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect(JSON.stringify(payload)).not.toContain("select");
    const logged = server.logged.find((text) => text.includes(payload[0].extensions.requestId))!;
    expect(logged).toContain("request failed by a fault");
    expect(logged).not.toContain("110101199001011237");
  });

  test("a fault in one event is told in that event, and the next one comes", async () => {
    const { server, source } = await world();
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: "not a number" });
    source.emit({ ticks: 2 });
    await line.hears(2);
    expect(line.heard[0]).toMatchObject({ type: "next", payload: { data: null, errors: [{ extensions: { code: "INTERNAL_SERVER_ERROR" } }] } });
    expect(line.heard[1]).toMatchObject({ payload: { data: { ticks: 2 } } });
  });

  test("a connection holds so many subscriptions and no more", async () => {
    const { server } = await world({ subscription: { perConnection: 2 } });
    const line = await signedIn(server);
    for (const id of ["1", "2", "3"]) line.subscribe(id, "subscription { ticks }");
    await line.hears(1);
    expect(line.heard).toHaveLength(1);
    expect(last(line)).toMatchObject({ id: "3", type: "error", payload: [{ extensions: { code: "QUERY_TOO_COMPLEX", limit: 2 } }] });
  });

  test("a process holds so many connections and no more, and a place that is given back is free", async () => {
    const { server } = await world({ subscription: { connections: 1 } });
    const first = await signedIn(server);
    const second = await new Line(server).open();
    expect((await second.ends()).code).toBe(1013);
    first.hangUp();
    let third = await new Line(server).open();
    await until(() => true);
    for (let attempt = 0; third.closed && attempt < 50; attempt++) third = await new Line(server).open();
    await third.init("Bearer good").hears(1);
    expect(third.heard).toEqual([{ type: "connection_ack" }]);
  });

  test.each([
    ["a message that is too long", "x".repeat(300_000), 1009],
    ["a message that is no JSON", "{", 4400],
    ["a message of an unknown type", '{"type":"start"}', 4400],
  ])("%s ends the connection", async (_what, message, code) => {
    const { server } = await world();
    const line = await signedIn(server);
    expect((await line.say(message).ends()).code).toBe(code);
  });
});

/** Feeds far more than any network buffer holds and waits until no more of it is taken. */
async function flood(source: EventSource): Promise<void> {
  const broadsheet = "字".repeat(20_000);
  for (let sheet = 0; sheet < 2_000; sheet++) source.emit({ broadsheet });
  for (let taken = -1; taken !== source.taken; ) {
    taken = source.taken;
    for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("D17 a reader that takes nothing", () => {
  const limits = { subscription: { stalledMs: 5_000, heartbeatMs: 1_000 * MINUTE } };

  test("of a WebSocket leaves the events in their source, and is cut off after a while", async () => {
    const { server, source, time } = await world(limits);
    const line = await signedIn(server);
    line.subscribe("1", "subscription { broadsheet }");
    line.pause();
    const before = process.memoryUsage().rss;
    await flood(source);
    expect(source.taken).toBeLessThan(500);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
    time.advance(5_000);
    await until(() => source.isEnded);
  });

  test("of an event stream does the same", async () => {
    const { server, source, time } = await world(limits);
    const body = JSON.stringify({ query: "subscription { broadsheet }" });
    const reader = connect(Number(new URL(server.url).port), "127.0.0.1");
    reader.write(
      "POST /graphql/stream HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer good\r\naccept: text/event-stream\r\n" +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    reader.pause().on("error", () => undefined);
    await flood(source);
    expect(source.taken).toBeLessThan(500);
    time.advance(5_000);
    await until(() => source.isEnded);
    reader.destroy();
  });
});

test("the server closes with streams open: clients are told to come back and sources are let go", async () => {
  const { server, source } = await world();
  const line = await signedIn(server);
  line.subscribe("1", "subscription { ticks }");
  source.emit({ ticks: 1 });
  await line.hears(1);
  await server.close();
  expect((await line.ends()).code).toBe(1001);
  await until(() => source.isEnded);
});

test("subscriptions cannot be switched on without the question whether the caller may still listen", async () => {
  await expect(serveSample({ subscriptions: true, stillAllowed: undefined })).rejects.toThrow("stillAllowed");
});

test("where they are switched off neither door is there", async () => {
  const server = await serveSample();
  expect((await fetch(`${server.url}/graphql/stream`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${server.url}/graphql/ws`)).status).toBe(404);
});

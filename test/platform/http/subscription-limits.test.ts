import { connect } from "node:net";
import { callerError } from "../../../src/platform/http/errors";
import { until, type EventSource } from "./event-source";
import { closeSamples, serveSample } from "./sample-server";
import { last, Line, MINUTE, signedIn, world } from "./websocket-line";

afterEach(closeSamples);

describe("the same limits, rights and texts as for any other operation", () => {
  test.each([
    ["a query", "{ hello }", "BAD_USER_INPUT"],
    ["a mutation", 'mutation { shelve(input: { clientKey: "a", shelfmark: "b" }) { id } }', "BAD_USER_INPUT"],
    ["a broken document", "subscription {", "GRAPHQL_PARSE_FAILED"],
    ["an unknown field", "subscription { tickss }", "GRAPHQL_VALIDATION_FAILED"],
    ["introspection", "subscription { __schema { types { name } } }", "GRAPHQL_VALIDATION_FAILED"],
    ["two root fields", "subscription { ticks secretTicks }", "GRAPHQL_VALIDATION_FAILED"],
    [
      "31 aliases",
      `subscription { ${Array.from({ length: 31 }, (_, i) => `a${i}: ticks`).join(" ")} }`,
      "QUERY_TOO_COMPLEX",
    ],
    ["a bad variable", "subscription ($n: Int) { ticks(upTo: $n) }", "BAD_USER_INPUT"],
    ["NUL", "subscription ($k: String) { ticks(key: $k) }", "BAD_USER_INPUT"],
    ["what the caller may not see", "subscription { secretTicks }", "FORBIDDEN"],
  ])("%s is refused and the connection stays", async (what, query, code) => {
    const { server, source } = await world(
      {},
      {
        beforeExecute: ({ operation }) =>
          JSON.stringify(operation).includes("secretTicks") ? [callerError("FORBIDDEN")] : [],
      },
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
    expect(line.heard[0]).toMatchObject({
      type: "next",
      payload: { data: null, errors: [{ extensions: { code: "INTERNAL_SERVER_ERROR" } }] },
    });
    expect(line.heard[1]).toMatchObject({ payload: { data: { ticks: 2 } } });
  });

  test("a connection holds so many subscriptions and no more", async () => {
    const { server } = await world({ subscription: { perConnection: 2 } });
    const line = await signedIn(server);
    for (const id of ["1", "2", "3"]) line.subscribe(id, "subscription { ticks }");
    await line.hears(1);
    expect(line.heard).toHaveLength(1);
    expect(last(line)).toMatchObject({
      id: "3",
      type: "error",
      payload: [{ extensions: { code: "QUERY_TOO_COMPLEX", limit: 2 } }],
    });
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
  for (let taken = -1; taken !== source.taken;) {
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

test("where they are switched off neither door is there", async () => {
  const server = await serveSample();
  expect((await fetch(`${server.url}/graphql/stream`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${server.url}/graphql/ws`)).status).toBe(404);
});

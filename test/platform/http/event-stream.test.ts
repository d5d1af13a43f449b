import { createClient } from "graphql-sse";
import { createClient as createWebsocketClient } from "graphql-ws";
import { WebSocket } from "ws";
import { EventSource, until } from "./event-source";
import { ManualTime } from "../../support/manual-time";
import { closeSamples, serveSample, type Sample } from "./sample-server";

afterEach(closeSamples);

const MINUTE = 60_000;

async function stream(
  server: Sample,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`${server.url}/graphql/stream`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: "Bearer good",
      ...headers,
    },
    body: JSON.stringify(body),
    signal,
  });
}

interface Heard {
  readonly events: { event: string; data: unknown }[];
  /** Ended without a word, as by a broken connection. */
  isCut: boolean;
  readUntil(count: number): Promise<Heard>;
  readToEnd(): Promise<Heard>;
}

function listen(response: Response): Heard {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const heard: Heard = {
    events: [],
    isCut: false,
    async readUntil(count) {
      while (heard.events.length < count) {
        const part = await reader.read().catch(() => undefined);
        heard.isCut = part === undefined;
        if (!part || part.done) break;
        const blocks = (text + part.value).split("\n\n");
        text = blocks.pop()!;
        for (const block of blocks) {
          const [, event, data] = /^event: (.*)\ndata: ?(.*)$/.exec(block) ?? [];
          if (event) heard.events.push({ event, data: data ? (JSON.parse(data) as unknown) : undefined });
        }
      }
      return heard;
    },
    readToEnd: () => heard.readUntil(Infinity),
  };
  return heard;
}

test("the client of graphql-sse receives every event and the end", async () => {
  const server = await serveSample({ subscriptions: true });
  const client = createClient({
    url: `${server.url}/graphql/stream`,
    headers: { authorization: "Bearer good" },
    retryAttempts: 0,
  });
  const seen: unknown[] = [];
  for await (const result of client.iterate({ query: "subscription { ticks }" })) seen.push(result.data);
  expect(seen).toEqual([{ ticks: 1 }, { ticks: 2 }, { ticks: 3 }]);
  client.dispose();
});

test("the client of graphql-ws receives every event and the end", async () => {
  const server = await serveSample({ subscriptions: true });
  const client = createWebsocketClient({
    url: `${server.url.replace("http", "ws")}/graphql/ws`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: "Bearer good" },
    retryAttempts: 0,
  });
  const seen: unknown[] = [];
  for await (const result of client.iterate({
    query: "subscription Count($k: String) { ticks(key: $k) }",
    variables: { k: "a" },
  })) {
    seen.push(result.data);
  }
  expect(seen).toEqual([{ ticks: 1 }, { ticks: 2 }, { ticks: 3 }]);
  await client.dispose();
});

test("the answer is one that proxies pass on at once and nobody keeps", async () => {
  const server = await serveSample({ subscriptions: true });
  const response = await stream(server, { query: "subscription { ticks }" });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
    "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
  });
  await response.text();
});

test.each([
  ["no token", { authorization: "" }, 401, "UNAUTHENTICATED"],
  ["a bad token", { authorization: "Bearer bad" }, 401, "UNAUTHENTICATED"],
  ["a token that has ended", { authorization: "Bearer until:0" }, 401, "UNAUTHENTICATED"],
  ["a database that is down", { authorization: "Bearer database-down" }, 503, "SERVICE_UNAVAILABLE"],
  ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
  ["a client that wants no events", { accept: "application/json" }, 406, "UNSUPPORTED_MEDIA_TYPE"],
])("D18 with %s nothing is opened", async (_what, headers, status, code) => {
  const source = new EventSource();
  const server = await serveSample({ subscriptions: true, sample: { ticks: () => source.iterate() } });
  const response = await stream(server, { query: "subscription { ticks }" }, headers);
  expect([
    response.status,
    ((await response.json()) as never)["errors"][0]["extensions"]["code"],
    source.taken,
  ]).toEqual([status, code, 0]);
});

test.each(["GET", "PUT", "DELETE"])(
  "D18 %s is refused: a token has no place in an address, a reservation none in a process",
  async (method) => {
    const server = await serveSample({ subscriptions: true });
    const response = await fetch(`${server.url}/graphql/stream?query=subscription{ticks}&token=good`, {
      method,
      headers: { accept: "text/event-stream", authorization: "Bearer good" },
    });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  },
);

test.each([
  ["a query", { query: "{ hello }" }, "BAD_USER_INPUT"],
  ["no query", {}, "BAD_USER_INPUT"],
  ["an unknown field", { query: "subscription { tickss }" }, "GRAPHQL_VALIDATION_FAILED"],
  ["a bad variable", { query: "subscription ($n: Int!) { ticks(upTo: $n) }", variables: { n: "x" } }, "BAD_USER_INPUT"],
  ["another operationName", { query: "subscription A { ticks }", operationName: "B" }, "BAD_USER_INPUT"],
])("%s is answered in the stream, as clients of graphql-sse expect, and completed", async (_what, body, code) => {
  const server = await serveSample({ subscriptions: true });
  const { events, isCut } = await listen(await stream(server, body)).readToEnd();
  expect(events.map(({ event }) => event)).toEqual(["next", "complete"]);
  expect(events[0]!.data).toMatchObject({ errors: [{ extensions: { code } }] });
  expect(isCut).toBe(false);
});

test("D18 the stream is cut at the end of the token, with the reason and without a complete", async () => {
  const time = new ManualTime();
  const source = new EventSource();
  const server = await serveSample({
    subscriptions: true,
    clock: time,
    scheduler: time,
    sample: { ticks: () => source.iterate() },
    limits: { subscription: { heartbeatMs: 1_000 * MINUTE } },
  });
  const authorization = `Bearer until:${time.now().getTime() + MINUTE}`;
  const heard = listen(await stream(server, { query: "subscription { ticks }" }, { authorization }));
  source.emit({ ticks: 1 });
  await heard.readUntil(1);
  time.advance(MINUTE);
  const { events, isCut } = await heard.readToEnd();
  expect(isCut).toBe(true);
  expect(events.map(({ event }) => event)).toEqual(["next", "next"]);
  expect(events[1]!.data).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
  await until(() => source.isEnded);
});

test("D18 the stream is cut when the right is gone, before the event is sent", async () => {
  const source = new EventSource();
  let isAllowed = true;
  const server = await serveSample({
    subscriptions: true,
    sample: { ticks: () => source.iterate() },
    stillAllowed: async () => isAllowed,
  });
  const heard = listen(await stream(server, { query: "subscription { ticks }" }));
  source.emit({ ticks: 1 });
  await heard.readUntil(1);
  isAllowed = false;
  source.emit({ ticks: 2 });
  const { events } = await heard.readToEnd();
  expect(events).toHaveLength(2);
  expect(events[1]!.data).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
  expect(source.isEnded).toBe(true);
});

test("a reader that leaves is no longer listened for", async () => {
  const source = new EventSource();
  const server = await serveSample({ subscriptions: true, sample: { ticks: () => source.iterate() } });
  const leave = new AbortController();
  const heard = listen(await stream(server, { query: "subscription { ticks }" }, {}, leave.signal));
  source.emit({ ticks: 1 });
  expect((await heard.readUntil(1)).events).toHaveLength(1);
  leave.abort();
  await until(() => source.isEnded);
});

test("a silent stream is kept open by comments", async () => {
  const time = new ManualTime();
  const source = new EventSource();
  const server = await serveSample({
    subscriptions: true,
    clock: time,
    scheduler: time,
    sample: { ticks: () => source.iterate() },
  });
  const response = await stream(server, { query: "subscription { ticks }" });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe(":\n\n");
  time.advance(12_000);
  expect((await reader.read()).value).toBe(":\n\n");
  await reader.cancel();
  await until(() => time.pending === 0);
});

test("the server closes with streams open", async () => {
  const source = new EventSource();
  const server = await serveSample({ subscriptions: true, sample: { ticks: () => source.iterate() } });
  const heard = listen(await stream(server, { query: "subscription { ticks }" }));
  source.emit({ ticks: 1 });
  await heard.readUntil(1);
  await server.close();
  const { events, isCut } = await heard.readToEnd();
  expect([events.map(({ event }) => event), isCut]).toEqual([["next"], true]);
  await until(() => source.isEnded);
});

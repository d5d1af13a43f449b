import { gzipSync } from "node:zlib";
import { closeSamples, post, serveSample, type Sample } from "./sample-server";
import { HEAD, pour, rawRequest } from "./raw-socket";

const MEGABYTE = 1024 * 1024;
const executed: string[] = [];
let server: Sample;
/** The same with little patience, so that no test has to wait. */
let impatient: Sample;

beforeAll(async () => {
  server = await serveSample({ sample: { executed } });
  const transport = { headersMs: 250, requestMs: 400, timeoutCheckMs: 50 };
  impatient = await serveSample({ sample: { executed }, limits: { transport } });
  await post(server, { query: "{ hello }" });
});
beforeEach(() => void executed.splice(0));
afterEach(async () => {
  // Whatever was done to it, the next caller is served.
  expect((await post(server, { query: "{ hello }" })).status).toBe(200);
});
afterAll(closeSamples);

async function expectFlatMemory(work: () => Promise<void>): Promise<void> {
  const before = process.memoryUsage.rss();
  await work();
  expect(process.memoryUsage.rss() - before).toBeLessThan(50 * MEGABYTE);
}

describe("D9 too much", () => {
  test("ten megabytes that are announced are refused before they are sent", async () => {
    await expectFlatMemory(async () => {
      const reply = await rawRequest(server.url, async (socket) => {
        socket.write(`${HEAD}content-length: ${10 * MEGABYTE}\r\n\r\n`);
        await pour(socket, "x".repeat(64 * 1024), 10 * MEGABYTE);
      });
      expect(reply.status).toBe(413);
      expect(reply.text).toContain("PAYLOAD_TOO_LARGE");
    });
  });

  test("ten megabytes in unannounced chunks are refused when the limit is passed, from 20 callers at once", async () => {
    await expectFlatMemory(async () => {
      const attack = () =>
        rawRequest(server.url, async (socket) => {
          socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
          await pour(socket, `10000\r\n${"x".repeat(65_536)}\r\n`, 10 * MEGABYTE);
        });
      for (const reply of await Promise.all(Array.from({ length: 20 }, attack))) {
        expect([413, 0]).toContain(reply.status);
        expect(reply.written).toBeLessThan(10 * MEGABYTE);
      }
    });
  });

  test("a compressed body is refused unopened, however small", async () => {
    const bomb = gzipSync(Buffer.alloc(100 * MEGABYTE, 0x20), { level: 9 });
    await expectFlatMemory(async () => {
      const response = await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", "content-encoding": "gzip" },
        body: bomb,
      });
      expect([response.status, ((await response.json()) as never)["errors"][0]["extensions"]["code"]]).toEqual([
        415,
        "UNSUPPORTED_MEDIA_TYPE",
      ]);
    });
  });

  test("a batch of a thousand items of a kilobyte fits", async () => {
    const inputs = Array.from({ length: 1_000 }, (_, index) => ({
      clientKey: `key-${index}`,
      shelfmark: "字".repeat(320),
    }));
    const query = "mutation ($i: [ShelfmarkInput!]!) { shelveMany(inputs: $i) }";
    expect((await post(server, { query, variables: { i: inputs } })).body).toEqual({ data: { shelveMany: 1_000 } });
  });

  test.each([
    ["10,000 headers", () => Array.from({ length: 10_000 }, (_, i) => `x-${i}: 1\r\n`).join("")],
    ["one header of a megabyte", () => `x-long: ${"a".repeat(MEGABYTE)}\r\n`],
    ["an address of a megabyte", () => ""],
  ])("%s are refused with 431", async (what, headers) => {
    const reply = await rawRequest(server.url, (socket) => {
      if (what.startsWith("an address"))
        socket.write(`GET /graphql?query=${"a".repeat(MEGABYTE)} HTTP/1.1\r\nhost: hub\r\n\r\n`);
      else socket.write(`${HEAD}${headers()}content-length: 2\r\n\r\n{}`);
    });
    expect(reply.status).toBe(431);
    expect(reply.text).toContain("PAYLOAD_TOO_LARGE");
    expect(executed).toEqual([]);
  });
});

describe("D9 too slowly", () => {
  const drip = (head: string) => async () => {
    const reply = await rawRequest(impatient.url, (socket) => {
      socket.write(head);
      const timer = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    expect(reply.status).toBe(408);
    expect(reply.text).toMatch(/x-request-id: [0-9a-f-]{36}/);
    expect(executed).toEqual([]);
  };

  test("headers that never end are cut off with 408", drip("POST /graphql HTTP/1.1\r\nhost: hub\r\nx-slow: "));
  test("a body that drips is cut off with 408", drip(`${HEAD}content-length: 100000\r\n\r\n{`));

  test("a chunked body that drips is cut off with 408", async () => {
    const reply = await rawRequest(impatient.url, (socket) => {
      socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
      const timer = setInterval(() => socket.write("1\r\nx\r\n"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    expect(reply.status).toBe(408);
  });

  test("200 slow connections at once do not keep another caller waiting", async () => {
    const slow = Array.from({ length: 200 }, () =>
      rawRequest(impatient.url, (socket) => void socket.write("POST /graphql HTTP/1.1\r\n")),
    );
    let hasOneEnded = false;
    for (const reply of slow) void reply.then(() => (hasOneEnded = true));
    expect((await post(impatient, { query: "{ hello }" })).status).toBe(200);
    expect(hasOneEnded).toBe(false);
    for (const { status } of await Promise.all(slow)) expect(status).toBe(408);
  });
});

describe("bytes that are no request", () => {
  test.each([
    ["nonsense", "\x16\x03\x01\x02\x00\r\n\r\n"],
    ["two lengths that differ", `${HEAD}content-length: 2\r\ncontent-length: 30\r\n\r\n{}`],
    ["a length and chunks", `${HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["a header with a bare line feed inside", `${HEAD}x-a: b\nx-c: d\x00\r\n\r\n`],
  ])("%s are answered with 400 in our words and the connection is closed", async (_what, bytes) => {
    const { status, text } = await rawRequest(server.url, (socket) => void socket.write(bytes));
    expect(status).toBe(400);
    expect(text).toContain("BAD_USER_INPUT");
    expect(text).toContain("connection: close");
    expect(executed).toEqual([]);
  });

  test.each([
    [
      "bytes that are not UTF-8",
      Buffer.concat([Buffer.from('{"query":"{ hello(name: \\"'), Buffer.from([0xc3, 0x28]), Buffer.from('\\") }"}')]),
    ],
    [
      "half an emoji",
      Buffer.concat([
        Buffer.from('{"query":"{ hello }","variables":{"a":"'),
        Buffer.from([0xf0, 0x9f, 0x98]),
        Buffer.from('"}}'),
      ]),
    ],
    [
      "GBK",
      Buffer.concat([Buffer.from('{"query":"{ hello(name: \\"'), Buffer.from([0xd6, 0xd0]), Buffer.from('\\") }"}')]),
    ],
    ["no JSON", Buffer.from('{"query":')],
    ["nothing", Buffer.from("")],
    ["a JSON text", Buffer.from('"{ hello }"')],
    ["a JSON null", Buffer.from("null")],
    ["an empty object", Buffer.from("{}")],
  ])("%s in the body are refused with 400 and change into nothing else", async (_what, body) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer good" },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("BAD_USER_INPUT");
    expect(executed).toEqual([]);
  });

  test.each([
    "application/json; charset=gbk",
    "application/json; charset=utf-16",
    'application/json; charset="iso-8859-1"',
  ])("another character set is refused: %s", async (type) => {
    const reply = await post(server, { query: "{ hello }" }, { "content-type": type });
    expect([reply.status, reply.code, executed]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE", []]);
  });

  test.each(["application/json; charset=UTF-8", 'application/json;charset="utf-8"', "APPLICATION/JSON"])(
    "%s is served",
    async (type) => {
      expect((await post(server, { query: "{ hello }" }, { "content-type": type })).status).toBe(200);
    },
  );
});

describe("E16 names that reach for the prototype", () => {
  test.each([
    ["__proto__ in the body", '{"query":"{ hello }","__proto__":{"polluted":true}}'],
    ["__proto__ in the variables", '{"query":"{ hello }","variables":{"__proto__":{"polluted":true}}}'],
    ["__proto__ written with escapes", '{"query":"{ hello }","variables":{"\\u005f_proto__":{"polluted":true}}}'],
    ["__proto__ deep inside", '{"query":"{ hello }","variables":{"a":[{"b":{"__proto__":{"polluted":true}}}]}}'],
    ["constructor.prototype", '{"query":"{ hello }","variables":{"constructor":{"prototype":{"polluted":true}}}}'],
  ])("%s is refused and pollutes nothing", async (_where, body) => {
    expect((await post(server, body)).status).toBe(400);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(executed).toEqual([]);
  });

  test("in the address of a GET as well", async () => {
    const search = new URLSearchParams({ query: "{ hello }", variables: '{"__proto__":{"polluted":true}}' });
    const response = await fetch(`${server.url}/graphql?${search}`, { headers: { authorization: "Bearer good" } });
    expect(response.status).toBe(400);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("words like constructor are harmless as values, keys and names", async () => {
    const query =
      "query ($constructor: String, $toString: String) { constructor: hello(name: $constructor) toString: hello(name: $toString) }";
    const reply = await post(server, { query, variables: { constructor: "valueOf" } });
    expect(reply.body.data).toEqual({ constructor: "hello valueOf", toString: "hello " });
  });
});

test.each([
  ["bytes that are not UTF-8", "query=%7Bhello%7D&x=%ff"],
  ["NUL", "query=%7Bhello(name:%22%00%22)%7D"],
  ["a lone surrogate in the variables", `query=%7Bhello%7D&variables=${encodeURIComponent('{"a":"\\ud800"}')}`],
  ["variables that are no JSON", "query=%7Bhello%7D&variables=%7B"],
  ["one parameter twice", "query=%7Bhello%7D&query=%7Bfolio%7Bid%7D%7D"],
])("D22 a GET with %s is refused with 400", async (_what, search) => {
  const response = await fetch(`${server.url}/graphql?${search}`, { headers: { authorization: "Bearer good" } });
  expect(response.status).toBe(400);
  expect(executed).toEqual([]);
});

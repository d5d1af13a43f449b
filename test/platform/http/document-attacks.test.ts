import { readFileSync } from "node:fs";
import { parse, specifiedRules, validate, version } from "graphql";
import { DOCUMENT_LIMITS } from "../../../src/platform/http/limits";
import { sampleSchema } from "./sample-schema";
import { closeSamples, post, serveSample, type Reply, type Sample } from "./sample-server";
import { costsLess } from "../../support/cpu";

const executed: string[] = [];
let server: Sample;

beforeAll(async () => {
  const limits = { document: { sensitiveRootFields: ["lookup", "lookupByName"] } };
  server = await serveSample({ sample: { executed }, limits });
  // The first request pays for loading; it is no measure of an attack.
  await post(server, { query: "{ hello }" });
});
beforeEach(() => void executed.splice(0));
afterAll(closeSamples);

/** Refused, nothing ran, few errors. */
function expectRefused(reply: Reply, code: string): void {
  expect({ status: reply.status, code: reply.code }).toEqual({ status: 400, code });
  expect(reply.body).not.toHaveProperty("data");
  expect(reply.body.errors!.length).toBeLessThanOrEqual(DOCUMENT_LIMITS.errors);
  expect(executed).toEqual([]);
}

/** Refused with so little of the processor's time, client's included, that the next caller does not notice. */
async function expectCheapRefusal(limitMs: number, query: string, code: string): Promise<void> {
  const refuse = async () => expectRefused(await post(server, { query }), code);
  expect(await costsLess(limitMs, refuse)).toBe(true);
}

const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => write(i)).join(" ");

describe("H1", () => {
  test("graphql is at least 16.15.0, whose overlapping-fields rule gives up early", () => {
    const [major, minor] = version.split(".").map(Number) as [number, number];
    expect(major).toBe(16);
    expect(minor).toBeGreaterThanOrEqual(15);
  });

  test("graphql is installed once, so that every part speaks of the same types", () => {
    const installed = JSON.parse(readFileSync("node_modules/.package-lock.json", "utf8")) as { packages: object };
    const copies = Object.keys(installed.packages).filter((place) => /(^|\/)node_modules\/graphql$/.test(place));
    expect(copies).toHaveLength(1);
  });

  test("the document that kept older versions busy for 40 seconds is validated in a blink", async () => {
    const document = parse(`{${"hello ".repeat(20_000)}}`);
    expect(await costsLess(1_000, () => validate(sampleSchema(), document, specifiedRules))).toBe(true);
  });
});

describe("D1 alias bomb", () => {
  test("30 aliases are served, so the limit does not hit a dashboard", async () => {
    const { status, body } = await post(server, { query: `{ folio { ${times(30, (i) => `a${i}: inscription`)} } }` });
    expect(status).toBe(200);
    expect(Object.keys(body.data!["folio"] as object)).toHaveLength(30);
  });

  test.each([
    [31, "inscription"],
    [101, "__typename"],
    [900, "__typename"],
    [10_000, "__typename"],
  ])("%i aliases of %s are refused within 50 ms", async (count, field) => {
    await expectCheapRefusal(50, `{ folio { ${times(count, (i) => `a${i}: ${field}`)} } }`, "QUERY_TOO_COMPLEX");
  });

  test("aliases cannot hide in a fragment", async () => {
    const fragment = `fragment F on Folio { ${times(31, (i) => `a${i}: inscription`)} }`;
    expectRefused(await post(server, { query: `{ folio { ...F } } ${fragment}` }), "QUERY_TOO_COMPLEX");
  });
});

describe("D2 many operations in one request", () => {
  test("an array of ten operations is refused as a whole", async () => {
    expectRefused(await post(server, Array(10).fill({ query: "{ hello }" })), "BAD_USER_INPUT");
  });

  test("one sensitive root field is served", async () => {
    expect((await post(server, { query: '{ lookupByName(name: "x") { id } hello }' })).status).toBe(200);
  });

  test.each([
    ["two aliases", '{ a: lookupByName(name: "x") { id } b: lookupByName(name: "y") { id } }'],
    ["two different ones", '{ lookupByName(name: "x") { id } lookup(zifferkode: "110101199001011234") { id } }'],
    [
      "one inside a fragment",
      '{ lookupByName(name: "x") { id } ...F } fragment F on Query { b: lookupByName(name: "y") { id } }',
    ],
    [
      "both inside inline fragments",
      '{ ... { a: lookupByName(name: "x") { id } } ... { b: lookupByName(name: "y") { id } } }',
    ],
  ])("two sensitive root fields in one document are refused: %s", async (_how, query) => {
    expectRefused(await post(server, { query }), "QUERY_TOO_COMPLEX");
  });

  test("eleven root fields are refused", async () => {
    expectRefused(await post(server, { query: `{ ${times(11, (i) => `a${i}: hello`)} }` }), "QUERY_TOO_COMPLEX");
  });
});

describe("D3 field duplication", () => {
  test.each([1_000, 5_000, 20_000, 50_000])("%i repeats cost less than 150 ms of CPU", async (count) => {
    await expectCheapRefusal(150, `{ ${"hello ".repeat(count)} }`, "QUERY_TOO_COMPLEX");
  });

  test.each([
    ["998 fields inside one object", `{ folio { ${"inscription ".repeat(998)} } }`],
    ["141 fields inside one object", `{ folio { ${"inscription ".repeat(141)} } }`],
    ["332 objects", `{ folio { ${"neighbour { neighbour { id } } ".repeat(332)} } }`],
    ["81 objects", `{ folio { ${"neighbour { neighbour { id } } ".repeat(81)} } }`],
    ["499 inline fragments", `{ folio { ${"... { id } ".repeat(499)} } }`],
    ["400 fields with arguments", `{ folio { ${"marginalia(first: 1) { total } ".repeat(400)} } }`],
    ["99 fields with arguments", `{ folio { ${"marginalia(first: 1) { total } ".repeat(99)} } }`],
    ["50 by 20 inline fragments", `{ folio { ${`... { ${"... { id } ".repeat(9)} } `.repeat(50)} } }`],
  ])("repeats as %s, below or above the limits, cost less than 150 ms of CPU", async (_how, query) => {
    const ask = async () => expect([200, 400]).toContain((await post(server, { query })).status);
    expect(await costsLess(150, ask)).toBe(true);
  });
});

test.each([
  ["two fragments", "fragment A on Folio { ...B } fragment B on Folio { ...A }"],
  ["itself", "fragment A on Folio { id ...A }"],
  ["a detour over objects", "fragment A on Folio { neighbour { ...B } } fragment B on Folio { neighbour { ...A } }"],
])("D4 a fragment cycle through %s is refused", async (_how, fragments) => {
  expectRefused(await post(server, { query: `{ folio { ...A } } ${fragments}` }), "GRAPHQL_VALIDATION_FAILED");
});

describe("D5 exponential fragments", () => {
  const chain = (steps: number, body: (next: string) => string): string =>
    times(steps, (i) => `fragment f${i} on Folio { ${body(`f${i + 1}`)} }`) + ` fragment f${steps} on Folio { id }`;

  test.each([
    ["spread twice on each step", chain(20, (next) => `...${next} ...${next}`)],
    [
      "spread under two objects on each step",
      chain(20, (next) => `a: neighbour { ...${next} } b: neighbour { ...${next} }`),
    ],
    ["400 steps", chain(400, (next) => `...${next} ...${next}`)],
  ])("2^20 fields by %s are refused in less than 150 ms", async (_how, fragments) => {
    await expectCheapRefusal(150, `{ folio { ...f0 } } ${fragments}`, "QUERY_TOO_COMPLEX");
  });
});

describe("D6 depth", () => {
  const nested = (depth: number): string => `{ folio { ${"neighbour { ".repeat(depth)} id ${"} ".repeat(depth)} } }`;

  test("15 levels are served and 16 refused", async () => {
    expect((await post(server, { query: nested(13) })).status).toBe(200);
    executed.splice(0);
    expectRefused(await post(server, { query: nested(14) }), "QUERY_TOO_COMPLEX");
  });

  test.each([
    ["5,000 levels of fields", nested(5_000)],
    [
      "a chain of 10,000 fragments",
      `{ folio { ...f0 } } ${times(10_000, (i) => `fragment f${i} on Folio { ...f${i + 1} }`)}`,
    ],
    ["a list literal 5,000 deep", `{ hello(name: ${"[".repeat(5_000)}${"]".repeat(5_000)}) }`],
    ["a list literal 1,900 deep", `{ hello(name: ${"[".repeat(1_900)}${"]".repeat(1_900)}) }`],
    ["an object literal 900 deep", `{ hello(filter: ${"{all: ".repeat(900)}[]${"}".repeat(900)}) }`],
  ])("%s is answered with 400 and the server lives on", async (_what, query) => {
    expect((await post(server, { query })).status).toBe(400);
    expect((await post(server, { query: "{ hello }" })).status).toBe(200);
  });

  test("a variable nested beyond any use is refused before it is coerced", async () => {
    const deep = `${'{"all":['.repeat(5_000)}${"]}".repeat(5_000)}`;
    const body = `{"query":"query ($f: FolioFilter) { hello(filter: $f) }","variables":{"f":${deep}}}`;
    expectRefused(await post(server, body), "BAD_USER_INPUT");
  });
});

describe("D7 floods", () => {
  test.each([
    ["21 directives", `{ folio { ${times(21, (i) => `inscription @include(if: ${i >= 0})`)} } }`, "QUERY_TOO_COMPLEX"],
    ["20,000 directives", `{ hello ${"@skip(if: false) ".repeat(20_000)} }`, "QUERY_TOO_COMPLEX"],
    ["900 unknown fields", `{ folio { ${times(900, (i) => `unbekannt${i}`)} } }`, "GRAPHQL_VALIDATION_FAILED"],
    ["20,000 unknown fields", `{ ${times(20_000, (i) => `unbekannt${i}`)} }`, "QUERY_TOO_COMPLEX"],
    ["10,000 unknown directives", `{ hello ${times(10_000, (i) => `@d${i}`)} }`, "QUERY_TOO_COMPLEX"],
    [
      "15,000 values written into the document",
      `{ hello(filter: { all: [${"{} ".repeat(15_000)}] }) }`,
      "QUERY_TOO_COMPLEX",
    ],
    ["half a megabyte of comments", `${"#\n".repeat(250_000)}{ hello }`, "QUERY_TOO_COMPLEX"],
  ])("%s are refused in less than 150 ms, with at most five errors", async (_what, query, code) => {
    await expectCheapRefusal(150, query, code);
  });

  test("a list of 100,000 wrong values in a variable is refused quickly", async () => {
    const query = "mutation ($i: [ShelfmarkInput!]!) { shelveMany(inputs: $i) }";
    const refuse = async () => {
      expectRefused(await post(server, { query, variables: { i: Array(100_000).fill(1) } }), "BAD_USER_INPUT");
      expectRefused(await post(server, { query, variables: { i: Array(40_000).fill(1) } }), "BAD_USER_INPUT");
    };
    expect(await costsLess(500, refuse)).toBe(true);
  });
});

test("D12 a persisted query can be neither registered nor asked for", async () => {
  const persistedQuery = { version: 1, sha256Hash: "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38" };
  for (const query of [undefined, "{__typename}"]) {
    const reply = await post(server, { query, extensions: { persistedQuery } });
    expectRefused(reply, "PERSISTED_QUERY_NOT_SUPPORTED");
  }
});

describe("D22 odd requests are refused or harmless", () => {
  test.each([
    ["two operations of one name", { query: "query A { hello } query A { hello }" }, "GRAPHQL_VALIDATION_FAILED"],
    ["an operation that is not there", { query: "query A { hello }", operationName: "B" }, "BAD_USER_INPUT"],
    ["two operations and none named", { query: "query A { hello } query B { hello }" }, "BAD_USER_INPUT"],
    ["an unused variable", { query: "query ($x: Int) { hello }" }, "GRAPHQL_VALIDATION_FAILED"],
    [
      "NUL in a variable",
      { query: "query ($n: String) { hello(name: $n) }", variables: { n: "a\0b" } },
      "BAD_USER_INPUT",
    ],
    ["NUL in a literal", { query: '{ hello(name: "a\\u0000b") }' }, "BAD_USER_INPUT"],
    ["NUL in a block string", { query: '{ hello(name: """a\0b""") }' }, "BAD_USER_INPUT"],
    ["a lone surrogate in a literal", { query: '{ hello(name: "\\ud800") }' }, "GRAPHQL_PARSE_FAILED"],
    ["a subscription", { query: "subscription { ticks }" }, "BAD_USER_INPUT"],
    ["an empty document", { query: "" }, "BAD_USER_INPUT"],
    ["a document of fragments", { query: "fragment F on Folio { id }" }, "GRAPHQL_VALIDATION_FAILED"],
    ["variables that are a list", { query: "{ hello }", variables: [] }, "BAD_USER_INPUT"],
    ["a numeric operationName", { query: "{ hello }", operationName: 5 }, "BAD_USER_INPUT"],
    ["a query that is an object", { query: { kind: "Document" } }, "BAD_USER_INPUT"],
  ])("%s", async (_what, body, code) => {
    expectRefused(await post(server, body), code);
  });

  test.each([
    ["in a value", '{"query":"query ($n: String) { hello(name: $n) }","variables":{"n":"\\ud800"}}'],
    ["in a key", '{"query":"{ hello }","variables":{"\\udc00":1}}'],
    ["in a nested list", '{"query":"{ hello }","variables":{"a":[["\\udfff"]]}}'],
  ])("a lone surrogate %s of the JSON body", async (_where, body) => {
    expectRefused(await post(server, body), "BAD_USER_INPUT");
  });

  test("characters beyond the basic plane are two halves that belong together and pass", async () => {
    const reply = await post(server, { query: "query ($n: String) { hello(name: $n) }", variables: { n: "𠮷野家" } });
    expect(reply.body.data).toEqual({ hello: "hello 𠮷野家" });
  });

  test("an alias called __proto__ is a key like any other", async () => {
    const { status, text } = await post(server, { query: "{ __proto__: hello }" });
    expect(status).toBe(200);
    expect(text).toContain('"__proto__":"hello "');
    expect(({} as { hello?: unknown }).hello).toBeUndefined();
  });

  test("variables nobody declared are not an error and reach nothing", async () => {
    const reply = await post(server, { query: "{ hello }", variables: { anything: [1, { a: "b" }] } });
    expect(reply.body).toEqual({ data: { hello: "hello " } });
  });
});

import { closeSamples, get, post, serveSample, toReply, type Reply, type Sample } from "./sample-server";

// The thirteen checks of graphql-cop 1.15, request by request: what it sends, and what it takes for a finding.
// It scans without a token; so does this, except where a check could only pass for want of one.

let server: Sample;
const failures = {
  bug: () => {
    throw new Error("boom at /srv/hub/secret.ts:12");
  },
};

beforeAll(async () => {
  server = await serveSample({ sample: { failures }, explorer: true });
});
afterAll(closeSamples);

const ask = (query: unknown): Promise<Reply> =>
  post(server, { query }, { authorization: "", accept: "application/json" });
const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => write(i)).join(" ");

test("1 alias overload: 101 aliases of __typename bring no data", async () => {
  expect((await ask(`query cop { ${times(101, (i) => `alias${i}: __typename`)} }`)).body.data).toBeUndefined();
});

test("2 array batching: ten operations do not come back as an array", async () => {
  const { text } = await post(server, Array(10).fill({ query: "query cop { __typename }" }), { authorization: "" });
  expect(Array.isArray(JSON.parse(text))).toBe(false);
});

test("3 circular introspection: fields of types of fields are not told", async () => {
  const query =
    "query cop { __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
  expect((await ask(query)).body.data).toBeUndefined();
});

test("4 directive overload: ten unknown directives do not bring ten errors", async () => {
  const reply = await ask(`query cop { __typename ${"@aa".repeat(10)} }`);
  expect(reply.body.errors!.length).toBeLessThan(10);
});

test("5 field duplication: 500 times the same field brings no data", async () => {
  expect((await ask(`query cop { ${"__typename ".repeat(500)} }`)).body.data).toBeUndefined();
});

test("6 suggestions: a misspelt field is not set right, in any of the errors", async () => {
  const reply = await ask("query cop { __schema { directive } hell folios { nodess } }");
  expect(reply.text).not.toMatch(/did you mean|directives|hello|"nodes"/i);
});

test.each(["", "good"])("7 GET mutation: a mutation by GET (token '%s') is not run", async (token) => {
  const reply = await get(
    server,
    { query: "mutation cop { __typename }" },
    token ? { authorization: `Bearer ${token}` } : {},
  );
  expect(reply.body.data).toBeUndefined();
});

test("8 GET query: a query by GET without a header is not run", async () => {
  expect((await get(server, { query: "query cop { __typename }" })).body.data).toBeUndefined();
});

test.each(["/", "/graphql", "/graphiql", "/playground", "/console", "/altair", "/sandbox", "/voyager"])(
  "9 IDE: %s serves no explorer to a browser",
  async (path) => {
    for (const accept of ["text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"]) {
      const response = await fetch(server.url + path, { headers: { accept } });
      expect([400, 404, 406]).toContain(response.status);
      expect(await response.text()).not.toMatch(/<html|graphiql|graphql playground|altair|apollo\.|sandbox/i);
    }
  },
);

test("9 IDE: none at /explorer either where it is switched off", async () => {
  const closed = await serveSample({ explorer: false });
  expect((await fetch(`${closed.url}/explorer/`)).status).toBe(404);
});

test("10 introspection: the schema is not told", async () => {
  expect((await ask("query cop { __schema { types { name fields { name } } } }")).body.data).toBeUndefined();
});

test("11 urlencoded POST: a form is not run", async () => {
  const body = new URLSearchParams({ query: "query cop { __typename }" });
  const reply = await toReply(await fetch(`${server.url}/graphql`, { method: "POST", body }));
  expect([reply.status, reply.body.data]).toEqual([415, undefined]);
});

test("12 trace: answers carry no timings, even when asked for", async () => {
  const reply = await post(
    server,
    { query: "query cop { __typename }" },
    { "apollo-federation-include-trace": "ftv1", "x-apollo-tracing": "1" },
  );
  expect(reply.body).toEqual({ data: { __typename: "Query" } });
});

test("13 unhandled error: neither a broken document nor a broken resolver shows where it broke", async () => {
  for (const reply of [
    await ask("qwerty cop { abc }"),
    await ask('{ fail(how: "bug") }'),
    await ask("{ fail(how: 1) }"),
  ]) {
    expect(reply.text).not.toMatch(/exception|stack|boom|\.ts|\.js|node_modules|Syntax Error|Unexpected/i);
  }
});

import { closeSamples, get, post, serveSample, toReply, type Sample } from "./sample-server";

const executed: string[] = [];
let server: Sample;

beforeAll(async () => {
  server = await serveSample({ sample: { executed } });
});
beforeEach(() => void executed.splice(0));
afterAll(closeSamples);

const MUTATION = 'mutation { shelve(input: { clientKey: "a", shelfmark: "b" }) { id } }';

// What a page of somebody else can make a browser send without asking first, and types that confuse some browsers.
const SIMPLE_TYPES = [
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
  "text/plain; charset=utf-8; x=application/json",
  "message/rfc822",
  "application/graphql",
  "application/json-seq",
  "garbage",
];

describe("D13 a foreign page can make nobody's browser ask", () => {
  const form = `query=${encodeURIComponent("{ hello }")}`;
  const json = JSON.stringify({ query: "{ hello }" });

  test.each(SIMPLE_TYPES)("POST as %s is refused", async (type) => {
    for (const body of [form, json]) {
      const response = await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: { "content-type": type },
        body,
      });
      const reply = await toReply(response);
      expect([400, 415]).toContain(reply.status);
      expect(["UNSUPPORTED_MEDIA_TYPE", "BAD_USER_INPUT"]).toContain(reply.code);
    }
    expect(executed).toEqual([]);
  });

  test.each(SIMPLE_TYPES)("POST as %s is refused even with a token", async (type) => {
    const reply = await post(server, json, { "content-type": type });
    expect([reply.status, executed]).toEqual([415, []]);
  });

  test("POST without a type is refused", async () => {
    const body = new Blob([json]);
    const response = await fetch(`${server.url}/graphql`, { method: "POST", body });
    expect([(await toReply(response)).status, executed]).toEqual([415, []]);
  });

  test.each(["", ...SIMPLE_TYPES])("GET with the type '%s' and no further header is refused", async (type) => {
    const reply = await get(server, { query: "{ hello }" }, type ? { "content-type": type } : {});
    expect([400, 415]).toContain(reply.status);
    expect(executed).toEqual([]);
  });

  test.each(SIMPLE_TYPES)("GET with a token still may not carry the type %s", async (type) => {
    const reply = await get(server, { query: "{ hello }" }, { "content-type": type, authorization: "Bearer good" });
    expect([reply.status, executed]).toEqual([415, []]);
  });

  test("Accept is a header every page may set, so it lets nothing through", async () => {
    const reply = await get(server, { query: "{ hello }" }, { accept: "application/graphql-response+json" });
    expect([reply.status, reply.code, executed]).toEqual([400, "BAD_USER_INPUT", []]);
  });

  test("credentials that browsers add by themselves let nothing through", async () => {
    for (const authorization of ["Basic Z29vZDpnb29k", "Negotiate YII=", "Bearer", "Bearer "]) {
      const reply = await get(server, { query: "{ hello }" }, { authorization, cookie: "session=good" });
      expect([reply.status, executed]).toEqual([400, []]);
    }
  });

  test.each([
    ["a bearer token, which a foreign page cannot add without being asked", { authorization: "Bearer good" }],
    ["the header kept for this", { "apollo-require-preflight": "1" }],
    ["the type of JSON", { "content-type": "application/json" }],
  ])("GET is served with %s", async (_with, headers) => {
    const reply = await get(server, { query: "{ hello }" }, headers);
    expect([reply.status, reply.body.data]).toEqual([200, { hello: "hello " }]);
  });

  test("no answer sets a cookie or invites another origin", async () => {
    for (const reply of [
      await post(server, { query: "{ hello }" }, { origin: "https://evil.example" }),
      await get(server, {}),
    ]) {
      expect(reply.headers.get("set-cookie")).toBeNull();
      expect(reply.headers.get("access-control-allow-origin")).toBeNull();
    }
    const preflight = await fetch(`${server.url}/graphql`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([405, null]);
  });
});

describe("D14 nothing is changed by GET", () => {
  test("a mutation by GET is 405, names POST, and does not run", async () => {
    const reply = await get(server, { query: MUTATION }, { authorization: "Bearer good" });
    expect([reply.status, reply.code, reply.headers.get("allow"), executed]).toEqual([
      405,
      "METHOD_NOT_ALLOWED",
      "POST",
      [],
    ]);
  });

  test("nor when it stands beside a query and is picked by name", async () => {
    const query = `query A { hello } ${MUTATION.replace("mutation", "mutation B")}`;
    const reply = await get(server, { query, operationName: "B" }, { authorization: "Bearer good" });
    expect([reply.status, executed]).toEqual([405, []]);
  });

  test.each(["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])("%s is 405", async (method) => {
    const search = new URLSearchParams({ query: "{ hello }" });
    const response = await fetch(`${server.url}/graphql?${search}`, {
      method,
      headers: { authorization: "Bearer good" },
    });
    expect([response.status, response.headers.get("allow"), executed]).toEqual([405, "GET, POST", []]);
  });
});

import { GraphQLError } from "graphql";
import { ArgumentValidationError } from "type-graphql";
import { DatabaseUnavailable, OutcomeUnknown } from "../../../src/platform/pg-errors";
import { callerError, ERROR_CODES, type ErrorCode } from "../../../src/platform/http/errors";
import { describeFault, scrub } from "../../../src/platform/http/fault-log";
import { CITIZEN, expectNothingPersonal, MOBILE, OLD_NUMBER, pgError } from "./personal-data";
import type { Failures } from "./sample-schema";
import { closeSamples, get, post, serveSample, type Reply, type Sample } from "./sample-server";

const failures: Failures = {
  bug: () => {
    throw new TypeError(`Cannot read properties of undefined (reading '${CITIZEN}')`);
  },
  string: () => {
    throw `${CITIZEN} thrown as a string`;
  },
  leaky: () => {
    throw new GraphQLError(`row of ${CITIZEN}`, {
      extensions: { exception: { stacktrace: ["secret"] }, sql: "select 1" },
    });
  },
  validation: () => {
    throw new ArgumentValidationError([
      {
        property: "applicant",
        target: { idNumber: CITIZEN },
        value: CITIZEN,
        children: [{ property: "idNumber", value: CITIZEN, constraints: { isIdNumber: `${CITIZEN} is wrong` } }],
      },
    ] as never);
  },
  unavailable: () => {
    throw new DatabaseUnavailable("UNREACHABLE", pgError("57P01", "terminating connection"));
  },
  unknownOutcome: () => {
    throw new OutcomeUnknown(pgError("08006", "connection failure"));
  },
  wrappedUnavailable: () => {
    throw new Error("loader failed", { cause: new DatabaseUnavailable("BUSY") });
  },
  forbidden: () => {
    throw callerError("FORBIDDEN", { message: "不可", details: { requiredScope: "write" } });
  },
  extra: () => {
    throw new GraphQLError("没有这一项。", { extensions: { code: "NOT_FOUND", secret: "geheim", stacktrace: ["x"] } });
  },
  invented: () => {
    throw new GraphQLError("own code", { extensions: { code: "MY_OWN_CODE" } });
  },
  rate: () => {
    throw callerError("RATE_LIMITED", { details: { retryAfterSeconds: 42 } });
  },
  echo: () => {
    throw callerError("BAD_USER_INPUT", { message: `号码 ${CITIZEN} 与手机 ${MOBILE} 不符。` });
  },
};
let server: Sample;
beforeAll(async () => {
  server = await serveSample({ sample: { failures } });
});
beforeEach(() => void server.logged.splice(0));
afterAll(closeSamples);

const fail = (how: string): Promise<Reply> =>
  post(server, { query: "query ($how: String!) { mustFail(how: $how) }", variables: { how } });
const failPartly = (how: string): Promise<Reply> =>
  post(server, { query: "query ($how: String!) { fail(how: $how) hello }", variables: { how } });

test.each(["bug", "string", "leaky", "invented"])(
  "D15 a fault (%s) shows its id only, and the log has the id with the stack",
  async (how) => {
    const reply = await fail(how);
    const requestId = reply.headers.get("x-request-id")!;
    expect({ status: reply.status, code: reply.code }).toEqual({ status: 500, code: "INTERNAL_SERVER_ERROR" });
    expect(reply.body.errors![0]).toEqual({
      message: ERROR_CODES.INTERNAL_SERVER_ERROR.message,
      locations: expect.any(Array) as unknown,
      path: ["mustFail"],
      extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
    });
    const line = server.logged.find((text) => text.includes(requestId) && text.includes("request failed by a fault"))!;
    expectNothingPersonal(line);
    expect(JSON.parse(line)).toMatchObject({
      fault: [{ frames: expect.arrayContaining([expect.stringMatching(/^at /)]) as unknown }],
    });
  },
);

test("D15 a fault while the context is made is a fault like any other", async () => {
  const broken = await serveSample({
    createContext: async () => {
      throw pgError("23505", "duplicate key");
    },
  });
  const reply = await post(broken, { query: "{ hello }" });
  expect({ status: reply.status, code: reply.code }).toEqual({ status: 500, code: "INTERNAL_SERVER_ERROR" });
  expectNothingPersonal(reply.text + broken.logged.join(""));
  expect(broken.logged.join("")).toContain(reply.headers.get("x-request-id"));
});

test("D15 a fault in the access check stops the operation and shows its id only", async () => {
  const executed: string[] = [];
  const broken = await serveSample({
    sample: { executed },
    beforeExecute: () => {
      throw new TypeError(`no table for ${CITIZEN}`);
    },
  });
  const reply = await post(broken, { query: "{ hello }" });
  expect({ status: reply.status, code: reply.code }).toEqual({ status: 500, code: "INTERNAL_SERVER_ERROR" });
  expectNothingPersonal(reply.text + broken.logged.join("").replace(/"time":\d+/g, ""));
  expect(reply.body.errors![0]!.extensions["requestId"]).toBe(reply.headers.get("x-request-id"));
  expect(broken.logged.join("")).toContain("TypeError");
  expect(executed).toEqual([]);
});

test.each(["unavailable", "unknownOutcome", "wrappedUnavailable"])(
  "when the database cannot answer (%s) the caller is told to come back, and when",
  async (how) => {
    const reply = await fail(how);
    expect({ status: reply.status, code: reply.code }).toEqual({ status: 503, code: "SERVICE_UNAVAILABLE" });
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(reply.body.errors![0]!.message).toMatch(/重试/);
    expectNothingPersonal(reply.text);
  },
);

test("an answer with data is a success that names what it lacks", async () => {
  const reply = await failPartly("unavailable");
  expect(reply.status).toBe(200);
  expect(reply.body.data).toEqual({ fail: null, hello: "hello " });
  expect(reply.code).toBe("SERVICE_UNAVAILABLE");
  expect(reply.headers.get("retry-after")).not.toBeNull();
});

test("only the agreed details leave the hub", async () => {
  expect((await fail("forbidden")).body.errors![0]!.extensions).toMatchObject({
    code: "FORBIDDEN",
    requiredScope: "write",
  });
  const { extensions } = (await fail("extra")).body.errors![0]!;
  expect(Object.keys(extensions).sort()).toEqual(["code", "requestId"]);
});

test("too many requests are told how long to wait", async () => {
  const reply = await fail("rate");
  expect([reply.status, reply.headers.get("retry-after")]).toEqual([429, "42"]);
});

test("a person's number in a message of our own is taken out all the same", async () => {
  expectNothingPersonal((await fail("echo")).text);
});

test("class-validator's findings name the field and the rule, and neither value nor target", async () => {
  const reply = await fail("validation");
  expect(reply.code).toBe("BAD_USER_INPUT");
  expect(reply.body.errors![0]!.extensions["fields"]).toEqual([{ path: "applicant.idNumber", rules: ["isIdNumber"] }]);
  expectNothingPersonal(reply.text);
});

describe("statuses", () => {
  const wrong = [
    ["GRAPHQL_PARSE_FAILED", "{"],
    ["GRAPHQL_VALIDATION_FAILED", "{ nope }"],
    ["QUERY_TOO_COMPLEX", "{ shelf(first: 100) { copies(first: 100) { copies(first: 100) { id } } } }"],
    ["BAD_USER_INPUT", "{ shelf(first: 0) { id } }"],
  ] as const;

  test.each(wrong)(
    "%s is 400 for a client that knows the media type of GraphQL, and 200 for plain JSON",
    async (code, query) => {
      const statuses = new Map<string, number>();
      for (const accept of ["application/graphql-response+json", "application/json", "*/*"]) {
        const reply = await post(server, { query }, { accept });
        expect(reply.code).toBe(code);
        statuses.set(accept, reply.status);
      }
      expect([...statuses.values()]).toEqual([400, 200, 200]);
    },
  );

  test("a token that is refused is 401 in either media type, with the challenge", async () => {
    for (const accept of ["application/graphql-response+json", "application/json"]) {
      const reply = await post(server, { query: "{ hello }" }, { accept, authorization: "Bearer bad" });
      expect([reply.status, reply.code, reply.headers.get("www-authenticate")]).toEqual([
        401,
        "UNAUTHENTICATED",
        "Bearer",
      ]);
    }
  });

  test("an answer nobody could read is refused before the mutation runs", async () => {
    const executed: string[] = [];
    const own = await serveSample({ sample: { executed } });
    const query = 'mutation { shelve(input: { clientKey: "a", shelfmark: "b" }) { id } }';
    const reply = await post(own, { query }, { accept: "text/html" });
    expect([reply.status, reply.code, executed]).toEqual([406, "UNSUPPORTED_MEDIA_TYPE", []]);
  });

  test("an operation that takes too long is put off", async () => {
    let finish = (_text: string): void => undefined;
    const slow = () => new Promise<string>((resolve) => (finish = resolve));
    const own = await serveSample({ sample: { slow }, limits: { transport: { answerMs: 50 } } });
    const reply = await post(own, { query: "{ slow }" });
    expect([reply.status, reply.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
    expect(reply.headers.get("retry-after")).not.toBeNull();
    finish("too late");
    expect((await post(own, { query: "{ hello }" })).status).toBe(200);
  });
});

describe("the request id", () => {
  test("stands on every response and in every error, and is never the caller's to choose", async () => {
    const replies = [
      await post(server, { query: "{ hello }" }, { "x-request-id": CITIZEN }),
      await post(server, { query: "{" }),
      await post(server, "{"),
      await post(server, []),
      await get(server, { query: "{ hello }" }),
      await fail("bug"),
      await post(server, { query: "{ hello }" }, { "content-type": "text/plain" }),
    ];
    const ids = replies.map(({ headers }) => headers.get("x-request-id"));
    expect(new Set(ids).size).toBe(replies.length);
    for (const [index, id] of ids.entries()) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
      for (const error of replies[index]!.body.errors ?? []) expect(error.extensions["requestId"]).toBe(id);
    }
  });

  test("an address nobody serves answers like the rest", async () => {
    const response = await fetch(`${server.url}/nowhere/${CITIZEN}`);
    const text = await response.text();
    expect(response.status).toBe(404);
    expect(text).toContain("NOT_FOUND");
    expectNothingPersonal(text);
  });

  test("answers are not kept by anybody on the way", async () => {
    for (const query of ["{ hello }", "{"]) {
      expect((await post(server, { query })).headers.get("cache-control")).toBe("no-store");
    }
  });
});

test("every code has a Chinese sentence, a meaning, statuses and a rule about trying again", () => {
  for (const [code, entry] of Object.entries(ERROR_CODES)) {
    expect(entry.message).toMatch(/[\u4e00-\u9fff].*。$/);
    expect(entry.meaning).toMatch(/^[A-Z].*\.$/);
    expect([200, entry.status]).toContain(entry.jsonStatus);
    expect(["NEVER", "AFTER_SIGN_IN", "LATER"]).toContain(entry.retry);
    expect(callerError(code as ErrorCode).extensions["code"]).toBe(code);
  }
});

test("the scrub knows numbers of 15 to 19 digits, a last X, full-width digits and mobile numbers", () => {
  const text = `a ${CITIZEN} b ${OLD_NUMBER} c 11010119900101123X d １１０１０１１９９００１０１１２３７ e ${MOBILE} f 6222021234567890123`;
  expect(scrub(text)).toBe("a [number] b [number] c [number] d [number] e [number] f [number]");
  expect(scrub("2024-05-01 12:00, 20000 件, 1700000000000")).toBe("2024-05-01 12:00, 20000 件, 1700000000000");
});

test("a fault that has itself as its cause ends the log line all the same", () => {
  const error: Error & { cause?: unknown } = new Error("round");
  error.cause = error;
  expect(describeFault(error).length).toBeLessThanOrEqual(5);
});

import { GraphQLError } from "graphql";
import { ArgumentValidationError } from "type-graphql";
import { DatabaseUnavailable, OutcomeUnknown } from "../../../src/platform/pg-errors";
import { callerError, ERROR_CODES, type ErrorCode } from "../../../src/platform/http/errors";
import { describeFault, scrub } from "../../../src/platform/http/fault-log";
import type { Failures } from "./sample-schema";
import { closeSamples, get, post, serveSample, type Reply, type Sample } from "./sample-server";

const CITIZEN = "110101199001011237";
const OLD_NUMBER = "110101900101123";
const MOBILE = "13812345678";
const NAME = "欧阳修远";

/** An error as node-postgres makes it, with everything PostgreSQL says about the row. */
function pgError(code: string, message: string, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), {
    name: "error",
    code,
    severity: "ERROR",
    detail: `Key (id_number, name)=(${CITIZEN}, ${NAME}) already exists.`,
    hint: `try ${MOBILE}`,
    where: `COPY person, line 3: "${CITIZEN}"`,
    table: "person",
    constraint: "person_id_number_key",
    file: "nbtinsert.c",
    routine: "_bt_check_unique",
    ...more,
  });
}

/** TypeORM's wrapper carries the statement and its parameters. */
function queryFailed(driverError: Error): Error {
  const failed = Object.assign(new Error(driverError.message), { name: "QueryFailedError" });
  return Object.assign(failed, driverError, { name: "QueryFailedError", driverError, query: "insert into person values ($1)", parameters: [CITIZEN, NAME] });
}

const PG_FAULTS: readonly (readonly [string, string])[] = [
  ["22001", `value too long for type character varying(10)`],
  ["22003", `value "${CITIZEN}" is out of range for type integer`],
  ["22007", `invalid input syntax for type date: "${CITIZEN}"`],
  ["22021", `invalid byte sequence for encoding "UTF8": 0x00`],
  ["22P02", `invalid input syntax for type uuid: "${NAME} ${CITIZEN}"`],
  ["23502", `null value in column "name" of relation "person" violates not-null constraint`],
  ["23503", `insert or update on table "party" violates foreign key constraint "party_person_fk"`],
  ["23505", `duplicate key value violates unique constraint "person_id_number_key"`],
  ["23514", `new row for relation "person" violates check constraint "person_id_number_check"`],
  ["40001", "could not serialize access due to concurrent update"],
  ["40P01", "deadlock detected"],
  ["42601", `syntax error at or near "${NAME}"`],
  ["42703", `column "geheimspalte" does not exist`],
  ["42P01", `relation "geheimtabelle" does not exist`],
  ["53300", "too many connections for role"],
  ["57014", "canceling statement due to statement timeout"],
  ["57P01", "terminating connection due to administrator command"],
  ["P0001", `citizen ${CITIZEN} with phone ${MOBILE} refused`],
  ["XX000", "unexpected chunk number 0 (expected 1) for toast value 16432"],
];

const failures: Failures = {
  bug: () => {
    throw new TypeError(`Cannot read properties of undefined (reading '${CITIZEN}')`);
  },
  string: () => {
    throw `${CITIZEN} thrown as a string`;
  },
  leaky: () => {
    throw new GraphQLError(`row of ${CITIZEN}`, { extensions: { exception: { stacktrace: ["secret"] }, sql: "select 1" } });
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
for (const [code, message] of PG_FAULTS) {
  failures[`pg${code}`] = () => {
    throw pgError(code, message);
  };
  failures[`orm${code}`] = () => {
    throw queryFailed(pgError(code, message));
  };
}

let server: Sample;
beforeAll(async () => {
  server = await serveSample({ sample: { failures } });
});
beforeEach(() => void server.logged.splice(0));
afterAll(closeSamples);

const fail = (how: string): Promise<Reply> => post(server, { query: "query ($how: String!) { mustFail(how: $how) }", variables: { how } });
const failPartly = (how: string): Promise<Reply> => post(server, { query: "query ($how: String!) { fail(how: $how) hello }", variables: { how } });

function expectNothingPersonal(text: string): void {
  for (const secret of [CITIZEN, OLD_NUMBER, MOBILE, NAME]) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\d{15,}/);
}

describe("D15 a database error reaches neither the caller nor, with its data, the log", () => {
  const cases = PG_FAULTS.flatMap(([code]) => [["pg", code] as const, ["orm", code] as const]);

  test.each(cases)("%s %s", async (kind, code) => {
    const reply = await fail(kind + code);
    expect({ status: reply.status, code: reply.code }).toEqual({ status: 500, code: "INTERNAL_SERVER_ERROR" });
    expectNothingPersonal(reply.text);
    expect(reply.body.errors![0]!.message).toBe(ERROR_CODES.INTERNAL_SERVER_ERROR.message);
    expect(reply.text).not.toMatch(/person|constraint|relation|select|insert|geheim|stack|\.ts|node_modules|at /i);
    expect(Object.keys(reply.body.errors![0]!.extensions).sort()).toEqual(["code", "requestId"]);

    const line = server.logged.find((text) => text.includes("request failed by a fault"))!;
    expectNothingPersonal(line.replace(/"time":\d+/, ""));
    expect(JSON.parse(line)).toMatchObject({
      level: 50,
      requestId: reply.body.errors![0]!.extensions["requestId"],
      path: "mustFail",
    });
    expect(line).toContain(`"sqlState":"${code}"`);
    expect(line).toContain('"constraint":"person_id_number_key"');
    expect(line).not.toMatch(/insert into|already exists|try |COPY/);
  });
});

test.each(["bug", "string", "leaky", "invented"])("D15 a fault (%s) shows its id only, and the log has the id with the stack", async (how) => {
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
  expect(JSON.parse(line)).toMatchObject({ fault: [{ frames: expect.arrayContaining([expect.stringMatching(/^at /)]) as unknown }] });
});

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
  expect((await fail("forbidden")).body.errors![0]!.extensions).toMatchObject({ code: "FORBIDDEN", requiredScope: "write" });
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

describe("what is wrong with a variable is told without the value", () => {
  const query = "query ($f: FolioFilter, $n: String!) { hello(filter: $f, name: $n) }";
  const send = (variables: unknown, to: Sample = server): Promise<Reply> => post(to, { query, variables });

  test.each([
    ["a scalar of ours says it in its own words", { f: { zifferkode: `${CITIZEN}0` }, n: "" }, ["f", "zifferkode"], /18 位数字/],
    ["a wrong type", { f: { number: NAME }, n: "" }, ["f", "number"], /取值与类型不符/],
    ["an unknown enum value", { f: { binding: NAME }, n: "" }, ["f", "binding"], /取值与类型不符/],
    ["deep inside a list", { f: { all: [{}, { all: [{ number: CITIZEN }] }] }, n: "" }, ["f", "all", 1, "all", 0, "number"], /取值/],
    ["an input field that does not exist", { f: { inscriptionn: NAME }, n: "" }, ["f"], /没有这个输入字段（inscriptionn）/],
    ["a required variable that is missing", { f: {} }, ["n"], /必填/],
    ["a required variable that is null", { n: null }, ["n"], /不能为 null/],
  ])("%s", async (_what, variables, inputPath, message) => {
    const reply = await send(variables);
    const [error] = reply.body.errors!;
    expect({ status: reply.status, code: reply.code }).toEqual({ status: 400, code: "BAD_USER_INPUT" });
    expect(error!.extensions["inputPath"]).toEqual(inputPath);
    expect(error!.message).toMatch(message);
    expect(reply.text).not.toMatch(/did you mean/i);
    expectNothingPersonal(reply.text);
    expectNothingPersonal(server.logged.join("").replace(/"time":\d+/g, ""));
  });

  test("the name of a missing input field is told only where the schema may be read", async () => {
    const open = await serveSample({ introspection: true });
    const mutation = "mutation ($i: ShelfmarkInput!) { shelve(input: $i) { id } }";
    const body = { query: mutation, variables: { i: { clientKey: "a" } } };
    expect((await post(server, body)).text).not.toContain("shelfmark");
    expect((await post(open, body)).body.errors![0]!.message).toBe("变量 $i：缺少必填的参数或字段（shelfmark）。");
  });

  test("the same for literals", async () => {
    const reply = await post(server, { query: `{ hello(filter: { zifferkode: "${CITIZEN}0", number: "${NAME}" }) }` });
    expect(reply.code).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(reply.text).toContain("18 位数字");
    expectNothingPersonal(reply.text);
  });
});

describe("statuses", () => {
  const wrong = [
    ["GRAPHQL_PARSE_FAILED", "{"],
    ["GRAPHQL_VALIDATION_FAILED", "{ nope }"],
    ["QUERY_TOO_COMPLEX", "{ shelf(first: 100) { copies(first: 100) { copies(first: 100) { id } } } }"],
    ["BAD_USER_INPUT", "{ shelf(first: 0) { id } }"],
  ] as const;

  test.each(wrong)("%s is 400 for a client that knows the media type of GraphQL, and 200 for plain JSON", async (code, query) => {
    const statuses = new Map<string, number>();
    for (const accept of ["application/graphql-response+json", "application/json", "*/*"]) {
      const reply = await post(server, { query }, { accept });
      expect(reply.code).toBe(code);
      statuses.set(accept, reply.status);
    }
    expect([...statuses.values()]).toEqual([400, 200, 200]);
  });

  test("a token that is refused is 401 in either media type, with the challenge", async () => {
    for (const accept of ["application/graphql-response+json", "application/json"]) {
      const reply = await post(server, { query: "{ hello }" }, { accept, authorization: "Bearer bad" });
      expect([reply.status, reply.code, reply.headers.get("www-authenticate")]).toEqual([401, "UNAUTHENTICATED", "Bearer"]);
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

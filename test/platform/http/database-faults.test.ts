import { ERROR_CODES } from "../../../src/platform/http/errors";
import { CITIZEN, expectNothingPersonal, MOBILE, NAME, pgError } from "./personal-data";
import type { Failures } from "./sample-schema";
import { closeSamples, post, serveSample, type Reply, type Sample } from "./sample-server";

/** TypeORM's wrapper carries the statement and its parameters. */
function queryFailed(driverError: Error): Error {
  const failed = Object.assign(new Error(driverError.message), { name: "QueryFailedError" });
  return Object.assign(failed, driverError, {
    name: "QueryFailedError",
    driverError,
    query: "insert into person values ($1)",
    parameters: [CITIZEN, NAME],
  });
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

const failures: Failures = {};
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

const fail = (how: string): Promise<Reply> =>
  post(server, { query: "query ($how: String!) { mustFail(how: $how) }", variables: { how } });

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

import {
  DatabaseUnavailable,
  isBrokenConnection,
  isOutcomeKnown,
  sqlState,
  toDatabaseError,
} from "../../src/platform/pg-errors";

test.each([
  ["ECONNREFUSED", "UNREACHABLE"],
  ["ECONNRESET", "UNREACHABLE"],
  ["EPIPE", "UNREACHABLE"],
  ["ETIMEDOUT", "TIMEOUT"],
  ["40001", "BUSY"],
  ["57P01", "UNREACHABLE"],
  ["08006", "UNREACHABLE"],
])("%s means that the database could not answer: %s", (code, reason) => {
  const error = toDatabaseError(Object.assign(new Error("write failed"), { code }));
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(error).toMatchObject({ reason });
});

test("a system error of five letters is not taken for an SQLSTATE, and the connection it ended is not used again", () => {
  const broken = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
  expect(sqlState(broken)).toBeUndefined();
  expect(isBrokenConnection(broken)).toBe(true);
});

test("an error of the statement itself passes unchanged", () => {
  const error = Object.assign(new Error("relation does not exist"), { code: "42P01" });
  expect(toDatabaseError(error)).toBe(error);
});

test.each([
  ["a rule that was hit", { code: "23514", severity: "ERROR" }, true],
  ["the same from a server that speaks Chinese", { code: "23514", severity: "错误" }, true],
  ["a fault of the server that it lived through", { code: "XX000", severity: "ERROR" }, true],
  ["a lost race", { code: "40001" }, true],
  ["a statement that took too long", { code: "57014" }, true],
  ["a session that was ended", { code: "57P01", severity: "FATAL" }, false],
  ["a server that went down", { code: "XX000", severity: "PANIC" }, false],
  ["a disk that failed", { code: "58030" }, false],
  ["a connection that broke", { code: "ECONNRESET" }, false],
  ["silence", { message: "Query read timeout" }, false],
])("with COMMIT under way, %s tells the outcome or does not", (_what, error, isKnown) => {
  expect(isOutcomeKnown(Object.assign(new Error(), error))).toBe(isKnown);
});

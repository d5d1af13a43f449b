import { DatabaseUnavailable, isBrokenConnection, sqlState, toDatabaseError } from "../../src/platform/pg-errors";

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

import { createHmac, timingSafeEqual } from "node:crypto";
import { GraphQLError } from "graphql";
import { openCursor, sealCursor, type CursorMac } from "../../../src/platform/cursor";
import { toSafeError } from "../../../src/platform/http/error-answer";

const mac: CursorMac = {
  seal: (plain) => Buffer.from(plain).toString("base64url"),
  open: (body) => Buffer.from(body, "base64url").toString(),
  mac: (purpose, value) => "A1" + createHmac("sha256", "key").update(`${purpose}\0${value}`).digest("base64url"),
  verifyMac(purpose, value, given) {
    const [expected, actual] = [Buffer.from(this.mac(purpose, value)), Buffer.from(given)];
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  },
};

const SCOPE = "Query.folios:a1b2c3:WINDOW:zhang";
const POSITION = ["2026-01-02T03:04:05.678Z", "0190a1b2-0000-7000-8000-000000000001", 5, null, "欧阳"];

function refusal(scope: string, text: string): GraphQLError {
  try {
    openCursor(mac, scope, text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
  throw new Error(`opened: ${text}`);
}

test("D19 a cursor opens under its own scope to the position it was sealed with", () => {
  expect(openCursor(mac, SCOPE, sealCursor(mac, { scope: SCOPE, position: POSITION }))).toEqual(POSITION);
  expect(openCursor(mac, "", sealCursor(mac, { scope: "", position: [] }))).toEqual([]);
});

test("D19 one bit changed in any byte, and it opens no more", () => {
  const cursor = Buffer.from(sealCursor(mac, { scope: SCOPE, position: POSITION }));
  for (let index = 0; index < cursor.length; index++) {
    for (const bit of [1, 2, 4, 32]) {
      const changed = Buffer.from(cursor);
      changed[index]! ^= bit;
      expect(refusal(SCOPE, changed.toString("latin1")).extensions["code"]).toBe("BAD_USER_INPUT");
    }
  }
});

test("D19 one byte taken out or put in at any place, and it opens no more", () => {
  const cursor = sealCursor(mac, { scope: SCOPE, position: POSITION });
  for (let index = 0; index <= cursor.length; index++) {
    const [before, after] = [cursor.slice(0, index), cursor.slice(index)];
    refusal(SCOPE, `${before}A${after}`);
    if (after) refusal(SCOPE, before + after.slice(1));
    if (after) refusal(SCOPE, before);
  }
});

test.each([
  ["another caller", "Query.folios:a1b2c3:WINDOW:li"],
  ["another role", "Query.folios:a1b2c3:REPORTING:zhang"],
  ["another filter", "Query.folios:ffffff:WINDOW:zhang"],
  ["another field", "Query.marginalia:a1b2c3:WINDOW:zhang"],
  ["a longer scope", `${SCOPE}g`],
  ["a shorter scope", SCOPE.slice(0, -1)],
  ["none", ""],
])("D19 under the scope of %s it does not open", (_whose, scope) => {
  refusal(scope, sealCursor(mac, { scope: SCOPE, position: POSITION }));
});

test("D19 nothing moves from the scope into the position", () => {
  const cursor = sealCursor(mac, { scope: "a", position: [1, 2, 3, 4, 5] });
  const [body = "", seal = ""] = cursor.split(".");
  // Four characters of base64 are three whole bytes, so what is left is still proper base64.
  refusal(`a${body.slice(0, 4)}`, `${body.slice(4)}.${seal}`);
});

test.each([
  ["nothing", ""],
  ["a dot", "."],
  ["a position without a seal", Buffer.from("[1]").toString("base64url")],
  ["a position with an empty seal", `${Buffer.from("[1]").toString("base64url")}.`],
  ["SQL", "' or 1=1 --"],
  ["a megabyte", "A".repeat(1_000_000)],
  ["the cursor of another system", "YXJyYXljb25uZWN0aW9uOjA="],
])("D19 %s is refused with the same words as any other wrong cursor", (_what, text) => {
  const own = refusal("other", sealCursor(mac, { scope: SCOPE, position: POSITION }));
  expect(toSafeError(refusal(SCOPE, text))).toEqual(toSafeError(own));
  expect(toSafeError(own)).toEqual({
    message: "游标无效，或不属于这个查询与身份，请从第一页重新读取。",
    extensions: { code: "BAD_USER_INPUT", inputPath: ["after"] },
  });
});

test("D19 a seal made for another purpose opens no cursor", () => {
  const body = Buffer.from("[1]").toString("base64url");
  refusal(SCOPE, `${body}.${mac.mac("token", `${SCOPE.length}:${SCOPE}${body}`)}`);
});

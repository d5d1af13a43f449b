import type { GraphQLError } from "graphql";
import { callerError } from "./http/errors";

/** The part of the crypto provider that is needed here. */
export interface CursorMac {
  seal(plain: string): string;
  open(sealed: string): string;
  mac(purpose: string, value: string): string;
  verifyMac(purpose: string, value: string, mac: string): boolean;
}

interface CursorContent {
  /** Whose page of what: field, filter and caller. A cursor opens only under the scope it was sealed for. */
  readonly scope: string;
  /** The values of the order columns of the last row. Hidden: they may tell how much others have written in between. */
  readonly position: readonly unknown[];
}

const PURPOSE = "cursor";
const LONGEST = 2_000;

/** An opaque place in a list. The scope is not written into it; it is only in what the seal covers. */
export function sealCursor(mac: CursorMac, { scope, position }: CursorContent): string {
  const body = mac.seal(JSON.stringify(position));
  return `${body}.${mac.mac(PURPOSE, sealed(scope, body))}`;
}

/** @throws BAD_USER_INPUT, the same for every kind of wrong cursor, so that trying them out teaches nothing. */
export function openCursor(mac: CursorMac, scope: string, text: string): readonly unknown[] {
  const dot = text.length > LONGEST ? -1 : text.lastIndexOf(".");
  const body = text.slice(0, Math.max(dot, 0));
  // The seal is looked at first: nothing of an unsealed text is ever opened.
  if (dot < 0 || !mac.verifyMac(PURPOSE, sealed(scope, body), text.slice(dot + 1))) throw notOurs();
  return JSON.parse(mac.open(body)) as unknown[];
}

/** The length in front keeps scope and body apart, whatever stands in the scope. */
function sealed(scope: string, body: string): string {
  return `${scope.length}:${scope}${body}`;
}

function notOurs(): GraphQLError {
  const message = "游标无效，或不属于这个查询与身份，请从第一页重新读取。";
  return callerError("BAD_USER_INPUT", { message, details: { inputPath: ["after"] } });
}

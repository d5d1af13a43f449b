import { hash } from "node:crypto";
import { configure } from "safe-stable-stringify";

const stringify = configure({ strict: true });

/** JSON with its keys in order (RFC 8785): the same for equal values, whatever order they were put together in. */
export function canonicalJson(value: object): string {
  return stringify(value)!;
}

/** SHA-256 of the canonical JSON, in hexadecimal: the order of keys makes no difference, every value does. */
export function digest(value: object): string {
  return hash("sha256", canonicalJson(value));
}

import { checkDigit11643 } from "../../src/person/identity.rules";

let running = 0;

/** An invented citizen's number: the check digit is right, place and birth date are made up, and no two calls agree. */
export function freshIdNumber(): string {
  running += 1;
  const birth = new Date(Date.UTC(1950, 0, 1) + (running % 18_000) * 86_400_000).toISOString().slice(0, 10);
  const serial = String(100 + (Math.floor(running / 18_000) % 900));
  const first17 = `330482${birth.replaceAll("-", "")}${serial}`;
  return first17 + checkDigit11643(first17);
}

/** A citizen with a document of their own. */
export function aPerson(name = "沈秋实", changes: object = {}): object {
  return { person: { name, idKind: "RESIDENT_ID", idNumber: freshIdNumber(), phone: "13912345678", ...changes } };
}

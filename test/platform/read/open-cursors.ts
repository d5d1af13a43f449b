import type { Answer, TestHub } from "../../support/hub";

const CURSOR = /^A1[\w-]{40,}\.A1[\w-]{40,}$/;

/** Cursors are sealed anew each time; what matters is where they lead. */
export function withOpenCursors({ hub }: TestHub, answer: Answer): unknown {
  return JSON.parse(answer.text, (key, value: unknown) => {
    if (typeof value !== "string" || !CURSOR.test(value)) return key === "requestId" ? "" : value;
    const position = JSON.parse(hub.parts.crypto.open(value.slice(0, value.lastIndexOf(".")))) as string[];
    return position.map((place) => (/^\d{4}-/.test(place) ? new Date(place).toISOString() : place));
  });
}

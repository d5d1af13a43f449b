import type { Ref } from "./world";

/**
 * The first place where an answer differs from what the model expects, or undefined. A reference that has no name yet
 * takes the one it meets.
 */
export function difference(expected: unknown, actual: unknown, path = "answer"): string | undefined {
  if (isRef(expected)) {
    const id = (actual as { id?: unknown } | null)?.id;
    if (typeof id !== "string") return `${path}: expected something with an id, got ${show(actual)}`;
    expected.id ??= id;
    return expected.id === id ? undefined : `${path}: expected ${expected.id}, got ${id}`;
  }
  if (typeof expected !== "object" || expected === null || typeof actual !== "object" || actual === null) {
    return Object.is(expected, actual) ? undefined : `${path}: expected ${show(expected)}, got ${show(actual)}`;
  }
  if (Array.isArray(expected) || Array.isArray(actual)) {
    const [wanted, found] = [expected as unknown[], actual as unknown[]];
    if (wanted.length !== found.length)
      return `${path}: expected ${wanted.length} items ${show(expected)}, got ${show(actual)}`;
  }
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const found = difference(expected[name as never], actual[name as never], `${path}.${name}`);
    if (found) return found;
  }
  return undefined;
}

function isRef(value: unknown): value is Ref {
  return typeof value === "object" && value !== null && (value as { ref?: unknown }).ref === true;
}

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 300);

import { GraphQLError } from "graphql";
import { sqlState } from "../pg-errors";

// Identity numbers have 15 or 18 characters, bank cards 16 to 19; mobile numbers eleven digits that begin with 13 to 19.
const LONG_NUMBER = /\p{Nd}{15,}[XxＸｘ]?/gu;
const MOBILE_NUMBER = /(?<!\p{Nd})[1１][3-9３-９]\p{Nd}{9}(?!\p{Nd})/gu;

/** Takes out what looks like a person's number, wherever it stands. */
export function scrub(text: string): string {
  return text.replace(LONG_NUMBER, "[number]").replace(MOBILE_NUMBER, "[number]");
}

interface FaultLine {
  readonly name: string;
  readonly message: string;
  readonly frames: readonly string[];
  readonly sqlState?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

/**
 * What the log keeps of a fault: the error and its causes. PostgreSQL's `detail`, `where` and `hint`, the statement and
 * its parameters hold citizens' data and are left out.
 */
export function describeFault(error: unknown): FaultLine[] {
  const lines: FaultLine[] = [];
  let link: unknown = error;
  for (let depth = 0; depth < 5 && link !== undefined && link !== null; depth++) {
    // graphql wraps what a resolver throws and repeats its message and stack.
    if (!(link instanceof GraphQLError && link.originalError)) lines.push(toLine(link));
    const { originalError, cause, driverError } = link as {
      originalError?: unknown;
      cause?: unknown;
      driverError?: unknown;
    };
    link = originalError ?? cause ?? driverError;
  }
  return lines;
}

function toLine(link: unknown): FaultLine {
  if (!(link instanceof Error)) return { name: typeof link, message: "not an error object", frames: [] };
  const state = sqlState(link);
  const { constraint, table, column } = link as { constraint?: string; table?: string; column?: string };
  return {
    name: link.name,
    message: scrub(state === undefined ? link.message : withoutValues(state, link.message)).slice(0, 2_000),
    // The head of a stack repeats the message; only the places are wanted.
    frames: (link.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 20)
      .map((line) => line.trim()),
    ...(state !== undefined && { sqlState: state }),
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    ...(column !== undefined && { column }),
  };
}

/** Data exceptions (class 22) and syntax errors quote the offending value; the others quote names of the schema. */
function withoutValues(state: string, message: string): string {
  return state.startsWith("22") || state === "42601" ? message.replace(/"[^]*"/, '"…"') : message;
}

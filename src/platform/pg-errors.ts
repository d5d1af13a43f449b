/** What the caller may conclude: all three mean "nothing was decided, come back with the same key". */
export type UnavailableReason = "BUSY" | "UNREACHABLE" | "TIMEOUT";

const UNAVAILABLE_MESSAGE: Readonly<Record<UnavailableReason, string>> = {
  BUSY: "系统繁忙，请稍后用同一个请求键重试。",
  UNREACHABLE: "数据库暂时无法连接，请稍后用同一个请求键重试。",
  TIMEOUT: "处理超时，请稍后用同一个请求键重试。",
};

/** The database could not answer; nothing of the work was kept. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
  readonly code = "DATABASE_UNAVAILABLE";
  readonly isRetryable = true;

  constructor(
    readonly reason: UnavailableReason,
    cause?: unknown,
  ) {
    super(UNAVAILABLE_MESSAGE[reason], { cause });
  }
}

/** The connection was lost while COMMIT was on its way: the work is either whole in the database or not there at all. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
  readonly code = "OUTCOME_UNKNOWN";
  readonly isRetryable = true;

  constructor(cause?: unknown) {
    super("提交结果未能确认，请用同一个请求键重试，系统会返回已保存的结果或重新处理。", { cause });
  }
}

/** Thrown by work that lost a race it can win the second time (a unique key it declares harmless). */
export class RetryTransaction extends Error {
  override readonly name = "RetryTransaction";

  constructor(cause?: unknown) {
    super("the work asks for a new transaction", { cause });
  }
}

const REASON_BY_SQLSTATE: Readonly<Record<string, UnavailableReason>> = {
  "25006": "UNREACHABLE", // connected to a standby, as happens during a failover
  "25P03": "TIMEOUT", // idle in transaction
  "25P04": "TIMEOUT", // transaction_timeout
  "40001": "BUSY",
  "40P01": "BUSY",
  "53100": "UNREACHABLE", // disk full
  "53200": "BUSY",
  "53300": "BUSY",
  "55P03": "BUSY", // lock_timeout
  "57014": "TIMEOUT", // statement_timeout
  "57P01": "UNREACHABLE",
  "57P02": "UNREACHABLE",
  "57P03": "UNREACHABLE",
  "57P05": "TIMEOUT",
};

const REASON_BY_SYSTEM_CODE: Readonly<Record<string, UnavailableReason>> = {
  ECONNREFUSED: "UNREACHABLE",
  ECONNRESET: "UNREACHABLE",
  EPIPE: "UNREACHABLE",
  EHOSTUNREACH: "UNREACHABLE",
  ENETUNREACH: "UNREACHABLE",
  ENOTFOUND: "UNREACHABLE",
  EAI_AGAIN: "UNREACHABLE",
  ETIMEDOUT: "TIMEOUT",
};

/** pg raises these without any code, so the text is all there is to go by. */
const REASON_BY_MESSAGE: readonly (readonly [string, UnavailableReason])[] = [
  ["timeout exceeded when trying to connect", "BUSY"],
  ["Query read timeout", "TIMEOUT"],
  ["timeout expired", "UNREACHABLE"],
  ["Connection terminated", "UNREACHABLE"],
  ["Client has encountered a connection error", "UNREACHABLE"],
  ["Client was closed", "UNREACHABLE"],
  ["Cannot use a pool after calling end", "UNREACHABLE"],
];

/** Every SQLSTATE has a digit in it; system errors of five letters (EPIPE, EPERM) have none. */
const SQLSTATE = /^(?=.*[0-9])[0-9A-Z]{5}$/;

/** The SQLSTATE of an error, also when TypeORM or one of the classes above is wrapped around it. */
export function sqlState(error: unknown): string | undefined {
  return fromChain(error, (link) =>
    typeof link.code === "string" && SQLSTATE.test(link.code) ? link.code : undefined,
  );
}

export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== "23505") return false;
  return constraint === undefined || fromChain(error, (link) => link.constraint) === constraint;
}

/** True when another attempt in a new transaction may succeed: serialization failure or deadlock. */
export function isLostRace(error: unknown): boolean {
  const state = sqlState(error);
  return state === "40001" || state === "40P01";
}

/** True when the connection itself can no longer be trusted and must not go back to the pool. */
export function isBrokenConnection(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined)
    return state.startsWith("08") || state.startsWith("57P") || state === "25P03" || state === "25P04";
  return reasonOf(error) !== undefined;
}

/** Faults of the server itself, which may have ended it: insufficient resources of the system, its files, its own code. */
const SERVER_FAULT = /^(58|F0|XX)/;

/**
 * Whether an error that came while COMMIT was under way is the server's word that nothing was kept: an ERROR. Silence, a
 * lost connection, a FATAL or a PANIC is no answer at all. A server that writes these words in a language of its own is
 * judged by the SQLSTATE.
 */
export function isOutcomeKnown(error: unknown): boolean {
  if ((error as { severity?: string }).severity === "ERROR") return true;
  const state = sqlState(error);
  return state !== undefined && !isBrokenConnection(error) && !SERVER_FAULT.test(state);
}

/** Errors that mean "the database could not answer" become DatabaseUnavailable; every other one passes unchanged. */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable || error instanceof OutcomeUnknown) return error;
  const reason = reasonOf(error);
  return reason === undefined ? error : new DatabaseUnavailable(reason, error);
}

function reasonOf(error: unknown): UnavailableReason | undefined {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith("08") ? "UNREACHABLE" : REASON_BY_SQLSTATE[state];
  return fromChain(error, (link) => {
    if (typeof link.code === "string" && link.code in REASON_BY_SYSTEM_CODE) return REASON_BY_SYSTEM_CODE[link.code];
    return REASON_BY_MESSAGE.find(([text]) => link.message?.includes(text))?.[1];
  });
}

interface ErrorLink {
  code?: unknown;
  constraint?: string;
  message?: string;
  cause?: unknown;
}

function fromChain<Found>(error: unknown, pick: (link: ErrorLink) => Found | undefined): Found | undefined {
  let link = error;
  for (let depth = 0; depth < 5 && typeof link === "object" && link !== null; depth++) {
    const found = pick(link as ErrorLink);
    if (found !== undefined) return found;
    link = (link as ErrorLink).cause;
  }
  return undefined;
}

import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { DETAIL_KEYS, ERROR_CODES, isErrorCode, MalformedRequest, type ErrorCode, type ErrorEntry } from "./errors";
import { describeFault, scrub } from "./fault-log";

/** What may be told of an error, and whether there is more that only the log may know. */
interface Recognised {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Malformed below GraphQL, so that no media type may call it a success. */
  readonly isMalformed?: boolean;
  readonly isFault?: boolean;
}

export interface ErrorAnswer {
  readonly errors: readonly GraphQLFormattedError[];
  readonly status: number;
  readonly jsonStatus: number;
  readonly headers: Readonly<Record<string, string>>;
}

const DEFAULT_RETRY_SECONDS = 5;

/** Turns whatever was thrown into what may be sent, and writes what may not be sent to the log under the same id. */
export function answerErrors(thrown: readonly unknown[], requestId: string, log: Logger): ErrorAnswer {
  const recognised = thrown.map(recognise);
  const errors = thrown.map((error, index) => toFormatted(error, recognised[index]!, requestId));
  thrown.forEach((error, index) => logError(error, recognised[index]!, requestId, log));
  const first = recognised[0] ?? { code: "INTERNAL_SERVER_ERROR", message: "" };
  const entry: ErrorEntry = ERROR_CODES[first.code];
  return {
    errors,
    status: entry.status,
    jsonStatus: first.isMalformed ? entry.status : entry.jsonStatus,
    headers: headersFor(recognised),
  };
}

/** The same for an error that belongs to no request yet. */
export function toSafeError(error: unknown): GraphQLFormattedError {
  const { code, message, details } = recognise(error);
  return { message: scrub(message), extensions: { ...details, code } };
}

function toFormatted(error: unknown, known: Recognised, requestId: string): GraphQLFormattedError {
  const { locations, path } = error instanceof GraphQLError ? error : {};
  return {
    message: scrub(known.message),
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { ...known.details, code: known.code, requestId },
  };
}

function headersFor(recognised: readonly Recognised[]): Record<string, string> {
  const headers: Record<string, string> = {};
  const waiting = recognised.find(({ code }) => code === "SERVICE_UNAVAILABLE" || code === "RATE_LIMITED");
  if (waiting) headers["retry-after"] = String(waiting.details?.["retryAfterSeconds"] ?? DEFAULT_RETRY_SECONDS);
  if (recognised.some(({ code }) => code === "UNAUTHENTICATED")) headers["www-authenticate"] = "Bearer";
  return headers;
}

function logError(error: unknown, known: Recognised, requestId: string, log: Logger): void {
  const path = error instanceof GraphQLError ? error.path?.join(".") : undefined;
  const line = { requestId, code: known.code, ...(path !== undefined && { path }) };
  if (known.isFault) log.error({ ...line, fault: describeFault(error) }, "request failed by a fault");
  else if (known.code === "SERVICE_UNAVAILABLE") log.warn({ ...line, fault: describeFault(error) }, "request put off");
  else log.debug(line, "request refused");
}

function recognise(error: unknown): Recognised {
  const unavailable = findInChain(error, ({ name }) => typeof name === "string" && PUT_OFF.has(name));
  if (unavailable instanceof Error) return { code: "SERVICE_UNAVAILABLE", message: unavailable.message };
  if (findInChain(error, ({ name }) => name === "BadToken")) return plain("UNAUTHENTICATED");
  if (error instanceof MalformedRequest) return malformed("BAD_USER_INPUT", error.message);
  if (error instanceof GraphQLError) {
    const byLibrary = LIBRARY_ERRORS[error.name]?.(error);
    if (byLibrary) return byLibrary;
    const { code } = error.extensions;
    if (Array.isArray(error.extensions["validationErrors"]))
      return toInvalidFields(error.extensions["validationErrors"]);
    if (isErrorCode(code) && code !== "INTERNAL_SERVER_ERROR") {
      return { code, message: error.message, details: detailsOf(error) };
    }
  }
  return { ...plain("INTERNAL_SERVER_ERROR"), isFault: true };
}

/** Classes of the platform's database layer whose messages are written for callers. */
const PUT_OFF: ReadonlySet<string> = new Set(["DatabaseUnavailable", "OutcomeUnknown"]);

function plain(code: ErrorCode): Recognised {
  return { code, message: ERROR_CODES[code].message };
}

function malformed(code: ErrorCode, message?: string): Recognised {
  return { code, message: message ?? ERROR_CODES[code].message, isMalformed: true };
}

function detailsOf(error: GraphQLError): Record<string, unknown> {
  const present = DETAIL_KEYS.filter((key) => error.extensions[key] !== undefined);
  return Object.fromEntries(present.map((key) => [key, error.extensions[key]]));
}

interface ErrorLink {
  readonly name?: unknown;
  readonly originalError?: unknown;
  readonly cause?: unknown;
}

function findInChain(error: unknown, matches: (link: ErrorLink) => boolean): unknown {
  let link = error;
  for (let depth = 0; depth < 6 && typeof link === "object" && link !== null; depth++) {
    if (matches(link as ErrorLink)) return link;
    link = (link as ErrorLink).originalError ?? (link as ErrorLink).cause;
  }
  return undefined;
}

/** Apollo's own errors, by class name: their English texts quote the request and give away the engine. */
const LIBRARY_ERRORS: Readonly<Record<string, (error: GraphQLError) => Recognised>> = {
  SyntaxError: () => plain("GRAPHQL_PARSE_FAILED"),
  ValidationError: () => plain("GRAPHQL_VALIDATION_FAILED"),
  UserInputError: () => plain("BAD_USER_INPUT"),
  PersistedQueryNotSupportedError: () => plain("PERSISTED_QUERY_NOT_SUPPORTED"),
  PersistedQueryNotFoundError: () => plain("PERSISTED_QUERY_NOT_SUPPORTED"),
  OperationResolutionError: () => ({
    code: "BAD_USER_INPUT",
    message: "请用 operationName 指明要执行文档中的哪一个操作，名称须与文档一致。",
  }),
  BadRequestError(error) {
    const status = (error.extensions["http"] as { status?: number } | undefined)?.status;
    if (status === 405) return malformed("METHOD_NOT_ALLOWED");
    if (status === 406 || status === 415) return malformed("UNSUPPORTED_MEDIA_TYPE");
    const known = BAD_REQUESTS.find(([pattern]) => pattern.test(error.message));
    return malformed("BAD_USER_INPUT", known?.[1] ?? "请求的格式不对，请对照接入说明检查请求体或地址中的参数。");
  },
};

const BAD_REQUESTS: readonly (readonly [RegExp, string])[] = [
  [
    /Cross-Site Request Forgery/,
    "为防跨站伪造，GET 请求须带 Authorization: Bearer 令牌或 apollo-require-preflight 请求头，" +
      "POST 请求须以 content-type: application/json 发送。",
  ],
  [/batching/, "不支持在一次请求里放多个操作，请逐个发送。"],
  [/non-empty `query`|queries must be strings/, "缺少 query，或它不是字符串。"],
  [/`variables`|variables search parameter/, "variables 须为 JSON 对象。"],
  [/`extensions`|extensions search parameter/, "extensions 须为 JSON 对象。"],
  [/`operationName`/, "operationName 须为字符串。"],
  [/only be specified once/, "地址中的同一参数只能出现一次。"],
  [/POST body missing/, "请求体须为非空的 JSON 对象。"],
];

interface FieldFault {
  readonly property?: string;
  readonly constraints?: Readonly<Record<string, string>>;
  readonly children?: readonly FieldFault[];
}

/** class-validator's findings as paths and rule names; it also carries the values, which stay here. */
function toInvalidFields(faults: readonly FieldFault[]): Recognised {
  const fields: { path: string; rules: string[] }[] = [];
  const walk = (fault: FieldFault, prefix: string): void => {
    const path = prefix + (fault.property ?? "");
    if (fault.constraints) fields.push({ path, rules: Object.keys(fault.constraints) });
    for (const child of fault.children ?? []) walk(child, `${path}.`);
  };
  for (const fault of faults) walk(fault, "");
  return { ...plain("BAD_USER_INPUT"), details: { fields: fields.slice(0, 20) } };
}

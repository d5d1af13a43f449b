import { GraphQLError, type ASTNode, type Source } from "graphql";

/** NEVER: the same request will fail again. AFTER_SIGN_IN: with a new token. LATER: unchanged, after a pause. */
export type Retry = "NEVER" | "AFTER_SIGN_IN" | "LATER";

export interface ErrorEntry {
  /** When the answer carries no data and is `application/graphql-response+json`. */
  readonly status: number;
  /**
   * The same for plain `application/json`. GraphQL over HTTP asks for 200 where the request itself was well formed,
   * because such clients take any other status for a fault of something in between.
   */
  readonly jsonStatus: number;
  readonly retry: Retry;
  /** What the caller reads when the thrower wrote nothing better. Says what to do. */
  readonly message: string;
  readonly meaning: string;
}

/** The closed list of `extensions.code`. Refusals by a rule are not here: they are types of the schema. */
export const ERROR_CODES = {
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    jsonStatus: 200,
    retry: "NEVER",
    message: "查询语句有语法错误，请按 locations 给出的行列改正后再发。",
    meaning: "The document is not GraphQL.",
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    jsonStatus: 200,
    retry: "NEVER",
    message: "查询语句与接口定义不符，请对照接口文档改正后再发。",
    meaning: "The document does not fit the schema.",
  },
  BAD_USER_INPUT: {
    status: 400,
    jsonStatus: 200,
    retry: "NEVER",
    message: "请求的参数不符合要求，请按说明改正后再发。",
    meaning: "A variable, argument or part of the request is malformed or out of range.",
  },
  QUERY_TOO_COMPLEX: {
    status: 400,
    jsonStatus: 200,
    retry: "NEVER",
    message: "查询过大，请减少字段、层数或每页条数，或拆成几次请求。",
    meaning: "The operation exceeds a limit of shape or cost; see `cost` and `limit`.",
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 400,
    jsonStatus: 200,
    retry: "NEVER",
    message: "不支持登记查询（APQ），请发送完整的查询语句。",
    meaning: "Automatic persisted queries are off; clients that know this code send the full text.",
  },
  UNAUTHENTICATED: {
    status: 401,
    jsonStatus: 401,
    retry: "AFTER_SIGN_IN",
    message: "没有凭证，或凭证无效、已过期，请重新取得令牌后再试。",
    meaning: "No token, or one that is invalid or expired.",
  },
  FORBIDDEN: {
    status: 403,
    jsonStatus: 403,
    retry: "NEVER",
    message: "您的身份不能执行此操作，如工作需要请联系管理员授权。",
    meaning: "The caller is known but may not do this.",
  },
  NOT_FOUND: {
    // 404 is kept for addresses: on this one it would read as "no GraphQL here".
    status: 200,
    jsonStatus: 200,
    retry: "NEVER",
    message: "没有找到，请核对编号或地址；无权查看的内容同样显示为没有找到。",
    meaning: "Absent, or not the caller's to see; the two are not told apart.",
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    jsonStatus: 405,
    retry: "NEVER",
    message: "不支持这种请求方法：修改请用 POST，查询可用 POST 或 GET。",
    meaning: "The HTTP method does not fit; see the header Allow.",
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    jsonStatus: 413,
    retry: "NEVER",
    message: "请求过大，请分批发送。",
    meaning: "The body or the headers exceed the limit.",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    jsonStatus: 415,
    retry: "NEVER",
    message: "请以 content-type: application/json（UTF-8、不压缩）发送，并接受 JSON 格式的响应。",
    meaning: "The content type, its character set or encoding, or the accepted types are not supported.",
  },
  RATE_LIMITED: {
    status: 429,
    jsonStatus: 429,
    retry: "LATER",
    message: "请求过于频繁，请按 Retry-After 给出的秒数稍后再试。",
    meaning: "Too many requests; see the header Retry-After.",
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    jsonStatus: 500,
    retry: "LATER",
    message: "系统出错，请凭请求编号（requestId）联系管理员。",
    meaning: "A fault of the hub; the log has the same request id.",
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    jsonStatus: 503,
    retry: "LATER",
    message: "系统暂时不可用，请按 Retry-After 给出的秒数稍后用同一个请求键重试。",
    meaning: "Nothing was decided; come back with the same key after the seconds in Retry-After.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export type ErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code);
}

/** What may stand in `extensions` beside `code` and `requestId`; anything else a thrower attached stays inside. */
export const DETAIL_KEYS = ["cost", "limit", "inputPath", "fields", "requiredScope", "retryAfterSeconds"] as const;

type ErrorDetails = { readonly [Key in (typeof DETAIL_KEYS)[number]]?: unknown };

interface CallerErrorOptions {
  /** Written for people, in Chinese, and never repeating a value: it may be a citizen's number. */
  readonly message?: string;
  readonly nodes?: readonly ASTNode[];
  /** Where in the text, when there are no nodes because it could not be parsed. */
  readonly source?: Source;
  readonly positions?: readonly number[];
  readonly path?: readonly (string | number)[];
  readonly details?: ErrorDetails;
}

/** An error the caller can do something about. Its message is sent as it is. */
export function callerError(code: ErrorCode, options: CallerErrorOptions = {}): GraphQLError {
  const { message = ERROR_CODES[code].message, details, ...place } = options;
  return new GraphQLError(message, { ...place, extensions: { ...details, code } });
}

/** Refused below GraphQL, so that no media type may call it a success: bad UTF-8, bad JSON, a broken address. */
export class MalformedRequest extends Error {
  override readonly name = "MalformedRequest";
}

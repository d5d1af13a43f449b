import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { findTextFault, isBlank, isCalendarDay } from "./text";

/**
 * Takes only strings, from variables and literals alike, and says what is wrong without repeating the value: it may
 * be a citizen's number. graphql-js itself puts the value of a variable before our message; the error formatter
 * has to answer with `originalError.message` alone.
 */
function makeStringScalar<Internal>(definition: {
  name: string;
  description: string;
  specifiedByURL?: string;
  /** The accepted value, or the sentence that says what is wrong. */
  read: (text: string) => { value: Internal } | { fault: string };
  /** A value that has no business here is our own fault, not the caller's, so it may throw anything. */
  write: (value: unknown) => string;
}): GraphQLScalarType<Internal, string> {
  const { name, description, specifiedByURL, read, write } = definition;
  const accept = (value: unknown, node?: ValueNode): Internal => {
    const result = typeof value === "string" ? read(value) : { fault: `${name} 必须是字符串。` };
    if ("value" in result) return result.value;
    throw new GraphQLError(result.fault, { nodes: node, extensions: { code: "BAD_USER_INPUT" } });
  };
  return new GraphQLScalarType<Internal, string>({
    name,
    description,
    specifiedByURL,
    parseValue: (value) => accept(value),
    parseLiteral: (node) => accept(node.kind === Kind.STRING ? node.value : undefined, node),
    serialize: write,
  });
}

function writeString(name: string, isFit: (text: string) => boolean = () => true): (value: unknown) => string {
  return (value) => {
    if (typeof value === "string" && isFit(value)) return value;
    throw new TypeError(`a resolver gave ${name} a value that is not one (${typeof value})`);
  };
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Milliseconds since 1970, or undefined. Finer digits are cut off, as the hub keeps milliseconds. */
function readInstant(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const [, day = "", hour, minute, second, fraction = "", sign, offsetHour = 0, offsetMinute = 0] = match;
  if (!isCalendarDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  const utc = Date.parse(`${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}Z`);
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  return sign === "-" ? utc + offset : utc - offset;
}

const [EARLIEST, LATEST] = [Date.UTC(1900, 0, 1), Date.UTC(2200, 0, 1)];

export const DateTime = makeStringScalar<Date>({
  name: "DateTime",
  description:
    "时刻，RFC 3339 格式，必须带时区偏移，如 2024-05-01T09:30:00+08:00；返回时一律为 UTC。 " +
    "An instant (RFC 3339). An offset is required on input; output is always in UTC with milliseconds.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  read(text) {
    const instant = readInstant(text);
    if (instant === undefined) {
      return { fault: "时刻的格式不对：须带时区偏移，且日期时间真实存在，如 2024-05-01T09:30:00+08:00。" };
    }
    // 0001-01-01 and 9999-12-31 are how some systems write "none"; nobody means them.
    if (instant < EARLIEST || instant >= LATEST)
      return { fault: "时刻须在 1900 年至 2199 年之间；没有时刻请填 null。" };
    return { value: new Date(instant) };
  },
  write(value) {
    if (value instanceof Date) return value.toISOString();
    // PostgreSQL's JSON functions give text. Without an offset it would mean whatever zone this process runs in.
    const instant = typeof value === "string" ? readInstant(value) : undefined;
    if (instant === undefined) throw new TypeError("a resolver gave DateTime something that is not an instant");
    return new Date(instant).toISOString();
  },
});

export const LocalDate = makeStringScalar<string>({
  name: "LocalDate",
  description:
    "日期，YYYY-MM-DD，不含时刻与时区，以北京时间的日历日为准。 " +
    "A calendar day without time or zone; business days are those of Asia/Shanghai.",
  read: (text) => (isCalendarDay(text) ? { value: text } : { fault: "日期的格式不对：须为真实存在的 YYYY-MM-DD。" }),
  write: writeString("LocalDate", isCalendarDay),
});

const AMOUNT_IN = /^-?(?:0|[1-9]\d{0,11})(?:\.\d{1,2})?$/;
// A sum over many disputes may be longer than any one amount.
const AMOUNT_OUT = /^-?(?:0|[1-9]\d{0,29})(?:\.\d{1,2})?$/;

/** Two decimals always, no negative zero: one amount, one text. */
function toCanonicalAmount(text: string): string {
  const [whole = "", cents = ""] = text.split(".");
  const amount = `${whole}.${cents.padEnd(2, "0")}`;
  return amount === "-0.00" ? "0.00" : amount;
}

export const Decimal = makeStringScalar<string>({
  name: "Decimal",
  description:
    '金额，写作字符串，整数至多 12 位、小数至多 2 位，如 "1200.50"；不接受 JSON 数字，以免浮点误差。 ' +
    "An exact amount as a string, at most 12 digits and 2 decimals; JSON numbers are refused. Output has 2 decimals.",
  read: (text) =>
    AMOUNT_IN.test(text)
      ? { value: toCanonicalAmount(text) }
      : { fault: '金额的格式不对：须为字符串，整数至多 12 位、小数至多 2 位，如 "1200.50"。' },
  write: (value) => toCanonicalAmount(writeString("Decimal", (text) => AMOUNT_OUT.test(text))(value)),
});

// The same pattern as in access/region.rules, which the platform may not import; a test keeps them equal.
const REGION_CODE = /^[1-9]\d(?:0{4}(?:0{3}){0,2}|(?!00)\d{4}(?:\d{3}(?:000)?|(?!000)\d{6})?)$/;

export const RegionCode = makeStringScalar<string>({
  name: "RegionCode",
  description:
    "行政区划代码，6 位（GB/T 2260）、9 位（至乡镇街道）或 12 位（至村社区），如 330482。 " +
    "Administrative region code of 6, 9 or 12 digits.",
  read: (text) =>
    REGION_CODE.test(text) ? { value: text } : { fault: "行政区划代码的格式不对：须为 6、9 或 12 位数字，如 330482。" },
  write: writeString("RegionCode"),
});

const CLIENT_KEY = /^[\x21-\x7e]{8,128}$/;

export const ClientKey = makeStringScalar<string>({
  name: "ClientKey",
  description:
    "请求键，由调用方为每一次操作生成，8 至 128 个可见 ASCII 字符；同键重发只生效一次。 " +
    "Idempotency key made by the caller, one per deed: 8 to 128 visible ASCII characters.",
  read: (text) =>
    CLIENT_KEY.test(text) ? { value: text } : { fault: "请求键的格式不对：须为 8 至 128 个可见 ASCII 字符。" },
  write: writeString("ClientKey"),
});

const TEXT_FAULTS = {
  NUL: "含有空字符（NUL）",
  LONE_SURROGATE: "含有残缺的字符（不成对的代理字符）",
  CONTROL: "含有控制字符",
} as const;

export interface TextLimits {
  /** Characters as people count them: one for 𠮷, though it takes two units of UTF-16. */
  max: number;
  /** 0 lets an empty or blank text in. */
  min: number;
  /** Lines and tabs are refused unless set. */
  isMultiline?: boolean;
}

/** A scalar for a text people write. What is accepted is kept exactly as it came (reliability E8). */
export function makeText(
  name: string,
  { max, min, isMultiline = false }: TextLimits,
): GraphQLScalarType<string, string> {
  const fault = (what: string): { fault: string } => ({ fault: `文本${what}。` });
  const wrongLength = fault(`须为 ${min} 至 ${max} 个字`);
  return makeStringScalar<string>({
    name,
    description:
      `文本，${min} 至 ${max} 个字，${isMultiline ? "可以换行" : "不可换行"}，原样保存。 ` +
      `Text of ${min} to ${max} characters, ${isMultiline ? "lines allowed" : "one line"}, kept exactly as written.`,
    read(text) {
      // Length first, so that nothing below ever walks over a text of megabytes.
      if (text.length > max * 2) return wrongLength;
      const found = findTextFault(text);
      if (found) return fault(TEXT_FAULTS[found]);
      if (!isMultiline && /[\t\r\n\u2028\u2029]/.test(text)) return fault("不能含换行或制表符");
      const length = [...text].length;
      if (length > max || length < min) return wrongLength;
      if (min > 0 && isBlank(text)) return fault("不能全是空白");
      return { value: text };
    },
    write: writeString(name),
  });
}

export const ShortText = makeText("ShortText", { min: 1, max: 100 });
export const TitleText = makeText("TitleText", { min: 1, max: 200 });
export const LongText = makeText("LongText", { min: 1, max: 4000, isMultiline: true });

import { TextDecoder } from "node:util";
import { findTextFault } from "../text";
import type { TransportLimits } from "./limits";

type JsonLimits = Pick<TransportLimits, "jsonDepth" | "jsonValues">;

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** The text of a body, or undefined when it is not UTF-8: the usual decoder would swap the bad bytes without a word. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA") return undefined;
    throw error;
  }
}

/**
 * Says what is wrong with the texts inside a parsed JSON value, keys included: PostgreSQL refuses NUL, and a lone
 * surrogate would be stored as another character. Walks with a list of its own, as nesting is the caller's choice.
 */
export function findJsonFault(value: unknown, limits: JsonLimits): string | undefined {
  const open: [unknown, number][] = [[value, 0]];
  let members = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [current, depth] = next;
    if (typeof current === "string") {
      const fault = describeTextFault(current);
      if (fault) return fault;
    } else if (typeof current === "object" && current !== null) {
      if (depth >= limits.jsonDepth) return `请求体嵌套过深，最多 ${limits.jsonDepth} 层。`;
      for (const [key, member] of Object.entries(current)) {
        const fault = Array.isArray(current) ? undefined : describeTextFault(key);
        if (fault) return fault;
        if (++members > limits.jsonValues) return `请求体中的数据项过多，最多 ${limits.jsonValues} 个，请分批发送。`;
        open.push([member, depth + 1]);
      }
    }
  }
  return undefined;
}

function describeTextFault(text: string): string | undefined {
  const fault = findTextFault(text);
  if (fault === "NUL") return "请求中含有空字符（NUL），请去掉后再发。";
  if (fault === "LONE_SURROGATE") return "请求中含有残缺的字符（不成对的代理字符），请改正后再发。";
  return undefined;
}

/** Whether the query string of a GET decodes to clean text; `decodeURIComponent` refuses bytes that are not UTF-8. */
export function findSearchFault(search: string, limits: JsonLimits): string | undefined {
  try {
    const text = decodeURIComponent(search.replaceAll("+", " "));
    if (text.includes("__proto__")) return "请求中含有不允许的名称。";
    const parameters = new URLSearchParams(search);
    for (const name of ["variables", "extensions"]) {
      const fault = findJsonFault(JSON.parse(parameters.get(name) ?? "null"), limits);
      if (fault) return fault;
    }
    return describeTextFault(text);
  } catch (error) {
    if (error instanceof URIError) return "地址中的参数不是有效的 UTF-8 编码。";
    if (error instanceof SyntaxError) return "variables 与 extensions 须为 JSON 对象。";
    throw error;
  }
}

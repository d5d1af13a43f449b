import { StartFault } from "../platform/start-fault";
import type { Unit } from "./limit.rules";
import { UNIT_WORDS } from "./limit-rows.rules";
import { limitsInForce, localPromiseFaults, PACKS, type LocalPromise, type PromiseFault } from "./packs.rules";

const WHY: Readonly<Record<PromiseFault, string>> = {
  UNKNOWN_LIMIT: "没有这项期限,或者所在的规则包没有启用",
  NOT_A_DUTY: "这是当事人的权利期限,中心无权缩短",
  NOT_A_PERIOD: "length 须为正整数",
  NOT_COMPARABLE: "须与法定期限同一单位,法律没有规定长度的不能承诺",
  LONGER: "长于法定期限;本地承诺只能更短",
};

/**
 * Reads what the centre promises of itself (提速): `[{"limitId": "PET-ANSWER", "length": 30, "unit": "CALENDAR_DAY"}]`.
 * @throws {StartFault} PROMISES_INVALID with the entry at fault
 */
export function readPromises(text: string): LocalPromise[] {
  const list = parsed(text);
  if (!Array.isArray(list)) fail('须为 JSON 数组,如 [{"limitId": "PET-ANSWER", "length": 30, "unit": "CALENDAR_DAY"}]');
  const promises = list.map(toPromise);
  const seen = new Set<string>();
  for (const [at, { limitId }] of promises.entries()) {
    if (seen.has(limitId)) fail(`第 ${at + 1} 项:${limitId} 写了两次`);
    seen.add(limitId);
  }
  const [wrong] = localPromiseFaults(limitsInForce(PACKS), promises);
  if (wrong) fail(`第 ${promises.indexOf(wrong.promise) + 1} 项 ${wrong.promise.limitId}:${WHY[wrong.fault]}`);
  return promises;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail("不是正确的 JSON");
  }
}

function toPromise(entry: unknown, at: number): LocalPromise {
  const { limitId, length, unit } = (entry ?? {}) as Record<string, unknown>;
  if (typeof limitId !== "string") fail(`第 ${at + 1} 项:limitId 须写期限代码(docs/law.md)`);
  if (typeof length !== "number") fail(`第 ${at + 1} 项 ${limitId}:${WHY.NOT_A_PERIOD}`);
  if (typeof unit !== "string" || !Object.hasOwn(UNIT_WORDS, unit)) {
    fail(`第 ${at + 1} 项 ${limitId}:unit 须为 ${Object.keys(UNIT_WORDS).join("、")} 之一`);
  }
  return { limitId, period: { length, unit: unit as Unit } };
}

function fail(what: string): never {
  throw new StartFault("PROMISES_INVALID", `本地承诺的文件有误:${what}。请更正后再启动。`);
}

import { days, limitsOfLine, workingDays, type LimitDraft } from "./limit-rows.rules";
import type { LimitRow, Period } from "./limit.rules";
import { LIMITS } from "./limits.rules";

/** A row of a region's own law names the national limit it stands beside. */
export interface PackRow extends LimitRow {
  readonly beside?: string;
}

/**
 * What may be switched on together. A regional row never replaces the national one: both clocks run, and the earlier of
 * the two is the one to meet.
 */
export interface RulePack {
  readonly id: string;
  readonly title: string;
  readonly isOn: boolean;
  /** Why it is shipped switched off, in Chinese; null where it is on. */
  readonly whyOff: string | null;
  readonly rows: readonly PackRow[];
}

type Changes = Pick<LimitDraft, "period" | "roll" | "basis" | "verified"> &
  Partial<Pick<LimitDraft, "extensions" | "note" | "title" | "onlyIf" | "besides" | "anchor">>;

/** Starts and ends where the national row does; extensions and notes of the national row are not the region's. */
function beside(national: string, id: string, changes: Changes): PackRow {
  const row = LIMITS.find((limit) => limit.id === national);
  if (!row) throw new Error(`there is no limit ${national} for ${id} to stand beside`);
  const { note: _nationalNote, line, ...rest } = row;
  const clock = changes.period ? {} : { starts: null, ends: null };
  const [regional] = limitsOfLine(line, [{ ...rest, extensions: [], ...clock, ...changes, id }]);
  return { ...regional!, beside: national };
}

const ZJ_PETITION = "浙江省信访条例";
const ZJ_LABOUR = "浙江省劳动人事争议调解仲裁条例";
const OTHER_REGION = "其他地区的规定;仅在所在地适用时由中心启用";

export const PACKS: readonly RulePack[] = [
  { id: "NATIONAL", title: "全国规定", isOn: true, whyOff: null, rows: LIMITS },
  {
    id: "ZHEJIANG_PETITION_2016",
    title: "浙江省信访条例(2016)",
    isOn: false,
    whyOff: "依据已废止的 2005 年《信访条例》制定,现行效力未确认",
    rows: [
      beside("PET-FWD", "ZJ-PET-FWD", {
        period: workingDays(5),
        roll: "n/a",
        basis: `${ZJ_PETITION} 20`,
        verified: true,
      }),
      beside("PET-NOTE-DIRECT", "ZJ-PET-NOTE-DIRECT", {
        period: workingDays(5),
        roll: "n/a",
        basis: `${ZJ_PETITION} 20`,
        verified: true,
      }),
      beside("PET-NOTE-FWD", "ZJ-PET-NOTE-FWD", {
        period: workingDays(5),
        roll: "n/a",
        basis: `${ZJ_PETITION} 20`,
        verified: true,
      }),
      beside("PET-ANSWER", "ZJ-PET-ANSWER", {
        period: days(30),
        roll: "S",
        extensions: [{ most: days(60), by: "条文未摘录", notice: null, basis: `${ZJ_PETITION} 23` }],
        basis: `${ZJ_PETITION} 23`,
        verified: true,
        note: "延长后仍不得超过全国规定的期限(PET-ANSWER)",
      }),
    ],
  },
  {
    id: "ZHEJIANG_LABOUR",
    title: "浙江省调解、仲裁、监察、法律援助的地方规定",
    isOn: false,
    whyOff: "仅适用于浙江;由中心核对现行文本后启用",
    rows: [
      beside("MED-LABOR", "ZJ-MED-LABOR", {
        period: days(15),
        roll: "Y*",
        extensions: [{ most: null, by: "双方当事人同意", notice: null, basis: `${ZJ_LABOUR} 10` }],
        basis: `${ZJ_LABOUR} 10`,
        verified: true,
      }),
      beside("MED-LABOR-ARBCONF", "ZJ-MED-LABOR-ARBCONF", {
        period: null,
        roll: "Y*",
        basis: `${ZJ_LABOUR} 11`,
        verified: true,
        note: "未规定日数,不产生期限",
      }),
      beside("ARB-SIMPLE", "ZJ-ARB-SIMPLE", {
        period: days(30),
        roll: "Y*",
        basis: `${ZJ_LABOUR} 39`,
        verified: true,
        note: "转为普通程序的,起算日不变",
      }),
      beside("INS-ACCEPT", "ZJ-INS-ACCEPT", {
        period: workingDays(5),
        roll: "n/a",
        basis: "浙江省劳动保障监察条例 23",
        verified: true,
      }),
      beside("AID-CLOSE", "ZJ-AID-CLOSE", {
        period: days(15),
        roll: "S",
        basis: "浙江省法律援助条例 19",
        verified: true,
      }),
    ],
  },
  {
    id: "SHENZHEN_MEDIATION",
    title: "深圳行政调解的地方规定",
    isOn: false,
    whyOff: OTHER_REGION,
    rows: [
      beside("MED-ADMIN", "SZ-MED-ADMIN", {
        period: workingDays(5),
        roll: "n/a",
        onlyIf: "行政调解,一般事项",
        besides: "一般事项",
        basis: "深圳多元化解条例 45, 46",
        verified: true,
      }),
      beside("MED-ADMIN", "SZ-MED-ADMIN-COMPLEX", {
        period: workingDays(10),
        roll: "n/a",
        onlyIf: "行政调解,复杂事项",
        besides: "复杂事项",
        basis: "深圳多元化解条例 45, 46",
        verified: true,
      }),
      beside("MED-ADMIN", "SZ-MED-ADMIN-TRANSFER", {
        title: "行政调解:不属职责的移送",
        period: workingDays(3),
        roll: "n/a",
        basis: "深圳多元化解条例 45, 46",
        verified: true,
      }),
    ],
  },
  {
    id: "WEIFANG_HOTLINE",
    title: "潍坊 12345 热线的地方规定",
    isOn: false,
    whyOff: OTHER_REGION,
    rows: [
      beside("HOT-HANDLE", "WF-HOT-HANDLE", {
        period: workingDays(5),
        roll: "n/a",
        basis: "潍坊12345条例 20",
        verified: true,
      }),
    ],
  },
];

export function limitsInForce(packs: readonly RulePack[]): readonly PackRow[] {
  return packs.filter((pack) => pack.isOn).flatMap((pack) => pack.rows);
}

/** 提速: what a centre promises of itself. It is shown beside the statutory date and never instead of it. */
export interface LocalPromise {
  readonly limitId: string;
  readonly period: Period;
}

export type PromiseFault = "UNKNOWN_LIMIT" | "NOT_A_DUTY" | "NOT_A_PERIOD" | "NOT_COMPARABLE" | "LONGER";

export interface LocalPromiseFault {
  readonly promise: LocalPromise;
  readonly fault: PromiseFault;
}

export function localPromiseFaults(
  limits: readonly LimitRow[],
  promises: readonly LocalPromise[],
): LocalPromiseFault[] {
  return promises.flatMap((promise) => {
    const fault = faultOfPromise(
      limits.filter((limit) => limit.id === promise.limitId),
      promise.period,
    );
    return fault ? [{ promise, fault }] : [];
  });
}

function faultOfPromise(found: readonly LimitRow[], promised: Period): PromiseFault | null {
  const [limit] = found;
  if (!limit) return "UNKNOWN_LIMIT";
  // A shorter right would be a citizen's loss, and a centre has no say over it.
  if (limit.party === "RIGHT") return "NOT_A_DUTY";
  if (!Number.isSafeInteger(promised.length) || promised.length < 1) return "NOT_A_PERIOD";
  // Counted backwards, or a least length: fewer days there mean less time for the citizen.
  if (!limit.period || limit.isBefore || limit.bound === "AT_LEAST") return "NOT_COMPARABLE";
  const most = inSmallestUnit(limit.period);
  const wished = inSmallestUnit(promised);
  if (most.unit !== wished.unit) return "NOT_COMPARABLE";
  return wished.length > most.length ? "LONGER" : null;
}

/** Only a year has a fixed number of months; how many days a month or a working day has depends on the calendar. */
function inSmallestUnit(period: Period): Period {
  return period.unit === "YEAR" ? { length: period.length * 12, unit: "MONTH" } : period;
}

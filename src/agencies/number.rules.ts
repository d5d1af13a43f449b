import { allow, refuse, type Decision } from "../platform/decision";
import { findTextFault, toCodeKey } from "../platform/text";
import type { Line } from "./workflow.rules";

export interface NumberParts {
  readonly year: number;
  /** 法院代字 浙0482, or the short name of the commission, committee or centre; empty where the number names none. */
  readonly issuer: string;
  /** 民初, 劳人仲案, 人调, 援申 … */
  readonly type: string;
  readonly serial: string;
  /** 2 of 之二; null without one. */
  readonly branch: number | null;
}

export interface RecordNumber {
  /** As the agency writes it, to be shown. */
  readonly original: string;
  /** What two writings of one number have in common, to be unique by within one source system. */
  readonly normalised: string;
  readonly parts: NumberParts | null;
}

export const NUMBER_REFUSALS = {
  LITIGATION: "案号格式不对。应如“（2024）浙0482民初123号”。",
  OPAQUE: "编号应为1至64个可见字符，不能含换行、制表符或其他控制字符。",
} as const;

export interface NumberRefusal {
  readonly code: "NUMBER_FORMAT";
  readonly message: string;
}

type Reader = (key: string) => NumberParts | null;

/**
 * Only the courts' numbers follow a national form (法〔2015〕137号), so only they are refused for their form. The
 * other lines have templates with local variants: what fits one is taken apart, what fits none is kept whole, since
 * a record must not be lost over its number. Of petitions, inspection cases and hotline orders no national form is
 * published at all.
 */
export function decideRecordNumber(line: Line, raw: string): Decision<RecordNumber, NumberRefusal> {
  const key = raw.length > 256 || !isOneVisibleLine(raw) ? "" : toNumberKey(raw);
  const length = [...key].length;
  if (length < 1 || length > 64) return refuseForm("OPAQUE");

  const parts = READERS[line](key.replaceAll(" ", ""));
  if (line === "LITIGATION" && !parts) return refuseForm("LITIGATION");
  return allow({ original: raw, normalised: parts ? writeNumber(line, parts) : key, parts });
}

function refuseForm(message: keyof typeof NUMBER_REFUSALS): { readonly ok: false; readonly refusal: NumberRefusal } {
  return refuse({ code: "NUMBER_FORMAT", message: NUMBER_REFUSALS[message] });
}

function isOneVisibleLine(raw: string): boolean {
  return findTextFault(raw) === null && !/[\t\r\n\u2028\u2029]/.test(raw.trim());
}

/** 〔〕 ［］ 【】 and （） all become (): registries and typists choose among them freely. */
function toNumberKey(raw: string): string {
  return toCodeKey(raw)
    .replace(/[[{〔【〖「『]/gu, "(")
    .replace(/[\]}〕】〗」』]/gu, ")");
}

const YEAR = /^(?:19[5-9]\d|20\d{2})$/;
const COURT = String.raw`(最高法|\p{Script=Han}(?:\d{4}|\d{2})?)`;
const BRANCH = String.raw`(?:之([一二三四五六七八九十]{1,3}|\d{1,2}))?`;
const CASE_NUMBER = new RegExp(String.raw`^\((\d{4})\)${COURT}(\p{Script=Han}{1,6}?)第?(\d{1,8})号${BRANCH}$`, "u");
/** Before 2016 the courts wrote 字第 and their own short names, which cannot be told from the type by form. */
const OLD_CASE_NUMBER = new RegExp(String.raw`^\((\d{4})\)(\p{Script=Han}{2,12}?)字第?(\d{1,8})号${BRANCH}$`, "u");

function readCaseNumber(key: string): NumberParts | null {
  const old = OLD_CASE_NUMBER.exec(key);
  if (old) return toParts(old[1], "", old[2], old[3], old[4]);
  const now = CASE_NUMBER.exec(key);
  return now && toParts(now[1], now[2], now[3], now[4], now[5]);
}

const NAME_FIRST = new RegExp(String.raw`^(\p{Script=Han}{1,20}?)字?\((\d{4})\)年?第?(\d{1,8})号?${BRANCH}$`, "u");
const YEAR_FIRST = new RegExp(String.raw`^\((\d{4})\)年?(\p{Script=Han}{1,20}?)字?第?(\d{1,8})号${BRANCH}$`, "u");

/** 平劳人仲案字〔2021〕第12号 and (2021)平劳人仲案字第12号: one number, two customs. */
function readerSplitAt(...typeMarks: readonly string[]): Reader {
  return (key) => {
    const nameFirst = NAME_FIRST.exec(key);
    if (nameFirst) return split(nameFirst[2], nameFirst[1], nameFirst[3], nameFirst[4]);
    const yearFirst = YEAR_FIRST.exec(key);
    return yearFirst && split(yearFirst[1], yearFirst[2], yearFirst[3], yearFirst[4]);
  };

  function split(year?: string, name = "", serial?: string, branch?: string): NumberParts | null {
    const mark = typeMarks.find((candidate) => name.includes(candidate));
    const at = mark === undefined ? name.length : name.indexOf(mark);
    return toParts(year, name.slice(0, at), name.slice(at), serial, branch);
  }
}

const READERS: Readonly<Record<Line, Reader>> = {
  PETITION: () => null,
  LITIGATION: readCaseNumber,
  MEDIATION: readerSplitAt("人调", "行调", "专调", "调"),
  ARBITRATION: readerSplitAt("劳人仲", "劳动仲", "劳仲", "人仲", "仲"),
  LEGAL_AID: readerSplitAt("法援", "援"),
  INSPECTION: () => null,
  HOTLINE: () => null,
};

function toParts(year = "", issuer = "", type = "", serial = "", branch?: string): NumberParts | null {
  if (!YEAR.test(year)) return null;
  const branchNumber = branch === undefined ? null : toBranchNumber(branch);
  if (branchNumber !== null && !(branchNumber >= 1)) return null;
  return { year: Number(year), issuer, type, serial: serial.replace(/^0+(?=\d)/, ""), branch: branchNumber };
}

const DIGITS = "〇一二三四五六七八九";

/** 之十二 and 之12 are one; NaN for what is no number below one hundred. */
function toBranchNumber(written: string): number {
  if (/^\d+$/.test(written)) return Number(written);
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/u.exec(written);
  if (!match || (match[1] && match[3] && !match[2])) return Number.NaN;
  const [tens, ten, ones] = [match[1], match[2], match[3]];
  if (!ten) return DIGITS.indexOf(tens ?? ones ?? "");
  return (tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0);
}

/** Rebuilt from the parts, so that 第012号 and 12号 are one number. */
function writeNumber(line: Line, { year, issuer, type, serial, branch }: NumberParts): string {
  const tail = `${serial}号${branch === null ? "" : `之${branch}`}`;
  if (line === "LITIGATION") return issuer ? `(${year})${issuer}${type}${tail}` : `(${year})${type}字第${tail}`;
  return `${issuer}${type}字(${year})第${tail}`;
}

import { allow, refuse, type Decision } from "../platform/decision";
import { isBlank, isCalendarDay, toCodeKey } from "../platform/text";

/** What a clerk or an agency may say a number is. */
export type IdentityDocumentKind =
  | "RESIDENT_ID"
  | "RESIDENT_ID_15"
  | "HK_MACAO_TW_RESIDENCE"
  | "FOREIGN_PERMANENT"
  | "HK_MACAO_PERMIT"
  | "TAIWAN_PERMIT"
  | "PASSPORT"
  | "MILITARY"
  | "NONE";

/** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
export type Sex = 0 | 1 | 2 | 9;

export interface Identity {
  /** May differ from the kind asked: the first digits of an 18-digit number tell its kind, whatever was ticked. */
  readonly kind: Exclude<IdentityDocumentKind, "RESIDENT_ID_15">;
  /** The one writing of the number; null only for a person without a document. */
  readonly number: string | null;
  readonly birthOn: string | null;
  readonly sex: Sex;
}

export const IDENTITY_REFUSALS = {
  ID_MISSING: "缺少证件号码。请补填；确无证件的，证件种类请选“无证件”。",
  ID_NOT_EXPECTED: "已填写证件号码，证件种类却选了“无证件”。请改选证件种类，或清空号码。",
  ID_FORMAT: "证件号码的格式与所选证件种类不符，请对照证件核对。",
  ID_BIRTH_DATE: "证件号码中的出生日期不存在或晚于今天，请对照证件核对。",
  ID_CHECK_DIGIT: "证件号码的校验位不对，通常是输错了一位数字，请对照证件核对。",
} as const;

export interface IdentityRefusal {
  readonly code: keyof typeof IDENTITY_REFUSALS;
  readonly message: string;
}

type IdentityDecision = Decision<Identity, IdentityRefusal>;

// Far above any document number with all its decoration, so that no pattern below ever meets a long text.
const LONGEST_RAW = 128;
const EIGHTEEN = /^[1-9]\d{16}[\dX]$/;
const FIFTEEN = /^[1-9]\d{14}$/;

/** @param today the day in Shanghai, YYYY-MM-DD: nobody is born after it */
export function decideIdentity(kind: IdentityDocumentKind, raw: string | null, today: string): IdentityDecision {
  const isMissing = raw === null || isBlank(raw);
  if (kind === "NONE") {
    return isMissing ? allow({ kind, number: null, birthOn: null, sex: 0 }) : refuseWith("ID_NOT_EXPECTED");
  }
  if (isMissing) return refuseWith("ID_MISSING");
  if (raw.length > LONGEST_RAW) return refuseWith("ID_FORMAT");

  const number = toCodeKey(raw).replace(/[- ]/g, "").toUpperCase();
  switch (kind) {
    case "RESIDENT_ID":
    case "RESIDENT_ID_15":
    case "HK_MACAO_TW_RESIDENCE":
      return decideResident(number, today);
    case "FOREIGN_PERMANENT":
      // Cards made before December 2023: three letters of the country, then twelve digits, no public check.
      return /^[A-Z]{3}\d{12}$/.test(number) ? allowPlain(kind, number) : decideResident(number, today);
    case "HK_MACAO_PERMIT":
      // The letter and eight digits stay for life; two more on old cards only count the renewals.
      return allowMatch(kind, /^([HM]\d{8})(?:\d{2})?$/.exec(number)?.[1]);
    case "TAIWAN_PERMIT":
      // Eight digits for life; before 2008 two for the renewals and the issuing office in brackets followed.
      return allowMatch(kind, /^(\d{8})(?:\d{2}(?:\([A-Z\d]\)|[A-Z])?)?$/.exec(number)?.[1]);
    case "PASSPORT":
      return allowMatch(kind, /^[A-Z\d]{5,20}$/.exec(number)?.[0]);
    case "MILITARY":
      return decideMilitary(number);
  }
}

/**
 * GB 11643 and the two documents built like it. The six digits of region are never looked up: they name the place
 * of first registration, often under a code long since retired.
 */
function decideResident(typed: string, today: string): IdentityDecision {
  // × and the Cyrillic Х stand on Chinese keyboards where people look for the final X.
  const number = typed.replace(/[\u00d7\u0425]$/u, "X");
  if (FIFTEEN.test(number)) {
    // Only people born in the twentieth century were ever given fifteen digits, and they had no check digit.
    const first17 = `${number.slice(0, 6)}19${number.slice(6)}`;
    return decideResident(first17 + checkDigit11643(first17), today);
  }
  if (!EIGHTEEN.test(number)) return refuseWith("ID_FORMAT");

  const birthOn = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isCalendarDay(birthOn) || birthOn < "1800-01-01" || birthOn > today) return refuseWith("ID_BIRTH_DATE");
  if (checkDigit11643(number.slice(0, 17)) !== number[17]) return refuseWith("ID_CHECK_DIGIT");

  const kind = toResidentKind(number);
  // That the foreigner's card tells the sex as ours does is not published; unknown is the honest answer.
  const sex = kind === "FOREIGN_PERMANENT" ? 0 : Number(number[16]) % 2 === 1 ? 1 : 2;
  return allow({ kind, number, birthOn, sex });
}

function toResidentKind(number: string): Identity["kind"] {
  if (number.startsWith("9")) return "FOREIGN_PERMANENT";
  return /^8[123]/.test(number) ? "HK_MACAO_TW_RESIDENCE" : "RESIDENT_ID";
}

/** 军字第1234567号, with or without 字, 第 and 号: one person, one writing. */
function decideMilitary(number: string): IdentityDecision {
  const match = /^([\u4e00-\u9fa5]{1,4}?)字?第?([A-Z\d]{4,12})号?$/u.exec(number);
  if (match) return allowPlain("MILITARY", `${match[1]}字第${match[2]}号`);
  return allowMatch("MILITARY", /^[A-Z\d]{6,12}$/.exec(number)?.[0]);
}

function allowMatch(kind: Identity["kind"], number: string | undefined): IdentityDecision {
  return number === undefined ? refuseWith("ID_FORMAT") : allowPlain(kind, number);
}

function allowPlain(kind: Identity["kind"], number: string): IdentityDecision {
  return allow({ kind, number, birthOn: null, sex: 0 });
}

function refuseWith(code: IdentityRefusal["code"]): IdentityDecision {
  return refuse({ code, message: IDENTITY_REFUSALS[code] });
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643-1999 (ISO 7064 MOD 11-2): the eighteenth character for the first seventeen digits. */
export function checkDigit11643(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError("checkDigit11643 needs exactly 17 digits");
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return "10X98765432".charAt(sum % 11);
}

/** 330102********1234; any other number keeps its first one or two characters and its last two. */
export function maskIdNumber(number: string): string {
  if (EIGHTEEN.test(number)) return `${number.slice(0, 6)}********${number.slice(14)}`;
  const characters = [...number];
  if (characters.length < 5) return "*".repeat(characters.length);
  const head = characters.length < 8 ? 1 : 2;
  return maskMiddle(characters, head, 2);
}

// 欧阳 and the like: a star after only the first of the two would print half a surname.
const DOUBLE_SURNAMES = new Set(
  (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 " +
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 " +
    "漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 梁丘 左丘 东门 西门 " +
    "第五 完颜 纳兰 叶赫 爱新"
  ).split(" "),
);

/** 张*, 欧阳*, 阿***: the surname, or the first character of a name of another tradition; never above three stars. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  if (characters.length < 2) return "*".repeat(characters.length);
  const isDouble = characters.length > 2 && DOUBLE_SURNAMES.has(`${characters[0]}${characters[1]}`);
  const head = isDouble ? 2 : 1;
  return characters.slice(0, head).join("") + "*".repeat(Math.min(characters.length - head, 3));
}

/** 138****5678; a fixed line keeps three digits and four; what is too short to be a number shows nothing. */
export function maskPhone(phone: string): string {
  const digits = [
    ...toCodeKey(phone)
      .replace(/^(?:\+|00)86/, "")
      .replace(/\D/g, ""),
  ];
  return digits.length < 7 ? "***" : maskMiddle(digits, digits.length < 10 ? 0 : 3, digits.length < 10 ? 2 : 4);
}

function maskMiddle(characters: readonly string[], head: number, tail: number): string {
  const stars = "*".repeat(characters.length - head - tail);
  return characters.slice(0, head).join("") + stars + characters.slice(-tail).join("");
}

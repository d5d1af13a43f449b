import type { Line } from "../agencies/workflow.rules";

/**
 * What the hub knows of a matter without asking anybody: category and marks of the dispute, fields of the record, and what
 * the number of a court case says. `caseType` and `suit` are read from number and cause of action.
 */
export const MATTER_FIELD_LABELS = {
  category: "纠纷类别",
  flags: "标记",
  caseType: "案件类型(案号)",
  suit: "诉讼类别(案由、案号)",
  courtProcedure: "审理程序",
  mediationKind: "调解种类",
  petitionReceiver: "收到信访事项的机关",
  petitionMatter: "信访事项分类",
  petitionItem: "第三十一条分项",
  petitionIsFirst: "初次信访",
  petitionIsSimple: "简易办理",
  isSimplified: "简易处理",
  aidForm: "援助形式",
} as const;
export type MatterField = keyof typeof MATTER_FIELD_LABELS;
export type MatterValue = string | boolean;

/** Values of the two fields that are read from others. */
export const CASE_TYPE_LABELS = { CIVIL: "民事", ADMINISTRATIVE: "行政", CRIMINAL: "刑事" } as const;
export const SUIT_LABELS = {
  THIRD_PARTY_REVOCATION: "第三人撤销之诉",
  ENFORCEMENT_OBJECTION: "执行异议之诉",
  OTHER: "其他",
} as const;

/**
 * One fact of a matter. Of a field that nobody has told, and of values that leave it open, it is not known; of marks, one
 * that is not set does not make it true that it is.
 */
export interface MatterFact {
  readonly field: MatterField;
  /** It holds for these values, or for all but these. */
  readonly is?: readonly MatterValue[];
  readonly isNot?: readonly MatterValue[];
  /** Values that leave it open. */
  readonly open?: readonly MatterValue[];
  /** What nobody has told does not stand in the way: another fact of the row is said by whoever judged this one too. */
  readonly mayBeUntold?: true;
}

/** What must be true of a matter for a limit to apply to it. */
export interface MatterCondition {
  /** In Chinese, as the law says it. */
  readonly onlyIf?: string;
  /** All of these; null or left out where no field says anything of it. */
  readonly when?: readonly MatterFact[];
  /** What the fields leave unsaid, in Chinese; a person confirms it even where all of `when` is true. */
  readonly besides?: string;
}

/** YES and NO are the hub's own word; UNKNOWN waits for a person. */
export type Verdict = "YES" | "NO" | "UNKNOWN";

/** Fields of a record that conditions hang on, by the line. */
export const FIELDS_OF_LINE = {
  PETITION: ["petitionReceiver", "petitionMatter", "petitionItem", "petitionIsFirst", "petitionIsSimple"],
  LITIGATION: ["courtProcedure", "causeOfAction"],
  MEDIATION: ["mediationKind"],
  ARBITRATION: ["isSimplified"],
  LEGAL_AID: ["aidForm"],
  INSPECTION: [],
  HOTLINE: [],
} as const satisfies Readonly<Record<Line, readonly string[]>>;
export type RecordField = (typeof FIELDS_OF_LINE)[Line][number];
export type RecordFields = { readonly [F in RecordField]?: MatterValue | null };

/** The matter of one record. */
export interface Matter {
  readonly category: string;
  readonly flags: readonly string[];
  /** The record's own number, with brackets and widths made equal. */
  readonly number: string;
  readonly fields: RecordFields;
}

export function verdictOf({ onlyIf, when, besides }: MatterCondition, matter: Matter): Verdict {
  if (onlyIf === undefined) return "YES";
  if (!when) return "UNKNOWN";
  const found = when.map((fact) => judge(fact, matter));
  if (found.includes("NO")) return "NO";
  return besides !== undefined || found.includes("UNKNOWN") ? "UNKNOWN" : "YES";
}

function judge(fact: MatterFact, matter: Matter): Verdict {
  const { field, is, isNot = [], open = [] } = fact;
  if (field === "flags") {
    if (is) return is.some((mark) => matter.flags.includes(mark as string)) ? "YES" : "UNKNOWN";
    return isNot.some((mark) => matter.flags.includes(mark as string)) ? "NO" : "YES";
  }
  const value = valueOf(field, matter);
  if (value === null) return fact.mayBeUntold ? "YES" : "UNKNOWN";
  if (open.includes(value)) return "UNKNOWN";
  return (is ? is.includes(value) : !isNot.includes(value)) ? "YES" : "NO";
}

/** Fields that are read from others; whatever else is a field of the record is what it was told. */
const READ_FROM_OTHERS: { readonly [F in MatterField]?: (matter: Matter) => MatterValue | null } = {
  category: ({ category }) => category,
  caseType: ({ number }) => caseTypeOf(number),
  suit: ({ fields, number }) => suitOf(fields.causeOfAction, number),
  // Only an appeal (申诉求决) is sorted by article 31.
  petitionMatter: ({ fields }) => fields.petitionMatter ?? (fields.petitionItem ? "APPEAL" : null),
};

function valueOf(field: MatterField, matter: Matter): MatterValue | null {
  const read = READ_FROM_OTHERS[field];
  return read ? read(matter) : (matter.fields[field as RecordField] ?? null);
}

/** 民初, 行初, 刑初 …: the first character of the type (法〔2015〕137号). */
const CASE_TYPES: ReadonlyMap<string, keyof typeof CASE_TYPE_LABELS> = new Map([
  ["民", "CIVIL"],
  ["行", "ADMINISTRATIVE"],
  ["刑", "CRIMINAL"],
]);

/** Null where the number names none of these. */
function caseTypeOf(number: string): keyof typeof CASE_TYPE_LABELS | null {
  return CASE_TYPES.get(typeOfCase(number)?.[0] ?? "") ?? null;
}

const CASE_TYPE = /^\(\d{4}\)(?:最高法|\p{Script=Han}\d*)(\p{Script=Han}{1,6}?)\d+号/u;
const typeOfCase = (number: string): string | undefined => CASE_TYPE.exec(number)?.[1];

/** By the names of 民事案件案由规定; 民撤 is the type of a third party's suit to revoke. */
function suitOf(cause: MatterValue | null | undefined, number: string): keyof typeof SUIT_LABELS | null {
  if (typeof cause === "string" && cause.includes("第三人撤销之诉")) return "THIRD_PARTY_REVOCATION";
  if (typeOfCase(number) === "民撤") return "THIRD_PARTY_REVOCATION";
  if (typeof cause !== "string" || cause === "") return null;
  return cause.includes("执行异议之诉") ? "ENFORCEMENT_OBJECTION" : "OTHER";
}

/** Of fields that were sent, those that conditions of the line hang on; null where there are none. */
export function conditionFields(line: Line, sent: Readonly<Record<string, unknown>>): RecordFields | null {
  const names = (FIELDS_OF_LINE[line] as readonly RecordField[]).filter((name) => sent[name] !== undefined);
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, sent[name] as MatterValue | null]));
}

export function toldAnew(known: RecordFields, told: RecordFields): boolean {
  return (Object.keys(told) as RecordField[]).some((name) => (known[name] ?? null) !== (told[name] ?? null));
}

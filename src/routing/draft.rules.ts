import { CATEGORY_LABELS, type DisputeCategory } from "../dispute/dispute.labels";
import { faultsOfBasis } from "../law/act.rules";
import { ACTS } from "../law/acts.rules";
import { isRead } from "../law/cited.rules";
import { allow, refuse, type Decision } from "../platform/decision";
import type { ChannelRow, Verdict } from "./channel.rules";
import { DOOR_LABELS, type Door } from "./door.labels";
import { FACT_LABELS, type Fact, type Facts } from "./fact.labels";

/** Rows of a draft: those to be put in (in the place of the one with the same id, or new), and those to be taken out. */
export interface ChannelDraft {
  readonly put: readonly ChannelRow[];
  readonly remove: readonly string[];
}

export interface DraftFault {
  /** From the draft on: `["put", 3, "when", "hasWageIou"]`. */
  readonly path: readonly (string | number)[];
  /** In Chinese, without the value at fault. */
  readonly message: string;
}

export const MOST_DRAFT_ROWS = 500;
const VERDICTS: readonly Verdict[] = ["FIRST", "FALLBACK", "FORBIDDEN"];
const ROW_FIELDS = ["id", "group", "categories", "when", "door", "verdict", "remark", "basis"];
const NEW_GROUP = "草案";

class Unfit extends Error {
  constructor(readonly fault: DraftFault) {
    super(fault.message);
  }
}

type Path = DraftFault["path"];

function unfit(path: Path, message: string): never {
  throw new Unfit({ path, message });
}

/**
 * A draft as it was sent: `{"put": [row …], "remove": [id …]}`, a row in the words of `ChannelRow`. The first thing that is
 * wrong with it is told, with its place; nothing of a faulty draft is rehearsed.
 */
export function decideDraft(raw: unknown, inForce: readonly ChannelRow[]): Decision<ChannelDraft, DraftFault> {
  try {
    return allow(readDraft(raw, inForce));
  } catch (error) {
    if (error instanceof Unfit) return refuse(error.fault);
    throw error;
  }
}

function readDraft(raw: unknown, inForce: readonly ChannelRow[]): ChannelDraft {
  const draft = objectAt([], raw, ["put", "remove"]);
  const put = listAt(["put"], draft["put"] ?? []).map((row, index) => readRow(["put", index], row, inForce));
  const remove = listAt(["remove"], draft["remove"] ?? []).map((id, index) => textAt(["remove", index], id, 100));
  const ids = put.map((row) => row.id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) unfit(["put", index, "id"], "同一规则编号在草案中出现了两次");
  }
  for (const [index, id] of remove.entries()) {
    if (!inForce.some((row) => row.id === id)) unfit(["remove", index], "现行规则中没有这个编号");
    if (ids.includes(id)) unfit(["remove", index], "同一规则不能既修改又删除");
  }
  if (put.length + remove.length === 0) unfit([], "草案没有任何改动,请在 put 或者 remove 中写明");
  return { put, remove };
}

function readRow(path: Path, raw: unknown, inForce: readonly ChannelRow[]): ChannelRow {
  const row = objectAt(path, raw, ROW_FIELDS);
  const id = textAt([...path, "id"], row["id"], 100);
  const verdict = oneOfAt([...path, "verdict"], row["verdict"], VERDICTS, "结论须为 FIRST、FALLBACK 或者 FORBIDDEN");
  const remark = nullableTextAt([...path, "remark"], row["remark"], 500);
  if (verdict === "FORBIDDEN" && remark === null) {
    unfit([...path, "remark"], "禁止走的途径须写明理由,否则无法向当事人说明");
  }
  const basis = nullableTextAt([...path, "basis"], row["basis"], 200);
  if (basis !== null && faultsOfBasis(ACTS, basis).length > 0) {
    unfit([...path, "basis"], "依据不在法律依据清单(docs/law.md)中,请先补录该条");
  }
  const group = nullableTextAt([...path, "group"], row["group"], 100);
  return {
    id,
    group: group ?? inForce.find((known) => known.id === id)?.group ?? NEW_GROUP,
    categories: categoriesAt([...path, "categories"], row["categories"]),
    when: factsAt([...path, "when"], row["when"] ?? {}),
    door: oneOfAt([...path, "door"], row["door"], Object.keys(DOOR_LABELS) as Door[], "没有这个途径"),
    verdict,
    remark,
    basis,
    policy: basis === null,
    verified: basis !== null && isRead(basis),
  };
}

function categoriesAt(path: Path, raw: unknown): readonly DisputeCategory[] | null {
  if (raw === null) return null;
  if (raw === undefined) unfit(path, "须写明适用的纠纷类别;适用于全部类别的,写 null");
  const list = listAt(path, raw);
  if (list.length === 0) unfit(path, "至少写一个纠纷类别;适用于全部类别的,写 null");
  const known = Object.keys(CATEGORY_LABELS) as DisputeCategory[];
  return list.map((one, index) => oneOfAt([...path, index], one, known, "没有这个纠纷类别"));
}

function factsAt(path: Path, raw: unknown): Facts {
  const facts = objectAt(path, raw, Object.keys(FACT_LABELS), "没有这个事实");
  for (const [fact, isSo] of Object.entries(facts)) {
    if (typeof isSo !== "boolean") unfit([...path, fact], "事实须为 true 或者 false;不限的不要写");
  }
  return facts as { readonly [F in Fact]?: boolean };
}

function objectAt(
  path: Path,
  raw: unknown,
  known: readonly string[],
  unknown = "没有这个字段",
): Record<string, unknown> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) unfit(path, "须为 JSON 对象");
  const stranger = Object.keys(raw).find((key) => !known.includes(key));
  // A name is no value, yet whatever stands where a name should is not repeated either.
  if (stranger !== undefined) unfit(/^[A-Za-z]\w{0,40}$/.test(stranger) ? [...path, stranger] : path, unknown);
  return raw as Record<string, unknown>;
}

function listAt(path: Path, raw: unknown): readonly unknown[] {
  if (!Array.isArray(raw)) unfit(path, "须为数组");
  if (raw.length > MOST_DRAFT_ROWS) unfit(path, `至多 ${MOST_DRAFT_ROWS} 项`);
  return raw;
}

function textAt(path: Path, raw: unknown, most: number): string {
  if (typeof raw !== "string" || raw.trim() === "") unfit(path, "须为文字,不能空着");
  if ([...raw].length > most) unfit(path, `至多 ${most} 个字`);
  return raw;
}

function nullableTextAt(path: Path, raw: unknown, most: number): string | null {
  return raw === undefined || raw === null ? null : textAt(path, raw, most);
}

function oneOfAt<T extends string>(path: Path, raw: unknown, values: readonly T[], message: string): T {
  const value = values.find((candidate) => candidate === raw);
  return value ?? unfit(path, message);
}

/**
 * The table as it would be. A row that is changed keeps its place; a new one stands behind the last of its group, or
 * behind all others: of several rows that open one door, the first answers.
 */
export function withDraft(inForce: readonly ChannelRow[], { put, remove }: ChannelDraft): ChannelRow[] {
  const changed = new Map(put.map((row) => [row.id, row]));
  const rows = inForce.filter(({ id }) => !remove.includes(id)).map((row) => changed.get(row.id) ?? row);
  for (const row of put.filter(({ id }) => !inForce.some((known) => known.id === id))) {
    const last = rows.findLastIndex(({ group }) => group === row.group);
    rows.splice(last === -1 ? rows.length : last + 1, 0, row);
  }
  return rows;
}

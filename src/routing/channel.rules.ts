import type { DisputeCategory } from "../dispute/dispute.labels";
import { isRead } from "../law/cited.rules";
import { DOOR_PAPERS, type Door } from "./door.labels";
import { FACT_LABELS, type Fact, type Facts } from "./fact.labels";

export type Order = "FIRST" | "FALLBACK";
export type Verdict = Order | "FORBIDDEN";

export interface ChannelRow {
  readonly id: string;
  /** The group it is printed under. */
  readonly group: string;
  /** Null for a row that holds in every category; as a prohibition it then beats what a category allows. */
  readonly categories: readonly DisputeCategory[] | null;
  /** A fact not named here may be anything. */
  readonly when: Facts;
  readonly door: Door;
  readonly verdict: Verdict;
  /** Why it is forbidden, or what to mind on the way (a limit, a waiver), in Chinese. */
  readonly remark: string | null;
  /** Law and article, as `citationsIn` reads it; null where the row is the product's own decision. */
  readonly basis: string | null;
  readonly policy: boolean;
  /** False where somebody has not read an article of the basis, or there is none. */
  readonly verified: boolean;
}

export interface Evidence {
  /** Unknown facts that would open the door, close it, or move it to the front. */
  readonly facts: readonly Fact[];
  readonly papers: readonly string[];
}

/** A door, and the row that answered for it. */
interface AnsweredDoor extends Pick<ChannelRow, "door" | "basis" | "policy" | "verified"> {
  readonly rule: string;
}

export interface OpenDoor extends AnsweredDoor {
  readonly order: Order;
  readonly remark: string | null;
  readonly evidence: Evidence;
}

export interface ForbiddenDoor extends AnsweredDoor {
  readonly reason: string;
}

export interface ChannelAdvice {
  /** First doors before fallbacks, each in the order of the table. */
  readonly lawful: readonly OpenDoor[];
  readonly forbidden: readonly ForbiddenDoor[];
  /** Closed until the facts under `evidence` are known: they may turn out lawful. */
  readonly undecided: readonly OpenDoor[];
}

interface Line {
  readonly verdict: Verdict;
  readonly doors: readonly Door[];
  readonly when: Facts;
  readonly basis: string | null;
  readonly remark: string | null;
  /** Tells rows of one group apart that say the same of the same door on other facts. */
  readonly as: string;
}

const lineOf =
  (verdict: Verdict) =>
  (doors: Door | readonly Door[], when: Facts, basis: string | null, remark: string | null = null, as = ""): Line => ({
    verdict,
    doors: typeof doors === "string" ? [doors] : doors,
    when,
    basis,
    remark,
    as,
  });

export const first = lineOf("FIRST");
export const fallback = lineOf("FALLBACK");
const forbidden = lineOf("FORBIDDEN");
/** A prohibition without a reason cannot be explained to the citizen. */
export const forbid = (
  doors: Door | readonly Door[],
  when: Facts,
  basis: string | null,
  reason: string,
  as = "",
): Line => forbidden(doors, when, basis, reason, as);

/** A line may name several doors; the table that results has a row for each of them. */
export function group(
  name: string,
  categories: readonly DisputeCategory[] | null,
  lines: readonly Line[],
): ChannelRow[] {
  return lines.flatMap(({ doors, as, ...line }) =>
    doors.map((door) => ({
      id: [name, line.verdict, door, as].filter(Boolean).join("."),
      group: name,
      categories,
      door,
      ...line,
      policy: line.basis === null,
      verified: line.basis !== null && isRead(line.basis),
    })),
  );
}

type Fit = "FITS" | "MAY_FIT" | "FITS_NOT";

/** A fact that contradicts the row settles it, whatever else is unknown. */
function fitOf({ when }: ChannelRow, facts: Facts, isPresumed: boolean): Fit {
  let fit: Fit = "FITS";
  // Not Object.keys: the proof over every combination of facts comes here ten million times.
  for (const name in when) {
    const fact = name as Fact;
    const answer = facts[fact] ?? (isPresumed && FACT_LABELS[fact].isException ? false : undefined);
    if (answer === undefined) fit = "MAY_FIT";
    else if (answer !== when[fact]) return "FITS_NOT";
  }
  return fit;
}

export function rowsFor(rows: readonly ChannelRow[], category: DisputeCategory): ChannelRow[] {
  return rows.filter((row) => row.categories === null || row.categories.includes(category));
}

interface Fitting {
  readonly row: ChannelRow;
  /** Exceptions that nobody has spoken of taken not to be. */
  readonly fit: Fit;
}

/**
 * A door is lawful when all facts that its row names are known and fit; what is unknown never opens it. Only an exception
 * counts as absent until somebody speaks of it, or the usual door would stay shut for a question that concerns one in a
 * thousand; it is asked for all the same. A row that opens a door names the exceptions of its category too (`overlapsIn`
 * finds one that does not). Prohibitions that hold in every category (a crime) close only once they are known.
 */
export function adviseFrom(rows: readonly ChannelRow[], facts: Facts): ChannelAdvice {
  const lawful: OpenDoor[] = [];
  const undecided: OpenDoor[] = [];
  const forbiddenDoors: ForbiddenDoor[] = [];
  // Every door has its place in the order of the table, whichever of its rows answers.
  const doors = new Map<Door, Fitting[]>(rows.map(({ door }) => [door, []]));
  for (const row of rows) {
    if (fitOf(row, facts, false) === "FITS_NOT") continue;
    doors.get(row.door)!.push({ row, fit: fitOf(row, facts, true) });
  }
  for (const all of doors.values()) {
    const fitting = all.filter(({ fit }) => fit !== "FITS_NOT");
    const bar = fitting.find(({ row, fit }) => row.verdict === "FORBIDDEN" && fit === "FITS");
    if (bar) {
      forbiddenDoors.push({ ...answeredBy(bar.row), reason: bar.row.remark ?? "" });
      continue;
    }
    const ways = fitting.filter(({ row }) => row.verdict !== "FORBIDDEN");
    const open = best(ways.filter(({ fit }) => fit === "FITS").map(({ row }) => row));
    const way = open ?? best(ways.map(({ row }) => row));
    if (!way) continue;
    const mayChange = open?.verdict === "FIRST" ? all.filter(({ row }) => row.verdict === "FORBIDDEN") : all;
    const asking = [...mayChange.map(({ row }) => row), ...(open ? [open] : [])];
    (open ? lawful : undecided).push(toDoor(way, unknownIn(asking, facts)));
  }
  return { lawful: inOrder(lawful), forbidden: forbiddenDoors, undecided: inOrder(undecided) };
}

function best(rows: readonly ChannelRow[]): ChannelRow | undefined {
  return rows.find((row) => row.verdict === "FIRST") ?? rows[0];
}

function inOrder(doors: readonly OpenDoor[]): OpenDoor[] {
  return [...doors.filter((door) => door.order === "FIRST"), ...doors.filter((door) => door.order === "FALLBACK")];
}

function unknownIn(rows: readonly ChannelRow[], facts: Facts): Fact[] {
  return factsAskedIn(rows).filter((fact) => facts[fact] === undefined);
}

function answeredBy({ id, door, basis, policy, verified }: ChannelRow): AnsweredDoor {
  return { door, rule: id, basis, policy, verified };
}

function toDoor(row: ChannelRow, unknown: readonly Fact[]): OpenDoor {
  return {
    ...answeredBy(row),
    order: row.verdict === "FIRST" ? "FIRST" : "FALLBACK",
    remark: row.remark,
    evidence: { facts: unknown, papers: DOOR_PAPERS[row.door] ?? [] },
  };
}

/** The facts that the rows ask about, in the order of the table. */
export function factsAskedIn(rows: readonly ChannelRow[]): Fact[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row.when) as Fact[]))];
}

export interface Overlap {
  readonly way: ChannelRow;
  readonly bar: ChannelRow;
}

/** A row that opens a door and a row of the category that shuts it, while both can fit the same facts. */
export function overlapsIn(rows: readonly ChannelRow[]): Overlap[] {
  const own = rows.filter((row) => row.categories !== null);
  const shut = own.filter((row) => row.verdict === "FORBIDDEN");
  return own
    .filter((row) => row.verdict !== "FORBIDDEN")
    .flatMap((way) =>
      shut.filter((bar) => bar.door === way.door && !contradict(way.when, bar.when)).map((bar) => ({ way, bar })),
    );
}

/** Nothing that is known speaks against either row; the facts that are not known decide which of them answers. */
export function isMetBy({ way, bar }: Overlap, facts: Facts): boolean {
  return fitOf(way, facts, true) !== "FITS_NOT" && fitOf(bar, facts, true) !== "FITS_NOT";
}

function contradict(one: Facts, other: Facts): boolean {
  return (Object.keys(one) as Fact[]).some((fact) => other[fact] !== undefined && other[fact] !== one[fact]);
}

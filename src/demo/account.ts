import { NOT_PLANNED, TOLD_BY_CLIENTS_ONLY, type Book, type Entry, type EntryKind } from "./book";
import type { PlanSize } from "./plan";

/** The three books side by side. Null: this book does not speak of such things. */
export interface Count {
  readonly plan: number | null;
  readonly clients: number | null;
  readonly hub: number | null;
}

export interface AccountRow extends Count {
  readonly kind: EntryKind;
  /** The class within the kind; null for the kind's sum. */
  readonly under: string | null;
}

export type Fault =
  /** A client was told that it is in the hub, and it is not. */
  | "LOST"
  /** The hub has more of it than clients brought. */
  | "DOUBLED"
  /** The books tell different things of it. */
  | "DIFFERENT";

export interface Difference {
  readonly fault: Fault;
  readonly kind: EntryKind;
  readonly id: string;
  readonly plan: readonly string[] | null;
  readonly clients: readonly string[];
  readonly hub: readonly string[] | null;
}

/** Follows from the plan alone if everything is right, so the same seed prints the same account. */
export interface Account extends PlanSize {
  readonly rows: readonly AccountRow[];
  readonly differences: readonly Difference[];
  readonly lost: number;
  readonly doubled: number;
  readonly isBalanced: boolean;
}

export interface Books {
  readonly plan: Book;
  readonly clients: Book;
  readonly hub: Book;
}

const KINDS: readonly EntryKind[] = [
  "SUBMISSION",
  "SIMILAR",
  "REFERRAL",
  "ACCEPTED",
  "RETURNED",
  "HOLDER",
  "STATUS",
  "HELD",
  "DUPLICATE",
  "REFUSED",
  "RECORD",
  "WORK",
  "EVALUATION",
  "DISPUTE",
  "ANSWERED",
];

export function balance({ submissions, seed }: PlanSize, books: Books): Account {
  const differences = KINDS.flatMap((kind) => differencesOf(kind, books));
  const countFaults = (fault: Fault) => differences.filter((difference) => difference.fault === fault).length;
  return {
    submissions,
    seed,
    rows: KINDS.flatMap((kind) => rowsOf(kind, books)),
    differences,
    lost: countFaults("LOST"),
    doubled: countFaults("DOUBLED"),
    isBalanced: differences.length === 0,
  };
}

function rowsOf(kind: EntryKind, books: Books): AccountRow[] {
  const entries = {
    plan: NOT_PLANNED.includes(kind) ? null : books.plan.filter((entry) => entry.kind === kind),
    clients: books.clients.filter((entry) => entry.kind === kind),
    hub: TOLD_BY_CLIENTS_ONLY.includes(kind) ? null : books.hub.filter((entry) => entry.kind === kind),
  };
  const classOf = ({ under, value }: Entry): string => under ?? value;
  const all = [...(entries.plan ?? []), ...entries.clients, ...(entries.hub ?? [])];
  const classes = [...new Set(all.map(classOf))].sort();
  const count = (under: string | null): AccountRow => {
    const fits = (list: readonly Entry[] | null): number | null =>
      list && list.filter((entry) => under === null || classOf(entry) === under).length;
    return { kind, under, plan: fits(entries.plan), clients: fits(entries.clients), hub: fits(entries.hub) };
  };
  return [count(null), ...(classes.length > 1 ? classes.map(count) : [])];
}

/** Item by item: a sum that agrees may hide one lost and one doubled. */
function differencesOf(kind: EntryKind, books: Books): Difference[] {
  const plan = NOT_PLANNED.includes(kind) ? null : valuesById(kind, books.plan);
  const clients = valuesById(kind, books.clients);
  const hub = TOLD_BY_CLIENTS_ONLY.includes(kind) ? null : valuesById(kind, books.hub);
  const ids = new Set([...(plan?.keys() ?? []), ...clients.keys(), ...(hub?.keys() ?? [])]);
  return [...ids].sort().flatMap((id) => {
    const told = {
      plan: plan && (plan.get(id) ?? []),
      clients: clients.get(id) ?? [],
      hub: hub && (hub.get(id) ?? []),
    };
    const isSame = [told.plan, told.hub].every((values) => values === null || values.join() === told.clients.join());
    return isSame ? [] : [{ fault: faultOf(told), kind, id, ...told }];
  });
}

function faultOf({ clients, hub }: Pick<Difference, "clients" | "hub">): Fault {
  if (hub !== null && hub.length < clients.length) return "LOST";
  if (hub !== null && hub.length > Math.max(clients.length, 1)) return "DOUBLED";
  return "DIFFERENT";
}

function valuesById(kind: EntryKind, book: Book): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const entry of book) {
    if (entry.kind !== kind) continue;
    const known = values.get(entry.id);
    if (known) known.push(entry.value);
    else values.set(entry.id, [entry.value]);
  }
  for (const list of values.values()) list.sort();
  return values;
}

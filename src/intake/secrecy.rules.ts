/** A party or a submission that the dispute has already. */
export interface EnteredRow {
  readonly id: string;
  /** Null for a submission. */
  readonly role: string | null;
  /**
   * Ids and name keys of the citizens or bodies it tells of, an agent among them; of a submission by a body, all that applied.
   */
  readonly names: readonly string[];
  readonly enteredAt: Date;
  /** The moment it was entered, if it came by a report; a later one, if it became secret afterwards; null if it is open. */
  readonly secretSince: Date | null;
}

/** A submission as far as it tells whom to keep secret; citizens and bodies by their ids. */
export interface Told {
  readonly isReport: boolean;
  readonly isInOwnName: boolean;
  readonly applicant: string;
  readonly agent: string | null;
  readonly others: readonly { readonly role: string; readonly id: string }[];
  /** Name keys of citizens by their ids: a report often comes without a number, and its informer shows one later. */
  readonly nameKeys: ReadonlyMap<string, string>;
}

export interface Secrecy {
  /** Since when the submission is secret. */
  readonly submission: Date | null;
  /** Since when somebody who enters in this role is. */
  readonly party: (role: string, id: string) => Date | null;
  /** Whether somebody has this part already. Whose part came by a report enters anew in his own name: its time would tell. */
  readonly isThere: (role: string, id: string) => boolean;
  /** Rows that become secret now. */
  readonly hidden: readonly EnteredRow[];
  /** Rows that are secret no more. */
  readonly opened: readonly EnteredRow[];
}

/**
 * Who is kept secret with a submission (劳动保障监察条例 9(3)). Of a report everybody but the respondents is, for whoever came
 * with an informer leads to him. Whoever was an informer in this dispute remains one in whatever part he comes again, and
 * takes along the submission that names him, unless he was asked and comes in his own name. A namesake counts as he.
 */
export function decideSecrecy(told: Told, entered: readonly EnteredRow[], now: Date): Secrecy {
  const { applicant, agent, others, nameKeys } = told;
  const inOwnName = told.isInOwnName ? applicant : null;
  const isThere = (role: string, id: string) =>
    entered.some((row) => isOf(row, role, id) && !(role === "APPLICANT" && id === inOwnName && isUnknown(row)));
  const tells = ({ names }: EnteredRow, id: string) => names.includes(id) || names.includes(nameKeys.get(id) ?? id);
  const sinceOf = (id: string) =>
    strictest(
      entered.flatMap((row) => (tells(row, id) ? marksOf(row, now) : [])),
      now,
    );
  if (told.isReport) {
    const besides = others.filter(({ role }) => role !== "RESPONDENT").map(({ id }) => id);
    const sources = [applicant, ...(agent === null ? [] : [agent]), ...besides];
    return {
      submission: now,
      isThere,
      party: (role, id) => (role === "RESPONDENT" ? sinceOf(id) : now),
      hidden: entered.filter(
        (row) => row.secretSince === null && row.role !== "RESPONDENT" && sources.some((id) => tells(row, id)),
      ),
      opened: [],
    };
  }
  const named = [applicant, ...(agent === null ? [] : [agent]), ...others.map(({ id }) => id)];
  return {
    submission: strictest(
      named.flatMap((id) => (id === inOwnName ? [] : (sinceOf(id) ?? []))),
      now,
    ),
    party: (role, id) => (role === "APPLICANT" && id === inOwnName ? null : sinceOf(id)),
    isThere,
    hidden: [],
    opened: entered.filter(
      (row) => inOwnName !== null && isOf(row, "APPLICANT", inOwnName) && row.secretSince !== null && !isUnknown(row),
    ),
  };
}

/** What is entered with somebody whom nobody can have known is secret from the start, too. */
function marksOf(row: EnteredRow, now: Date): Date[] {
  if (row.secretSince === null) return [];
  return [cameByReport(row) ? now : row.secretSince];
}

function cameByReport({ enteredAt, secretSince }: EnteredRow): boolean {
  return secretSince?.getTime() === enteredAt.getTime();
}

/** Nobody can have known him in this part: he came with a report, or was an informer already when he did. */
function isUnknown({ enteredAt, secretSince }: EnteredRow): boolean {
  return secretSince !== null && secretSince <= enteredAt;
}

function isOf(row: EnteredRow, role: string, id: string): boolean {
  return row.role === role && row.names.includes(id);
}

/** Known only to who knew of all of them: of what is secret from the start (`now`) nobody did. */
function strictest(moments: readonly Date[], now: Date): Date | null {
  if (moments.length === 0) return null;
  const times = moments.map((moment) => moment.getTime());
  return times.includes(now.getTime()) ? now : new Date(Math.min(...times));
}

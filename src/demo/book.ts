import { stateOf, type Line } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { HABITS, sendingsOf } from "./habits";
import { isRace, mattersOf, referralsOf, takingOf, type Matter, type Plan, type PlannedEvaluation } from "./plan";
import { lastState } from "./rounds";

/**
 * What a line of a book speaks of. The plan, the clients and the hub each keep a book; they agree when every line of one
 * stands in the others just as often.
 */
export type EntryKind =
  | "SUBMISSION"
  | "REFERRAL"
  | "ACCEPTED"
  | "HOLDER"
  | "RETURNED"
  | "STATUS"
  | "RECORD"
  | "WORK"
  | "EVALUATION"
  | "DISPUTE"
  | "SIMILAR"
  | "ANSWERED"
  | "HELD"
  | "DUPLICATE"
  | "REFUSED";

export interface Entry {
  readonly kind: EntryKind;
  /** What it is about, in the words all three share: a submission's number, a slip, a slip and a sequence. */
  readonly id: string;
  readonly value: string;
  /** The class it is counted under; the value itself, unless given. */
  readonly under?: string;
}

export type Book = readonly Entry[];

/** Seen at the counter only, so the hub itself has nothing to say of them. */
export const TOLD_BY_CLIENTS_ONLY: readonly EntryKind[] = ["SIMILAR", "ANSWERED", "HELD", "DUPLICATE", "REFUSED"];
/** Who wins a race is not planned. */
export const NOT_PLANNED: readonly EntryKind[] = ["HOLDER"];

export const submissionEntry = (externalNo: string, of: string, isRepeat: boolean): Entry => ({
  kind: "SUBMISSION",
  id: externalNo,
  value: `${of}${isRepeat ? " 重复件" : ""}`,
  under: `${externalNo === of ? "新立纠纷" : "并入已有纠纷"}${isRepeat ? "(重复件)" : ""}`,
});
export const referralEntry = (slip: string, line: Line, takesLead: boolean): Entry => ({
  kind: "REFERRAL",
  id: slip,
  value: `${line}${takesLead ? " 牵头" : ""}`,
  under: line,
});
export const acceptedEntry = (slip: string, line: Line): Entry => ({ kind: "ACCEPTED", id: slip, value: line });
export const holderEntry = (slip: string, code: string, number: string): Entry => ({
  kind: "HOLDER",
  id: slip,
  value: `${code} ${number}`,
  under: "案号与持有机关",
});
export const returnedEntry = (slip: string, code: string, reason: string): Entry => ({
  kind: "RETURNED",
  id: `${slip}@${code}`,
  value: reason,
});
export const statusEntry = (slip: string, line: Line, sequence: number, toState: string): Entry => ({
  kind: "STATUS",
  id: `${slip}#${sequence}`,
  value: toState,
  under: line,
});
export const recordEntry = (slip: string, state: string, lastSequence: number, phase: string): Entry => ({
  kind: "RECORD",
  id: slip,
  value: `${state} ${lastSequence}`,
  under: phase,
});
export const evaluationEntry = (of: string, ordinal: number, centre: string, agency: string): Entry => ({
  kind: "EVALUATION",
  id: `${of}/${ordinal}`,
  value: `${centre} ${agency}`,
  under: centre,
});
export const disputeEntry = (of: string, state: string): Entry => ({ kind: "DISPUTE", id: of, value: state });

/** What stands on the agencies' worklists: every record that has not ended. */
export function withWork(book: Book): Book {
  const open = book.filter(({ kind, under }) => kind === "RECORD" && under !== "ENDED");
  return [...book, ...open.map(({ id }): Entry => ({ kind: "WORK", id, value: "OPEN" }))];
}

/** What the plan says will stand in the books. */
export function bookOfPlan(plan: Plan): Book {
  return withWork([
    ...plan.files.flatMap(({ asks, matters }): Entry[] =>
      asks ? [{ kind: "ANSWERED", id: matters[0]!.first.externalNo, value: asks }] : [],
    ),
    ...mattersOf(plan).flatMap((matter) => [...deskEntries(matter), ...agencyEntries(matter)]),
  ]);
}

function deskEntries(matter: Matter): Entry[] {
  const of = matter.first.externalNo;
  const similar = (externalNo: string, answer: string): Entry => ({ kind: "SIMILAR", id: externalNo, value: answer });
  const evaluation = (planned: PlannedEvaluation | null, ordinal: number): Entry[] =>
    planned ? [evaluationEntry(of, ordinal, planned.centre, planned.agency)] : [];
  return [
    submissionEntry(of, of, matter.isOpenedBesides),
    ...(matter.isOpenedBesides ? [similar(of, "BESIDES")] : []),
    ...matter.repeats.flatMap(({ submission, isSamePerson, when }) => [
      submissionEntry(submission.externalNo, of, isSamePerson),
      ...(isSamePerson && when !== "AFTER_CLOSE" ? [similar(submission.externalNo, "ATTACHED")] : []),
    ]),
    ...[matter.first].flatMap(({ slip, externalNo }): Entry[] =>
      slip ? [{ kind: "REFUSED", id: externalNo, value: slip }] : [],
    ),
    ...evaluation(matter.evaluation, 1),
    ...evaluation(matter.laterEvaluation, matter.evaluation ? 2 : 1),
    disputeEntry(of, matter.endState),
  ];
}

function agencyEntries(matter: Matter): Entry[] {
  return referralsOf(matter).flatMap((referral) => {
    const { slip, line, takesLead, answers } = referral;
    const entries: Entry[] = [referralEntry(slip, line, takesLead)];
    for (const [code, answer] of answers) {
      if (answer.kind === "RETURN") entries.push(returnedEntry(slip, code, answer.reason));
    }
    const taking = takingOf(referral);
    if (!taking) return entries;
    entries.push(
      acceptedEntry(slip, line),
      ...taking.steps.map((step) => statusEntry(slip, line, step.sequence, step.toState)),
    );
    const state = lastState(taking, line);
    entries.push(recordEntry(slip, state, taking.steps.length, stateOf(WORKFLOWS[line], state)!.phase));
    // In a race the holder is not known beforehand, and the bodies that race have plain habits.
    if (isRace(referral)) return entries;
    const [code] = [...answers].find(([, answer]) => answer === taking)!;
    for (const { step, tail, expects } of sendingsOf(HABITS[code]!, referral, taking)) {
      const id = `${slip}#${step.sequence}`;
      if (expects === "HELD") entries.push({ kind: "HELD", id, value: step.toState, under: line });
      else if (expects === "STEP_NOT_ALLOWED") entries.push({ kind: "REFUSED", id, value: expects });
      else if (expects !== "APPLIED") entries.push({ kind: "DUPLICATE", id: `${id}${tail}`, value: expects });
    }
    return entries;
  });
}

import { disputeEntry } from "./book";
import { ChangeFeed } from "./change-feed";
import type { About, DeedAnswer, DeedName } from "./deed-answers";
import type { Deeds } from "./deeds";
import type { HubClient } from "./hub-client";
import type { Journal } from "./journal";
import {
  isReturnedWhole,
  takingOf,
  type CitizenFile,
  type Matter,
  type Plan,
  type PlannedEvaluation,
  type PlannedReferral,
  type PlannedRepeat,
  type Round,
} from "./plan";
import { Slots } from "./slots";
import { matterInput, submissionInput, withSlip } from "./submission-input";

const CALLS_AT_A_TIME = 6;
const FILES_AT_A_TIME = 6;

const CHANGE_FIELDS = "kind dispute { id version state } event { sequence } referral { id } record { referral { id } }";

interface DeskChange {
  readonly kind: string;
  readonly dispute: { readonly id: string; readonly version: number; readonly state: string } | null;
  readonly event: { readonly sequence: number | null };
  readonly referral: { readonly id: string } | null;
  readonly record: { readonly referral: { readonly id: string } } | null;
}

/** A matter as the desk has it before itself. */
interface Dossier {
  readonly matter: Matter;
  readonly disputeId: string;
  readonly receipt: { readonly traceCode: string; readonly receiptNo: string; readonly followCode: string };
  version: number;
  readonly referralIds: Map<string, string>;
}

export interface DeskTools {
  readonly plan: Plan;
  readonly hub: HubClient;
  /** Asks without signing in, as a citizen does. */
  readonly publicHub: HubClient;
  readonly deeds: Deeds;
  readonly journal: Journal;
  readonly report: (what: "submissions" | "evaluations") => void;
}

/** The front desk: registers, refers, follows what becomes of it, refers again, asks how it was, and closes. */
export class DeskClient {
  private readonly calls = new Slots(CALLS_AT_A_TIME);
  private readonly seen = new Map<string, { version: number; state: string }>();
  /** By referral: the last status the feed has told of, 0 from the acceptance on. */
  private readonly lastSequences = new Map<string, number>();
  private readonly returns = new Map<string, number>();
  private readonly waiting = new Map<string, { readonly isDone: () => boolean; readonly wake: () => void }>();

  constructor(private readonly tools: DeskTools) {}

  async run(): Promise<void> {
    const feed = new ChangeFeed<DeskChange>(this.tools.hub, CHANGE_FIELDS);
    const following = feed.follow((change) => this.take(change));
    const intake = new Slots(FILES_AT_A_TIME);
    const working = Promise.all(
      this.tools.plan.files.map(async (file) => {
        const dossiers = await intake.run(() => this.open(file));
        await Promise.all(dossiers.map((dossier) => this.handle(dossier)));
      }),
    );
    // Whichever of the two fails, fails the desk; the feed by itself never ends.
    await Promise.race([working, following]);
    feed.stop();
    await following;
  }

  /** All matters of a citizen are registered before the first is referred, as they lie on the desk together. */
  private async open({ matters, asks }: CitizenFile): Promise<Dossier[]> {
    const dossiers: Dossier[] = [];
    for (const matter of matters) {
      const dossier = await this.register(matter);
      dossiers.push(dossier);
      await this.repeats(dossier, "BEFORE_REFERRAL");
    }
    if (asks) await this.ask(asks, dossiers[0]!);
    return dossiers;
  }

  private async register(matter: Matter): Promise<Dossier> {
    const { first, isOpenedBesides } = matter;
    const { externalNo, slip } = first;
    const input = { ...submissionInput(matter, first), ...matterInput(matter) };
    const about: About = { externalNo, of: externalNo, ...(isOpenedBesides && { onSimilar: "BESIDES" }) };
    if (slip) await this.do(`slip-${externalNo}`, "registerSubmission", about, withSlip(input, slip, matter));
    let answer = await this.do(`register-${externalNo}`, "registerSubmission", about, input);
    if (answer.__typename === "SimilarDisputesFound") {
      const openBesides = similarIn(answer);
      answer = await this.do(`besides-${externalNo}`, "registerSubmission", about, { ...input, openBesides });
    }
    const { dispute, disputeVersion, ...receipt } = expect<Dossier["receipt"] & Registered>(
      answer,
      "SubmissionRegistered",
    );
    this.tools.report("submissions");
    return { matter, disputeId: dispute.id, receipt, version: disputeVersion, referralIds: new Map() };
  }

  private async handle(dossier: Dossier): Promise<void> {
    const { matter } = dossier;
    const { evaluation, laterEvaluation } = matter;
    await this.rounds(dossier, matter.rounds, () => this.repeats(dossier, "WHILE_HANDLED"));
    await this.evaluate(dossier, evaluation, 1);
    await this.repeats(dossier, "AFTER_CLOSE");
    await this.rounds(dossier, matter.laterRounds);
    await this.evaluate(dossier, laterEvaluation, evaluation ? 2 : 1);
    await this.until(dossier, () => (this.seen.get(dossier.disputeId)?.version ?? 0) >= dossier.version);
    this.tools.journal.noteEntry(disputeEntry(matter.first.externalNo, this.seen.get(dossier.disputeId)!.state));
  }

  private async rounds(dossier: Dossier, rounds: readonly Round[], meanwhile?: () => Promise<void>): Promise<void> {
    for (const [index, round] of rounds.entries()) {
      await this.refer(dossier, round);
      if (index === 0) await meanwhile?.();
      await this.until(dossier, () => round.every((referral) => this.isOver(dossier, referral)));
    }
  }

  private async refer(dossier: Dossier, round: Round): Promise<void> {
    const targets = round.map(({ slip, line, takesLead }) => ({ slip, line, takesLead }));
    const answer = await this.onVersion(
      dossier,
      `refer-${round[0]!.slip}`,
      "referDispute",
      { targets },
      {
        targets: round.map(({ line, answers, takesLead, reason }) => ({
          line,
          agencyCodes: [...answers.keys()],
          takesLead,
          reason,
        })),
        facts: Object.entries(dossier.matter.facts).map(([fact, isSo]) => ({ fact, isSo })),
      },
    );
    const { referrals } = expect<{ referrals: { id: string }[] }>(answer, "DisputeReferred");
    // The answer has the referrals in the order of the targets.
    round.forEach(({ slip }, index) => dossier.referralIds.set(slip, referrals[index]!.id));
  }

  private isOver(dossier: Dossier, referral: PlannedReferral): boolean {
    const id = dossier.referralIds.get(referral.slip)!;
    const taking = takingOf(referral);
    if (taking) return (this.lastSequences.get(id) ?? -1) >= taking.steps.length;
    return !isReturnedWhole(referral) || this.returns.get(id) === referral.answers.size;
  }

  private async repeats(dossier: Dossier, when: PlannedRepeat["when"]): Promise<void> {
    for (const repeat of dossier.matter.repeats) if (repeat.when === when) await this.repeat(dossier, repeat);
  }

  /** The same person is found by the hub; somebody else, or a closed dispute, the citizen has to name by its code. */
  private async repeat(dossier: Dossier, { submission, isSamePerson, when }: PlannedRepeat): Promise<void> {
    const { matter } = dossier;
    const { externalNo } = submission;
    const about: About = { externalNo, of: matter.first.externalNo, onSimilar: "ATTACHED" };
    const input = submissionInput(matter, submission);
    if (isSamePerson && when !== "AFTER_CLOSE") {
      const body = { ...input, ...matterInput(matter) };
      const offer = await this.do(`register-${externalNo}`, "registerSubmission", about, body);
      if (!similarIn(offer).includes(dossier.disputeId)) throw new Error(`${externalNo}: its dispute was not offered`);
    }
    const answer = await this.onVersion(dossier, `attach-${externalNo}`, "attachSubmission", about, input);
    expect(answer, "SubmissionRegistered");
    this.tools.report("submissions");
  }

  private async evaluate(dossier: Dossier, planned: PlannedEvaluation | null, ordinal: number): Promise<void> {
    if (!planned) return;
    const of = dossier.matter.first.externalNo;
    const answer = await this.onVersion(
      dossier,
      `evaluate-${of}-${ordinal}`,
      "evaluateDispute",
      { of, ordinal },
      {
        ...planned,
        evaluatedAt: new Date(planned.evaluatedAt).toISOString(),
      },
    );
    expect(answer, "DisputeEvaluated");
    this.tools.report("evaluations");
  }

  /** A deed on a dispute as it was last seen; seen too long ago, it is looked at again. */
  private async onVersion(
    dossier: Dossier,
    key: string,
    name: DeedName,
    about: About,
    input: object,
  ): Promise<DeedAnswer> {
    for (let attempt = 1; ; attempt++) {
      const { disputeId } = dossier;
      const expectedVersion = Math.max(dossier.version, this.seen.get(disputeId)?.version ?? 0);
      const answer = await this.do(`${key}-${attempt}`, name, about, { disputeId, expectedVersion, ...input });
      const isStale = answer["code"] === "VERSION_CONFLICT";
      dossier.version = (isStale ? answer["currentVersion"] : answer["disputeVersion"]) as number;
      if (!isStale) return answer;
    }
  }

  private do(key: string, name: DeedName, about: About, input: object): Promise<DeedAnswer> {
    return this.calls.run(() => this.tools.deeds.do(key, name, about, input));
  }

  private async ask(asks: "HISTORY" | "TRACK", { matter, receipt }: Dossier): Promise<void> {
    const { hub, publicHub, journal } = this.tools;
    const { externalNo, applicant } = matter.first;
    let isFound: boolean;
    if (asks === "HISTORY") {
      const { citizenHistory } = await hub.ask<{
        citizenHistory: { disputes: { nodes: { traceCode: string }[] } } | null;
      }>(
        `query ($idNumber: IdentityNumber!) { citizenHistory(idNumber: $idNumber, purpose: INTAKE) {
           disputes(first: 20) { nodes { traceCode title state } } } }`,
        { idNumber: applicant.person!.idNumber },
      );
      isFound = citizenHistory?.disputes.nodes.some(({ traceCode }) => traceCode === receipt.traceCode) ?? false;
    } else {
      const { trackSubmission } = await publicHub.ask<{ trackSubmission: { receiptNo: string } | null }>(
        "query ($code: ShortText!) { trackSubmission(followCode: $code) { receiptNo state steps { at text } } }",
        { code: receipt.followCode },
      );
      isFound = trackSubmission?.receiptNo === receipt.receiptNo;
    }
    journal.noteEntry({ kind: "ANSWERED", id: externalNo, value: isFound ? asks : `${asks} MISSING` });
  }

  /**
   * Goes by the events, which never change. What hangs on a change is shown as it is at the moment, and one thing may be
   * read a moment before the other: a record may look finished beside a dispute that does not know it yet.
   */
  private take({ kind, dispute, event, referral, record }: DeskChange): void {
    if (kind === "RETURNED") this.returns.set(referral!.id, (this.returns.get(referral!.id) ?? 0) + 1);
    if (kind === "ACCEPTED" || kind === "STATUS") this.lastSequences.set(record!.referral.id, event.sequence ?? 0);
    if (!dispute) return;
    this.seen.set(dispute.id, dispute);
    const waiter = this.waiting.get(dispute.id);
    if (!waiter?.isDone()) return;
    this.waiting.delete(dispute.id);
    waiter.wake();
  }

  /** A dispute is in one pair of hands, so at most one waits for it. */
  private async until({ disputeId }: Dossier, isDone: () => boolean): Promise<void> {
    if (!isDone()) await new Promise<void>((wake) => this.waiting.set(disputeId, { isDone, wake }));
  }
}

interface Registered {
  readonly dispute: { readonly id: string };
  readonly disputeVersion: number;
}

function similarIn(answer: DeedAnswer): string[] {
  const { similar } = answer as unknown as {
    readonly similar?: readonly { readonly dispute: { readonly id: string } }[];
  };
  return (similar ?? []).map(({ dispute }) => dispute.id);
}

/** Without this answer the desk cannot go on with the matter; a year that stands still says less than one that stops. */
function expect<Answer>(answer: DeedAnswer, type: string): Answer {
  if (answer.__typename === type) return answer as unknown as Answer;
  throw new Error(`${type} was expected, the hub answered ${JSON.stringify(answer)}`);
}

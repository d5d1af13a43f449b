import { setTimeout as pause } from "node:timers/promises";
import type { Line } from "../agencies/workflow.rules";
import { ChangeFeed } from "./change-feed";
import type { DeedAnswer } from "./deed-answers";
import type { Deeds } from "./deeds";
import { sendingsOf, type Habit, type Sending } from "./habits";
import type { HubClient } from "./hub-client";
import type { Journal } from "./journal";
import { mattersOf, referralsOf, type GivingBack, type Plan, type PlannedReferral, type Taking } from "./plan";
import { Slots } from "./slots";
import { StatusBatches } from "./status-batches";

const CALLS_AT_A_TIME = 5;
/** How far behind a late system is: up to some seconds, which in the demo's year is a week. */
const LATE_MS = 700;

const CHANGE_FIELDS = "kind referral { id version reason candidates { state agency { code } } }";

interface SeenReferral {
  readonly id: string;
  readonly version: number;
  readonly reason: string;
  readonly candidates: readonly { readonly state: string; readonly agency: { readonly code: string } }[];
}

interface AgencyChange {
  readonly kind: string;
  readonly referral: SeenReferral | null;
}

export interface AgencyTools {
  readonly code: string;
  readonly habit: Habit;
  readonly plan: Plan;
  readonly hub: HubClient;
  readonly deeds: Deeds;
  readonly journal: Journal;
  readonly report: (line: Line) => void;
}

/** The business system of one agency: hears of referrals, accepts or returns them, and reports what it does. */
export class AgencyClient {
  private readonly calls = new Slots(CALLS_AT_A_TIME);
  private readonly planned: ReadonlyMap<string, PlannedReferral>;
  private readonly begun = new Set<string>();
  private readonly batches: StatusBatches;
  private readonly work: Promise<void>[] = [];

  constructor(private readonly tools: AgencyTools) {
    const referrals = mattersOf(tools.plan).flatMap(referralsOf);
    this.planned = new Map(referrals.map((referral) => [referral.slip, referral]));
    this.batches = new StatusBatches(tools.deeds);
  }

  /** @param finished settles when the desk has seen the end of everything, so that no more work can come */
  async run(finished: Promise<void>): Promise<void> {
    await this.tools.deeds.resume();
    const feed = new ChangeFeed<AgencyChange>(this.tools.hub, CHANGE_FIELDS);
    let fail: (error: unknown) => void = () => {};
    const failed = new Promise<never>((_resolve, reject) => (fail = reject));
    const following = feed.follow((change) => {
      const work = this.take(change);
      if (work) this.work.push(work.catch(fail));
    });
    await Promise.race([finished, following, failed]);
    feed.stop();
    await Promise.race([Promise.all([following, ...this.work]), failed]);
  }

  /** The feed may tell of a referral more than once; it is worked on once. */
  private take({ referral: seen }: AgencyChange): Promise<void> | undefined {
    const slip = /分流单号 (R\d+)/.exec(seen?.reason ?? "")?.[1];
    const referral = slip === undefined ? undefined : this.planned.get(slip);
    const answer = referral?.answers.get(this.tools.code);
    if (!seen || !referral || !answer || answer.kind === "SILENCE" || this.begun.has(referral.slip)) return undefined;
    const stateOf = (isMine: boolean) =>
      seen.candidates.find(({ agency }) => (agency.code === this.tools.code) === isMine)?.state;
    // What has lapsed or was given back is no work any more; what was accepted before a restart still is.
    if (stateOf(true) !== "OFFERED" && stateOf(true) !== "ACCEPTED") return undefined;
    if (referral.waitsForReturn && answer.kind === "TAKE" && stateOf(false) !== "RETURNED") return undefined;
    this.begun.add(referral.slip);
    return answer.kind === "RETURN" ? this.giveBack(referral, seen, answer) : this.accept(referral, seen, answer);
  }

  private async giveBack({ slip }: PlannedReferral, seen: SeenReferral, planned: GivingBack): Promise<void> {
    const { reason, note, returnedAt } = planned;
    const { code } = this.tools;
    await this.onVersion(seen, `return-${slip}`, (expectedVersion, key) =>
      this.tools.deeds.do(
        key,
        "returnReferral",
        { slip, code },
        {
          referralId: seen.id,
          expectedVersion,
          reason,
          note,
          occurredAt: new Date(returnedAt).toISOString(),
        },
      ),
    );
  }

  private async accept(referral: PlannedReferral, seen: SeenReferral, taking: Taking): Promise<void> {
    const { slip, line } = referral;
    const { number, acceptedAt, details } = taking;
    const { code, habit } = this.tools;
    const answer = await this.onVersion(seen, `accept-${slip}`, (expectedVersion, key) =>
      this.tools.deeds.do(
        key,
        "acceptReferral",
        { slip, line, code },
        {
          referralId: seen.id,
          expectedVersion,
          number,
          occurredAt: new Date(acceptedAt).toISOString(),
          details,
        },
      ),
    );
    // The other candidate was faster; the refusal named it, and there is nothing to do here.
    if (answer.__typename !== "ReferralAccepted") return;
    const { id } = answer["record"] as { readonly id: string };
    // As slips are numbered, some records are reported at once and others wait for the night.
    if (habit === "late") await pause((Number(slip.slice(1)) % 4) * LATE_MS);
    const sendings = sendingsOf(habit, referral, taking);
    if (habit === "batches") {
      await Promise.all(
        sendings.map(async (sending) => {
          await this.batches.send({ recordId: id, ...toItem(sending) }, slip, line);
          this.tools.report(line);
        }),
      );
      return;
    }
    for (const sending of sendings) {
      await this.calls.run(() => this.sendOne(id, slip, line, sending));
      if (sending.tail === "" && sending.expects !== "SAME_ANSWER") this.tools.report(line);
    }
  }

  private async sendOne(recordId: string, slip: string, line: Line, sending: Sending): Promise<void> {
    const { deeds, journal } = this.tools;
    const { tail, expects, step } = sending;
    const id = `${slip}#${step.sequence}`;
    if (expects === "SAME_ANSWER") {
      const isSame = await deeds.repeat(`status-${id}`);
      journal.noteEntry({ kind: "DUPLICATE", id, value: isSame ? expects : "OTHER_ANSWER" });
      return;
    }
    await deeds.do(`status-${id}${tail}`, "reportStatus", { slip, line, tail }, { recordId, ...toItem(sending) });
  }

  private async onVersion(
    { version }: SeenReferral,
    key: string,
    deed: (expectedVersion: number, key: string) => Promise<DeedAnswer>,
  ): Promise<DeedAnswer> {
    let seenVersion = version;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.calls.run(() => deed(seenVersion, `${key}-${attempt}`));
      if (answer["code"] !== "VERSION_CONFLICT") return answer;
      seenVersion = answer["currentVersion"] as number;
    }
  }
}

function toItem({ step }: Sending): { readonly sequence: number } {
  const { sequence, toState, occurredAt, note, details, documents } = step;
  const item = { sequence, toState, occurredAt: new Date(occurredAt).toISOString(), note, details, documents };
  return item;
}

import { entryStates, nextSteps, type Line, type Phase } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { decideRecordNumber } from "../../src/agencies/number.rules";
import type { RecordFields } from "../../src/deadlines/matter.rules";
import { sweepOverdue } from "../../src/deadlines/sweep.command";
import { mayEvaluate, type DisputeState } from "../../src/dispute/dispute-state.rules";
import { businessDay } from "../../src/platform/clock";
import { AGENCY_OF_LINE, aStatus, doDeed, freshNumber, openDispute, versionOf } from "../support/deeds";
import type { TestHub } from "../support/hub";
import { freshIdNumber } from "../support/people";

// One dispute, led through the hub's API by deeds chosen at random; what it is told of its records is kept beside, so
// that the clocks can be worked out without asking the hub.

export type Dice = (sides: number) => number;

/** A status as it was told and is in force. */
export interface Told {
  readonly sequence: number;
  readonly state: string;
  readonly at: Date;
}

export interface LedRecord {
  readonly id: string;
  readonly line: Line;
  readonly agency: string;
  readonly numberKey: string;
  readonly told: Told[];
  fields: RecordFields;
  lastSequence: number;
}

export interface Seen {
  readonly state: DisputeState;
  readonly leadOwner: { readonly name: string; readonly agency: { readonly code: string } | null };
  readonly referrals: readonly {
    readonly id: string;
    readonly version: number;
    readonly line: Line;
    readonly state: string;
    readonly candidates: readonly { readonly agency: { readonly code: string }; readonly state: string }[];
  }[];
  readonly records: readonly {
    readonly id: string;
    readonly agency: { readonly code: string };
    readonly state: string;
    readonly phase: Phase;
  }[];
  readonly hasOpenOrder: boolean;
  readonly lastEvents: ReadonlyMap<string, string>;
}

const WHERE = `query ($id: ID!) { dispute(id: $id) { state leadOwner { name agency { code } }
  referrals(first: 100) { nodes { id version line state candidates { agency { code } state } } }
  records(first: 100) { nodes { id agency { code } state phase } }
  supervisionOrders(first: 100) { nodes { closedAt } }
  timeline(first: 100) { nodes { id kind toState record { id } } } } }`;

const CATEGORIES = ["NEIGHBOR", "OTHER", "WAGE_ARREARS", "TORT_DAMAGE", "PROPERTY_MGMT"] as const;
const LINES: readonly Line[] = ["MEDIATION", "LITIGATION", "PETITION", "LEGAL_AID", "ARBITRATION"];
const FIELDS: { readonly [L in Line]?: readonly (readonly [group: string, fields: RecordFields])[] } = {
  MEDIATION: [
    ["mediation", { mediationKind: "PEOPLES" }],
    ["mediation", { mediationKind: "ADMIN" }],
    ["mediation", { mediationKind: null }],
  ],
  LITIGATION: [
    ["litigation", { courtProcedure: "SUMMARY" }],
    ["litigation", { courtProcedure: "ORDINARY", causeOfAction: "相邻关系纠纷" }],
    ["litigation", { courtProcedure: "SMALL_CLAIMS" }],
  ],
  PETITION: [
    ["petition", { petitionItem: "OPINION", petitionIsSimple: false }],
    ["petition", { petitionMatter: "SUGGESTION", petitionReceiver: "BUREAU" }],
    ["petition", { petitionReceiver: "OTHER_BODY" }],
  ],
};
const HALF_A_DAY = 43_200_000;
const MOST_DAYS = 12;
/** So that a dispute gets anywhere. */
const MOST_RECORDS = 4;

export class LedDispute {
  readonly records: LedRecord[] = [];
  readonly done: string[] = [];

  private constructor(
    private readonly hub: TestHub,
    private readonly dice: Dice,
    readonly disputeId: string,
    readonly category: string,
  ) {}

  static async open(hub: TestHub, dice: Dice): Promise<LedDispute> {
    const category = CATEGORIES[dice(CATEGORIES.length)]!;
    const { disputeId } = await openDispute(hub, { category });
    return new LedDispute(hub, dice, disputeId, category);
  }

  async seen(): Promise<Seen> {
    const { data, errors, text } = await this.hub.ask("supervisor", WHERE, { id: this.disputeId });
    if (errors) throw new Error(text);
    const { referrals, records, supervisionOrders, timeline, ...dispute } = data.dispute;
    const lastEvents = new Map<string, string>();
    const withdrawable = timeline.nodes.filter(
      ({ kind, record }: { kind: string; record: object | null }) => kind === "STATUS" && record,
    );
    for (const { id, record, toState } of withdrawable) lastEvents.set(`${record.id} ${toState}`, id);
    return {
      ...dispute,
      referrals: referrals.nodes,
      records: records.nodes,
      hasOpenOrder: supervisionOrders.nodes.some(({ closedAt }: { closedAt: string | null }) => closedAt === null),
      lastEvents,
    };
  }

  /** One deed chosen at random of those that have something to act on; the hub may refuse it. */
  async step(seen: Seen): Promise<void> {
    this.hub.clock.pass(HALF_A_DAY * this.dice(2 * MOST_DAYS));
    const deeds = this.deedsOn(seen);
    const [name, deed] = deeds[this.dice(deeds.length)]!;
    const refusal = await deed();
    this.done.push(refusal ? `${name} (${refusal})` : name);
  }

  private deedsOn(seen: Seen): [string, () => Promise<string | undefined>][] {
    const deeds: [string, () => Promise<string | undefined>][] = [];
    const offer = (times: number, name: string, deed: () => Promise<string | undefined>) => {
      for (let turn = 0; turn < times; turn++) deeds.push([name, deed]);
    };
    offer(1, "sweep", () => this.sweep());
    const isWaiting = seen.referrals.some(({ state }) => state === "OFFERED");
    if (!isWaiting && this.records.length < MOST_RECORDS) offer(2, "refer", () => this.refer());
    for (const referral of seen.referrals) {
      for (const { agency, state } of referral.candidates) {
        if (referral.state !== "OFFERED" || state !== "OFFERED") continue;
        offer(3, `accept ${agency.code}`, () => this.accept(referral, agency.code));
        offer(1, `return ${agency.code}`, () => this.giveBack(referral, agency.code));
      }
    }
    for (const record of this.records) {
      const state = record.told.at(-1)!.state;
      if (nextSteps(WORKFLOWS[record.line], state, businessDay(this.hub.clock.now())).length === 0) continue;
      offer(6, `report ${record.line}`, () => this.report(record));
    }
    for (const record of this.records) {
      if (record.told.length > 1) offer(1, `withdraw ${record.line}`, () => this.withdraw(record, seen));
    }
    // An outcome is rare and soon gone again, so it is asked after more often.
    if (mayEvaluate(seen.state)) offer(6, "evaluate", () => this.evaluate());
    if (seen.state === "CLOSED") offer(2, "attach", () => this.attach());
    if (seen.hasOpenOrder) offer(1, "closeSupervision", () => this.closeSupervision());
    return deeds;
  }

  private async deed(user: string, ...[name, input]: [Parameters<typeof doDeed>[2], object]) {
    return doDeed(this.hub, user, name, input);
  }

  private async refer(): Promise<string | undefined> {
    const line = LINES[this.dice(LINES.length)]!;
    const agencyCodes =
      line === "MEDIATION" && this.dice(2) ? ["ph-mediation", "ph-mediation-property"] : [AGENCY_OF_LINE[line]!];
    const target = { line, agencyCodes, takesLead: this.dice(2) === 0, reason: "依法", overrideReason: "双方要求" };
    const input = {
      disputeId: this.disputeId,
      expectedVersion: await versionOf(this.hub, this.disputeId),
      targets: [target],
    };
    return (await this.deed("supervisor", "referDispute", input)).code;
  }

  private async accept(referral: Seen["referrals"][number], agency: string): Promise<string | undefined> {
    const { id: referralId, version: expectedVersion, line } = referral;
    const number = freshNumber(line);
    const [group, fields] = this.someFields(line) ?? [];
    const at = this.hub.clock.now();
    const answer = await this.deed(agency, "acceptReferral", {
      ...{ referralId, expectedVersion, number },
      details: group ? { [group]: fields } : null,
      occurredAt: at.toISOString(),
    });
    if (answer.code) return answer.code;
    const key = decideRecordNumber(line, number);
    if (!key.ok) throw new Error(number);
    this.records.push({
      ...{ id: answer.record.id, line, agency, numberKey: key.change.normalised },
      told: [{ sequence: 0, state: entryStates(WORKFLOWS[line])[0]!.id, at }],
      fields: fields ?? {},
      lastSequence: 0,
    });
    return undefined;
  }

  private async giveBack(referral: Seen["referrals"][number], agency: string): Promise<string | undefined> {
    const { id: referralId, version: expectedVersion } = referral;
    const input = { referralId, expectedVersion, reason: "MATERIAL_MISSING", note: "缺材料" };
    const occurredAt = this.hub.clock.now().toISOString();
    return (await this.deed(agency, "returnReferral", { ...input, occurredAt })).code;
  }

  private async report(record: LedRecord): Promise<string | undefined> {
    const at = this.hub.clock.now();
    const steps = nextSteps(WORKFLOWS[record.line], record.told.at(-1)!.state, businessDay(at));
    const { to } = steps[this.dice(steps.length)]!;
    const [group, fields] = this.someFields(record.line) ?? [];
    const sequence = record.lastSequence + 1;
    const details = group ? { details: { [group]: fields } } : {};
    const answer = await this.deed(record.agency, "reportStatus", aStatus(this.hub, record.id, sequence, to, details));
    if (answer.code) return answer.code;
    record.told.push({ sequence, state: to, at });
    record.fields = { ...record.fields, ...fields };
    record.lastSequence = sequence;
    return undefined;
  }

  private async withdraw(record: LedRecord, seen: Seen): Promise<string | undefined> {
    const last = record.told.at(-1)!;
    const eventId = seen.lastEvents.get(`${record.id} ${last.state}`)!;
    const expectedVersion = await versionOf(this.hub, this.disputeId);
    const input = { eventId, expectedVersion, withdraws: true, reason: "误报" };
    const { code } = await this.deed(record.agency, "correctEvent", input);
    if (!code) record.told.pop();
    return code;
  }

  private async evaluate(): Promise<string | undefined> {
    const expectedVersion = await versionOf(this.hub, this.disputeId);
    const said = { centre: "SATISFIED", agency: "SATISFIED", evaluatedAt: this.hub.clock.now().toISOString() };
    return (await this.deed("clerk", "evaluateDispute", { disputeId: this.disputeId, expectedVersion, ...said })).code;
  }

  private async attach(): Promise<string | undefined> {
    const expectedVersion = await versionOf(this.hub, this.disputeId);
    const person = { name: "沈秋实", idKind: "RESIDENT_ID", idNumber: freshIdNumber(), phone: "13912345678" };
    const input = { channel: "WINDOW", submittedAt: this.hub.clock.now().toISOString(), content: "又来反映。" };
    const attached = { ...input, applicant: { person }, otherParties: [], disputeId: this.disputeId, expectedVersion };
    return (await this.deed("clerk", "attachSubmission", attached)).code;
  }

  private async closeSupervision(): Promise<string | undefined> {
    const expectedVersion = await versionOf(this.hub, this.disputeId);
    const input = { disputeId: this.disputeId, expectedVersion, resolution: "由镇调委会办理" };
    return (await this.deed("supervisor", "closeSupervision", input)).code;
  }

  private async sweep(): Promise<undefined> {
    while (!(await sweepOverdue(this.hub.hub.parts, 50)).isDone);
  }

  private someFields(line: Line): readonly [string, RecordFields] | undefined {
    const some = FIELDS[line];
    return some && this.dice(3) === 0 ? some[this.dice(some.length)] : undefined;
  }
}

import { decideRecordNumber } from "../../src/agencies/number.rules";
import type { Line } from "../../src/agencies/workflow.rules";
import type { RecordField, RecordFields } from "../../src/deadlines/matter.rules";
import type { Quarrel } from "../../src/demo/quarrels";
import { iso } from "./calendar";
import type { Random } from "./random";
import type { Story, ToldRecord, ToldReferral } from "./story";
import type { Tables } from "./tables";

/** The columns of each line; a record has those of its own and leaves the others empty. */
const NO_DETAILS = {
  award_kind: null,
  worker_count: null,
  award_amount_yuan: null,
  aid_form: null,
  means_test_waived: null,
  lawyer: null,
  court_procedure: null,
  cause_of_action: null,
  claim_amount_yuan: null,
  mediation_kind: null,
  mediator: null,
  agreed_amount_yuan: null,
  petition_receiver: null,
  petition_matter: null,
  petition_opinion: null,
  petition_is_first: null,
  petition_item: null,
  petition_is_simple: null,
  arbitration_is_simplified: null,
  inspection_matter: null,
  affected_workers: null,
  ordered_amount_yuan: null,
  hotline_request: null,
  handling_unit: null,
  is_solved: null,
  is_satisfied: null,
};

export interface FiledRecord {
  readonly id: string;
  /** With brackets and widths made equal. */
  readonly number: string;
  /** Those that limits hang on. */
  readonly fields: RecordFields;
}

function fieldsOf(line: Line, quarrel: Quarrel): RecordFields {
  if (line === "MEDIATION") return { mediationKind: quarrel.mediation };
  if (line === "LITIGATION") return { courtProcedure: "SUMMARY", causeOfAction: quarrel.cause };
  return line === "PETITION" ? { petitionReceiver: "BUREAU", petitionMatter: "APPEAL", petitionIsFirst: true } : {};
}

const COLUMN_OF: { readonly [F in RecordField]?: string } = {
  mediationKind: "mediation_kind",
  courtProcedure: "court_procedure",
  causeOfAction: "cause_of_action",
  petitionReceiver: "petition_receiver",
  petitionMatter: "petition_matter",
  petitionIsFirst: "petition_is_first",
};

/** The agencies' side: what was offered to them, and the records they opened. */
export class CaseFiles {
  private readonly serials = new Map<string, number>();

  constructor(
    private readonly random: Random,
    private readonly tables: Tables,
  ) {}

  referral(disputeId: string, openedAt: number, referral: ToldReferral): string {
    const { random, tables } = this;
    const id = random.uuid(referral.at);
    const decided = referral.candidates.find(({ state }) => state === "ACCEPTED" || state === "RETURNED")?.at ?? null;
    tables.referral.add(
      {
        id,
        dispute_id: disputeId,
        line: referral.line,
        state: referral.state,
        holder_id: referral.holder?.id ?? null,
        takes_lead: false,
        reason: "经甄别属该条线受理范围",
        referred_at: iso(referral.at),
        referred_by: "clerk",
        decided_at: decided === null ? null : iso(decided),
        version: decided === null ? 1 : 2,
      },
      referral.at,
    );
    for (const { agency, state, at } of referral.candidates) {
      const isReturned = state === "RETURNED";
      tables.referral_candidate.add(
        {
          id: random.uuid(referral.at),
          referral_id: id,
          agency_id: agency.id,
          dispute_id: disputeId,
          dispute_opened_at: iso(openedAt),
          state,
          return_reason: isReturned ? "NOT_COMPETENT" : null,
          return_note: isReturned ? "经审查不属本机关职权范围" : null,
          offered_at: iso(referral.at),
          decided_at: at === null ? null : iso(at),
        },
        referral.at,
      );
    }
    return id;
  }

  record(
    disputeId: string,
    { quarrel }: Story,
    record: ToldRecord,
    referralIds: ReadonlyMap<ToldReferral, string>,
    index: number,
  ): FiledRecord {
    const { random, tables } = this;
    const id = random.uuid(record.openedAt);
    const { agency, line, states, openedAt } = record;
    const fields = fieldsOf(line, quarrel);
    const number = this.number(line, agency.id, new Date(openedAt).getUTCFullYear());
    const accepted = [...referralIds].filter(([{ state }]) => state === "ACCEPTED");
    tables.agency_record.add(
      {
        ...NO_DETAILS,
        ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [COLUMN_OF[field as RecordField], value])),
        id,
        dispute_id: disputeId,
        referral_id: accepted[index]![1],
        agency_id: agency.id,
        line,
        number: number.original,
        number_key: number.normalised,
        state: states.at(-1)!,
        phase: record.phase,
        outcome: record.outcome,
        version: states.length,
        last_sequence: states.length - 1,
        round: 1,
        opened_at: iso(openedAt),
        updated_at: iso(record.endedAt),
        ended_at: record.phase === "ENDED" ? iso(record.endedAt) : null,
      },
      openedAt,
    );
    return { id, number: number.normalised, fields };
  }

  private number(line: Line, agencyId: string, year: number): { original: string; normalised: string } {
    const key = `${agencyId} ${year}`;
    const serial = (this.serials.get(key) ?? 0) + 1;
    this.serials.set(key, serial);
    const decision = decideRecordNumber(line, NUMBERS[line](year, serial));
    if (!decision.ok) throw new Error(decision.refusal.message);
    return decision.change;
  }
}

const NUMBERS: Readonly<Record<Line, (year: number, serial: number) => string>> = {
  PETITION: (year, serial) => `XF${year}${String(serial).padStart(7, "0")}`,
  LITIGATION: (year, serial) => `(${year})浙0482民初${serial}号`,
  MEDIATION: (year, serial) => `人调字(${year})第${serial}号`,
  ARBITRATION: (year, serial) => `劳人仲案字(${year})第${serial}号`,
  LEGAL_AID: (year, serial) => `法援字(${year})第${serial}号`,
  INSPECTION: (year, serial) => `劳监案字(${year})第${serial}号`,
  HOTLINE: (year, serial) => `RX${year}${String(serial).padStart(7, "0")}`,
};

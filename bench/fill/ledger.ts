import { CHANNEL_LABELS } from "../../src/intake/intake.labels";
import { followCodeOf, followIndex } from "../../src/intake/follow-code";
import { receiptNo, traceCode } from "../../src/intake/codes.rules";
import { SATISFACTION_LABELS } from "../../src/dispute/dispute.labels";
import type { CryptoProvider } from "../../src/platform/crypto";
import type { EnteredEvent } from "../../src/deadlines/record-clocks";
import { CODE_ALPHABET } from "../../src/platform/code-alphabet";
import { toSearchKey } from "../../src/platform/text";
import { iso, MINUTE } from "./calendar";
import type { Bodies } from "./bodies";
import { CaseFiles } from "./case-files";
import type { Clocks } from "./clocks";
import type { People } from "./people";
import type { Random } from "./random";
import type { Story, ToldEvent, ToldRecord } from "./story";
import type { Tables } from "./tables";
import type { Trail } from "./trail";

const CHANNELS = Object.keys(CHANNEL_LABELS).filter((channel) => channel !== "AGENT");
const SATISFACTIONS = Object.keys(SATISFACTION_LABELS).slice(0, 3);

export interface LedgerParts {
  readonly random: Random;
  readonly crypto: CryptoProvider;
  readonly tables: Tables;
  readonly people: People;
  readonly bodies: Bodies;
  readonly trail: Trail;
  readonly clocks: Clocks;
}

/** Who stands against whom, where that is not left to chance. */
export interface Cast {
  readonly applicant?: string;
  /** Further applicants of a collective. */
  readonly households?: readonly string[];
}

/** Writes stories down as the hub would have: every deed with its event, change, audit line and key. */
export class Ledger {
  private readonly files: CaseFiles;
  private lastDispute: string | undefined;

  constructor(private readonly parts: LedgerParts) {
    this.files = new CaseFiles(parts.random, parts.tables);
  }

  write(story: Story, cast: Cast = {}): string {
    const { random, tables } = this.parts;
    const { county, quarrel, openedAt } = story;
    const id = random.uuid(openedAt);
    const year = new Date(openedAt).getUTCFullYear();
    const code = traceCode(county.code, year, this.code(8));
    const applicant = cast.applicant ?? this.parts.people.somebody(county.code, openedAt);
    const households = cast.households ?? [];
    const amount = quarrel.hasAmount ? `${random.between(800, 400_000)}.00` : null;
    const title = `${county.name}${random.of(quarrel.matters)}`;
    const regionCode = random.of(county.places);
    const marks = [...quarrel.flags, ...(households.length > 0 ? ["COLLECTIVE"] : [])];
    const flags = `{${marks.join(",")}}`;
    tables.dispute.add(
      {
        id,
        trace_code: code,
        title,
        category: quarrel.category,
        flags,
        region_code: regionCode,
        grade: story.grade,
        amount_yuan: amount,
        state: story.state,
        version: story.events.length,
        appointed_agency_id: story.lead?.id ?? null,
        lead_agency_id: story.lead?.id ?? null,
        opened_at: iso(openedAt),
        updated_at: iso(story.events.at(-1)!.at),
        state_since: iso(story.stateSince),
        closed_at: story.closedAt === null ? null : iso(story.closedAt),
        round: story.round,
        is_returned: story.isReturned,
        is_evaluated: story.isEvaluated,
        is_referred: story.referrals.length > 0,
      },
      openedAt,
    );
    tables.dispute_listing.add(
      {
        id,
        region_code: regionCode,
        category: quarrel.category,
        flags,
        opened_at: iso(openedAt),
        title_key: toSearchKey(title),
      },
      openedAt,
    );
    this.parties(id, regionCode, story, [applicant, ...households]);
    const referralIds = new Map(
      story.referrals.map((referral) => [referral, this.files.referral(id, openedAt, referral)]),
    );
    const filed = new Map(
      story.records.map((record, index) => [record, this.files.record(id, story, record, referralIds, index)]),
    );
    const entered = new Map<ToldRecord, EnteredEvent[]>(story.records.map((record) => [record, []]));
    let submissions = 0;
    for (const [index, event] of story.events.entries()) {
      const isSubmission = event.kind === "REGISTERED" || event.kind === "ATTACHED";
      const submissionId = isSubmission ? this.submission(id, code, ++submissions, story, event, applicant) : null;
      const eventId = this.parts.trail.enter(id, event, index + 1, {
        submission: submissionId,
        referral: event.referral ? referralIds.get(event.referral)! : null,
        record: event.record ? filed.get(event.record)!.id : null,
      });
      if (!event.record || event.to === undefined) continue;
      const { sequence = 0, from = null, to: toState, at } = event;
      entered.get(event.record)!.push({ id: eventId, sequence, fromState: from, toState, occurredAt: new Date(at) });
    }
    for (const [record, events] of entered) {
      const { agency, line, phase, endedAt } = record;
      const { id: recordId, number, fields } = filed.get(record)!;
      const matter = { category: quarrel.category, flags: marks, number, fields };
      const owner = { id: recordId, disputeId: id, agencyId: agency.id, line, regionCode, matter };
      this.parts.clocks.enter(owner, events, phase === "ENDED" ? endedAt : null);
    }
    if (story.evaluatedAt !== null) this.evaluation(id, story.evaluatedAt);
    if (random.chance(0.02)) this.link(id, openedAt);
    this.read(id, openedAt, county.code);
    this.lastDispute = id;
    return id;
  }

  private parties(
    disputeId: string,
    regionCode: string,
    { county, quarrel, openedAt }: Story,
    applicants: readonly string[],
  ): void {
    const { random, tables, people, bodies } = this.parts;
    const at = iso(openedAt);
    const add = (role: string, personId: string | null, organisationId: string | null) =>
      tables.party.add(
        {
          id: random.uuid(openedAt),
          dispute_id: disputeId,
          role,
          person_id: personId,
          organisation_id: organisationId,
          region_code: regionCode,
          name_key: personId && people.nameKeyOf(personId),
          head_count: 1,
          joined_at: at,
          secret_since: null,
        },
        openedAt,
      );
    for (const applicant of applicants) add("APPLICANT", applicant, null);
    if (quarrel.against === "PERSON") add("RESPONDENT", people.somebody(county.code, openedAt), null);
    else if (quarrel.against !== "NOBODY") add("RESPONDENT", null, bodies.some(county, openedAt));
    if (random.chance(0.15)) add("THIRD_PARTY", people.somebody(county.code, openedAt), null);
  }

  private submission(
    disputeId: string,
    code: string,
    ordinal: number,
    { quarrel }: Story,
    event: ToldEvent,
    applicant: string,
  ): string {
    const { random, crypto, tables } = this.parts;
    const id = random.uuid(event.at);
    tables.submission.add(
      {
        id,
        dispute_id: disputeId,
        applicant_id: applicant,
        channel: random.of(CHANNELS),
        content: `${quarrel.claim}。双方多次协商未果,请求中心依法协调处理。`,
        receipt_no: receiptNo(code, ordinal),
        follow_code_index: followIndex(crypto, followCodeOf(crypto, id)),
        is_repeat: ordinal > 1,
        head_count: 1,
        agent_person_id: null,
        agent_authorisation: null,
        source_system: null,
        external_no: null,
        submitted_at: iso(event.at),
        registered_at: iso(event.at + 5 * MINUTE),
        registered_by: event.by,
        secret_since: null,
      },
      event.at,
    );
    if (random.chance(0.5)) this.parts.trail.document(disputeId, event.at, { submission_id: id });
    return id;
  }

  private evaluation(disputeId: string, at: number): void {
    const { random, tables } = this.parts;
    tables.evaluation.add(
      {
        id: random.uuid(at),
        dispute_id: disputeId,
        centre: random.of(SATISFACTIONS),
        agency: random.of(SATISFACTIONS),
        remark: null,
        evaluated_at: iso(at),
        evaluated_by: "clerk",
      },
      at,
    );
  }

  private link(disputeId: string, at: number): void {
    if (this.lastDispute === undefined) return;
    const { random, tables } = this.parts;
    tables.dispute_link.add(
      {
        id: random.uuid(at),
        from_dispute_id: disputeId,
        to_dispute_id: this.lastDispute,
        kind: "RELATED",
        reason: "同一小区同类诉求",
        linked_at: iso(at),
        linked_by: "clerk",
      },
      at,
    );
  }

  private read(disputeId: string, at: number, countyCode: string): void {
    const { random, tables } = this.parts;
    tables.read_entry.add(
      {
        id: random.uuid(at),
        at: iso(at),
        principal: `clerk-${countyCode}`,
        role: "WINDOW_CLERK",
        action: "dispute",
        person_id: null,
        dispute_id: disputeId,
        purpose: null,
        request_id: random.uuid(at),
      },
      at,
    );
  }

  private code(length: number): string {
    let code = "";
    while (code.length < length) code += CODE_ALPHABET[this.parts.random.below(32)];
    return code;
  }
}

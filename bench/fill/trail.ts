import { iso, KEYS_SINCE, LAST_YEAR, MINUTE, type FeedPositions } from "./calendar";
import type { Random } from "./random";
import type { ToldEvent } from "./story";
import type { Tables } from "./tables";

interface Concerned {
  readonly submission: string | null;
  readonly referral: string | null;
  readonly record: string | null;
}

/** What every deed leaves: event, change, audit line and, as long as it is kept, the answer under its key. */
export class Trail {
  constructor(
    private readonly random: Random,
    private readonly tables: Tables,
    private readonly feed: FeedPositions,
  ) {}

  /** @returns the id of the event on the timeline */
  enter(disputeId: string, event: ToldEvent, version: number, ids: Concerned): string {
    const { random, tables, feed } = this;
    const late = random.chance(0.2) ? random.between(1, 2_000) * MINUTE : 0;
    const recordedAt = event.at + late;
    const [id, key, requestId] = [random.uuid(recordedAt), `k-${random.hex(4)}`, random.uuid(recordedAt)];
    const hash = random.hex(8);
    const recorded = iso(recordedAt);
    tables.timeline_event.add(
      {
        id,
        dispute_id: disputeId,
        record_id: ids.record,
        referral_id: ids.referral,
        submission_id: ids.submission,
        kind: event.kind,
        from_state: event.from ?? null,
        to_state: event.to ?? null,
        occurred_at: iso(event.at),
        recorded_at: recorded,
        sequence: event.sequence ?? null,
        body_hash: event.sequence === undefined ? null : hash,
        by_principal: event.by,
        agency_id: event.agency?.id ?? null,
        corrects_id: null,
        note: event.note ?? null,
      },
      recordedAt,
    );
    tables.change_log.add(
      {
        id: random.uuid(recordedAt),
        xid: feed.at(recordedAt),
        dispute_id: disputeId,
        kind: event.kind,
        record_id: ids.record,
        referral_id: ids.referral,
        event_id: id,
        dispute_version: version,
        told_agency_id: null,
        changed_at: recorded,
      },
      recordedAt,
    );
    const action = ACTIONS[event.kind]!;
    if (recordedAt >= LAST_YEAR) {
      tables.audit_entry.add(
        {
          id: random.uuid(recordedAt),
          at: recorded,
          principal: event.by,
          role: event.role,
          action,
          dispute_id: disputeId,
          record_id: ids.record,
          verdict: "ALLOWED",
          request_id: requestId,
          client_key: key,
          body_hash: hash,
        },
        recordedAt,
      );
    }
    if (recordedAt >= KEYS_SINCE) {
      tables.idempotency.add(
        {
          scope: event.agency ? `agency:${event.agency.id}` : `${event.role}:${event.by}`,
          key,
          action,
          body_hash: hash,
          answer: JSON.stringify({ __typename: "StatusRecorded", effect: "APPLIED", disputeId, recordId: ids.record }),
          created_at: recorded,
        },
        recordedAt,
      );
    }
    if (event.kind === "STATUS" && random.chance(0.2)) {
      this.document(disputeId, recordedAt, { record_id: ids.record, event_id: id });
    }
    return id;
  }

  document(disputeId: string, at: number, of: Readonly<Record<string, string | null>>): void {
    const { random, tables } = this;
    tables.case_document.add(
      {
        record_id: null,
        submission_id: null,
        event_id: null,
        ...of,
        id: random.uuid(at),
        dispute_id: disputeId,
        kind: of["event_id"] ? "办理文书" : "申请材料",
        name: of["event_id"] ? "告知书" : "申请书及身份证复印件",
        digest: random.hex(8),
        digest_algorithm: "SHA256",
        issued_on: iso(at).slice(0, 10),
        added_at: iso(at),
      },
      at,
    );
  }
}

const ACTIONS: Readonly<Record<string, string>> = {
  REGISTERED: "registerSubmission",
  ATTACHED: "attachSubmission",
  REFERRED: "referDispute",
  ACCEPTED: "acceptReferral",
  RETURNED: "returnReferral",
  STATUS: "reportStatus",
  EVALUATED: "evaluateDispute",
};

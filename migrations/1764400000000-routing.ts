import type { MigrationInterface, QueryRunner } from "typeorm";

const EVENT_KINDS = "'REGISTERED'::text, 'ATTACHED'::text, 'REFERRED'::text, 'ACCEPTED'::text, 'RETURNED'::text, ";
const NEW_KINDS = "'REFERRAL_REFUSED'::text, 'COORDINATED'::text, 'SUPERVISION_CLOSED'::text, 'LEAD_MOVED'::text, ";
const LATER_KINDS = "'STATUS'::text, 'CORRECTION'::text, 'LINKED'::text, 'EVALUATED'::text";
const REASONS =
  "'NOT_COMPETENT'::text, 'OTHER_AGENCY'::text, 'NOT_ACCEPTABLE'::text, 'MATERIAL_MISSING'::text, 'DUPLICATE'::text";

/** A check of the same name that admits other texts. */
function admit(table: string, name: string, column: string, values: string): string[] {
  return [
    `ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`,
    `ALTER TABLE "${table}" ADD CONSTRAINT "${name}" CHECK (${column} = ANY (ARRAY[${values}]))`,
  ];
}

const APPEND_ONLY = [
  `CREATE TRIGGER tr_routing_decision_append_only BEFORE UPDATE OR DELETE ON "routing_decision" FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER tr_routing_decision_no_truncate BEFORE TRUNCATE ON "routing_decision" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];

/**
 * A body that is being closed (its row is locked for it) gets nothing new: whoever refers to it or accepts for it waits
 * here, and decides again once it is closed. The foreign key would let him pass with what he had seen before.
 */
const CLOSED_AGENCY = [
  `CREATE FUNCTION refuse_closed_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM agency WHERE id = NEW.agency_id AND closed_at IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the agency has been closed' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NEW;
END
$$`,
  `CREATE TRIGGER tr_candidate_agency_open BEFORE INSERT ON "referral_candidate" FOR EACH ROW EXECUTE FUNCTION refuse_closed_agency()`,
  `CREATE TRIGGER tr_record_agency_open BEFORE INSERT ON "agency_record" FOR EACH ROW EXECUTE FUNCTION refuse_closed_agency()`,
];

/** What a person decided on the hub's advice, and the orders of the coordinating meeting. */
const UP = [
  `ALTER TABLE "agency" ADD "closed_at" timestamptz`,
  `ALTER TABLE "dispute" ADD "appointed_agency_id" uuid`,
  `UPDATE "dispute" SET appointed_agency_id = lead_agency_id WHERE lead_agency_id IS NOT NULL`,
  `ALTER TABLE "dispute" ADD CONSTRAINT "fk_dispute_appointed_agency" FOREIGN KEY ("appointed_agency_id") REFERENCES "agency" ("id")`,
  ...admit("timeline_event", "ck_event_kind", "kind", EVENT_KINDS + NEW_KINDS + LATER_KINDS),
  ...admit("change_log", "ck_change_kind", "kind", EVENT_KINDS + NEW_KINDS + LATER_KINDS),
  ...admit("referral_candidate", "ck_candidate_return_reason", "return_reason", `${REASONS}, 'RECUSAL'::text`),
  `CREATE TABLE "routing_decision" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "referral_id" uuid,
    "line" text NOT NULL,
    "door" text,
    "verdict" text NOT NULL,
    "rule" text,
    "basis" text,
    "text" text,
    "facts" text[] NOT NULL,
    "decided_by" text NOT NULL,
    "decided_at" timestamptz NOT NULL,
    CONSTRAINT "pk_routing_decision" PRIMARY KEY ("id"),
    CONSTRAINT "ck_routing_decision_line" CHECK (line = ANY (ARRAY['PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text])),
    CONSTRAINT "ck_routing_decision_verdict" CHECK (verdict = ANY (ARRAY['CONFIRMED'::text, 'GUIDED'::text, 'OVERRIDDEN'::text, 'REFUSED'::text])),
    CONSTRAINT "ck_routing_decision_referral" CHECK ((verdict = 'REFUSED'::text) = (referral_id IS NULL)),
    CONSTRAINT "ck_routing_decision_reason" CHECK (verdict <> 'OVERRIDDEN'::text OR text IS NOT NULL),
    CONSTRAINT "fk_routing_decision_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute" ("id"),
    CONSTRAINT "fk_routing_decision_referral" FOREIGN KEY ("referral_id") REFERENCES "referral" ("id")
  )`,
  `CREATE INDEX "ix_routing_decision_dispute" ON "routing_decision" ("dispute_id", "decided_at", "id")`,
  ...APPEND_ONLY,
  ...CLOSED_AGENCY,
  `CREATE TABLE "supervision_order" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "ground" text NOT NULL,
    "history" text NOT NULL,
    "issued_at" timestamptz NOT NULL,
    "closed_at" timestamptz,
    "closed_by" text,
    "resolution" text,
    CONSTRAINT "pk_supervision_order" PRIMARY KEY ("id"),
    CONSTRAINT "ck_supervision_ground" CHECK (ground = ANY (ARRAY['SECOND_RETURN'::text, 'AGENCY_CLOSED'::text])),
    CONSTRAINT "ck_supervision_closed" CHECK ((closed_at IS NULL) = (resolution IS NULL)),
    CONSTRAINT "ck_supervision_closed_by" CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CONSTRAINT "fk_supervision_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute" ("id")
  )`,
  `CREATE INDEX "ix_supervision_dispute" ON "supervision_order" ("dispute_id", "issued_at", "id")`,
  `CREATE INDEX "ix_supervision_waiting" ON "supervision_order" ("issued_at", "id") WHERE closed_at IS NULL`,
  `CREATE UNIQUE INDEX "uq_supervision_open" ON "supervision_order" ("dispute_id") WHERE closed_at IS NULL`,
];

const DOWN = [
  `DROP TRIGGER tr_record_agency_open ON "agency_record"`,
  `DROP TRIGGER tr_candidate_agency_open ON "referral_candidate"`,
  `DROP FUNCTION refuse_closed_agency()`,
  `DROP TABLE "supervision_order"`,
  `DROP TABLE "routing_decision"`,
  ...admit("referral_candidate", "ck_candidate_return_reason", "return_reason", REASONS),
  ...admit("change_log", "ck_change_kind", "kind", EVENT_KINDS + LATER_KINDS),
  ...admit("timeline_event", "ck_event_kind", "kind", EVENT_KINDS + LATER_KINDS),
  `ALTER TABLE "dispute" DROP COLUMN "appointed_agency_id"`,
  `ALTER TABLE "agency" DROP COLUMN "closed_at"`,
];

export class Routing1764400000000 implements MigrationInterface {
  readonly name = "Routing1764400000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

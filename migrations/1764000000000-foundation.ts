import type { MigrationInterface, QueryRunner } from "typeorm";

const STATEMENTS = [
  `CREATE FUNCTION current_change_xid() RETURNS bigint LANGUAGE sql AS 'select pg_current_xact_id()::text::bigint'`,
  `CREATE TABLE "agency" (
    "id" uuid NOT NULL,
    "code" text NOT NULL,
    "line" text NOT NULL,
    "name" text NOT NULL,
    "region_code" text NOT NULL,
    CONSTRAINT "ck_agency_line" CHECK (line = ANY (ARRAY[
      'PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text
    ])),
    CONSTRAINT "pk_agency" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_agency_code" ON "agency" ("code")`,
  `CREATE INDEX "ix_agency_line_region" ON "agency" ("line", "region_code")`,
  `CREATE TABLE "dispute" (
    "id" uuid NOT NULL,
    "trace_code" text NOT NULL,
    "title" text NOT NULL,
    "category" text NOT NULL,
    "flags" text[] NOT NULL,
    "region_code" text NOT NULL,
    "grade" text,
    "amount_yuan" numeric(14,2),
    "state" text NOT NULL,
    "version" integer NOT NULL,
    "lead_agency_id" uuid,
    "opened_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "state_since" timestamptz NOT NULL,
    "closed_at" timestamptz,
    "round" integer NOT NULL,
    "is_returned" boolean NOT NULL,
    "is_evaluated" boolean NOT NULL,
    "is_referred" boolean NOT NULL,
    CONSTRAINT "ck_dispute_closed" CHECK ((state = 'CLOSED'::text) = (closed_at IS NOT NULL)),
    CONSTRAINT "ck_dispute_version" CHECK (version > 0),
    CONSTRAINT "ck_dispute_grade" CHECK (grade = ANY (ARRAY[
      'URGENT'::text, 'SIMPLE'::text, 'COMPLEX'::text, 'DIFFICULT'::text
    ])),
    CONSTRAINT "ck_dispute_state" CHECK (state = ANY (ARRAY[
      'REGISTERED'::text, 'TRIAGED'::text, 'ROUTED'::text, 'IN_PROCESS'::text, 'RESOLVED'::text,
      'UNRESOLVED'::text, 'FOLLOW_UP'::text, 'CLOSED'::text, 'REOPENED'::text
    ])),
    CONSTRAINT "ck_dispute_category" CHECK (category = ANY (ARRAY[
      'MARRIAGE_FAMILY'::text, 'INHERITANCE'::text, 'NEIGHBOR'::text, 'HOUSING_HOMESTEAD'::text,
      'WAGE_ARREARS'::text, 'LABOR_CONTRACT'::text, 'WORK_INJURY'::text, 'PERSONNEL'::text,
      'SOCIAL_SECURITY'::text, 'CIVIL_AFFAIRS_RELIEF'::text, 'LAND_EXPROPRIATION'::text,
      'RURAL_LAND_CONTRACT'::text, 'NATURAL_RESOURCE_RIGHT'::text, 'VILLAGE_GOVERNANCE'::text,
      'PROPERTY_MGMT'::text, 'REAL_ESTATE_SALE'::text, 'CONSTRUCTION_PROJECT'::text, 'MEDICAL'::text,
      'TRAFFIC_ACCIDENT'::text, 'CONSUMER'::text, 'CONTRACT_DEBT'::text, 'FINANCE_INSURANCE'::text,
      'ENTERPRISE_RELATED'::text, 'TORT_DAMAGE'::text, 'EDUCATION'::text, 'ENVIRONMENT'::text,
      'URBAN_SERVICE'::text, 'ADMIN_ACT'::text, 'PUBLIC_SECURITY_MINOR'::text,
      'LITIGATION_RELATED'::text, 'DISCIPLINE_REPORT'::text, 'SUGGESTION'::text, 'CONSULT'::text,
      'OTHER'::text
    ])),
    CONSTRAINT "pk_dispute" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_dispute_trace_code" ON "dispute" ("trace_code")`,
  `CREATE INDEX "ix_dispute_region" ON "dispute" ("region_code", "opened_at", "id")`,
  `CREATE INDEX "ix_dispute_desk" ON "dispute" ("state_since", "id") WHERE state = ANY (ARRAY['REGISTERED'::text, 'TRIAGED'::text, 'RESOLVED'::text, 'UNRESOLVED'::text, 'REOPENED'::text])`,
  `CREATE INDEX "ix_dispute_opened" ON "dispute" ("opened_at", "id")`,
  `CREATE TABLE "referral" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "line" text NOT NULL,
    "state" text NOT NULL,
    "holder_id" uuid,
    "takes_lead" boolean NOT NULL,
    "reason" text NOT NULL,
    "referred_at" timestamptz NOT NULL,
    "referred_by" text NOT NULL,
    "decided_at" timestamptz,
    "version" integer NOT NULL,
    CONSTRAINT "ck_referral_holder" CHECK ((state = 'ACCEPTED'::text) = (holder_id IS NOT NULL)),
    CONSTRAINT "ck_referral_state" CHECK (state = ANY (ARRAY[
      'OFFERED'::text, 'ACCEPTED'::text, 'RETURNED'::text
    ])),
    CONSTRAINT "ck_referral_line" CHECK (line = ANY (ARRAY[
      'PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text
    ])),
    CONSTRAINT "pk_referral" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_referral_dispute" ON "referral" ("dispute_id", "referred_at", "id")`,
  `CREATE TABLE "agency_record" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "referral_id" uuid NOT NULL,
    "agency_id" uuid NOT NULL,
    "line" text NOT NULL,
    "number" text NOT NULL,
    "number_key" text NOT NULL,
    "state" text NOT NULL,
    "phase" text NOT NULL,
    "outcome" text,
    "version" integer NOT NULL,
    "last_sequence" integer NOT NULL,
    "round" integer NOT NULL,
    "opened_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "ended_at" timestamptz,
    "award_kind" text,
    "worker_count" integer,
    "award_amount_yuan" numeric(14,2),
    "aid_form" text,
    "means_test_waived" boolean,
    "lawyer" text,
    "court_procedure" text,
    "cause_of_action" text,
    "claim_amount_yuan" numeric(14,2),
    "mediation_kind" text,
    "mediator" text,
    "agreed_amount_yuan" numeric(14,2),
    "petition_matter" text,
    "petition_opinion" text,
    "petition_is_first" boolean,
    CONSTRAINT "ck_record_sequence" CHECK (last_sequence >= 0),
    CONSTRAINT "ck_record_settled" CHECK ((phase = 'ACTIVE'::text) = (outcome IS NULL)),
    CONSTRAINT "ck_record_ended" CHECK ((phase = 'ENDED'::text) = (ended_at IS NOT NULL)),
    CONSTRAINT "ck_record_outcome" CHECK (outcome = ANY (ARRAY[
      'RESOLVED'::text, 'UNRESOLVED'::text, 'WITHDRAWN'::text, 'REDIRECTED'::text
    ])),
    CONSTRAINT "ck_record_phase" CHECK (phase = ANY (ARRAY['ACTIVE'::text, 'SETTLING'::text, 'ENDED'::text])),
    CONSTRAINT "ck_record_line" CHECK (line = ANY (ARRAY[
      'PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text
    ])),
    CONSTRAINT "ck_arbitration_workers" CHECK (worker_count > 0),
    CONSTRAINT "ck_arbitration_award" CHECK (award_kind = ANY (ARRAY['FINAL'::text, 'NON_FINAL'::text])),
    CONSTRAINT "ck_legal_aid_form" CHECK (aid_form = ANY (ARRAY[
      'CONSULTATION'::text, 'DRAFTING'::text, 'DEFENCE'::text, 'LITIGATION'::text,
      'NON_LITIGATION'::text, 'DUTY_LAWYER'::text
    ])),
    CONSTRAINT "ck_litigation_procedure" CHECK (court_procedure = ANY (ARRAY[
      'ORDINARY'::text, 'SUMMARY'::text, 'SMALL_CLAIMS'::text, 'SPECIAL'::text, 'PAYMENT_ORDER'::text
    ])),
    CONSTRAINT "ck_mediation_kind" CHECK (mediation_kind = ANY (ARRAY[
      'PEOPLES'::text, 'ADMIN'::text, 'INDUSTRY'::text, 'JUDICIAL_ENTRUSTED'::text, 'LABOR'::text,
      'POLICE'::text
    ])),
    CONSTRAINT "ck_petition_opinion" CHECK (petition_opinion = ANY (ARRAY[
      'SUPPORT'::text, 'EXPLAIN'::text, 'NOT_SUPPORT'::text
    ])),
    CONSTRAINT "ck_petition_matter" CHECK (petition_matter = ANY (ARRAY[
      'SUGGESTION'::text, 'ACCUSATION'::text, 'APPEAL'::text
    ])),
    CONSTRAINT "pk_agency_record" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_record_worklist" ON "agency_record" ("agency_id", "opened_at", "id") WHERE phase <> 'ENDED'::text`,
  `CREATE INDEX "ix_record_dispute" ON "agency_record" ("dispute_id", "opened_at", "id")`,
  `CREATE UNIQUE INDEX "uq_record_open" ON "agency_record" ("dispute_id", "agency_id") WHERE phase <> 'ENDED'::text`,
  `CREATE UNIQUE INDEX "uq_record_referral" ON "agency_record" ("referral_id")`,
  `CREATE UNIQUE INDEX "uq_record_number" ON "agency_record" ("agency_id", "number_key")`,
  `CREATE INDEX "IDX_ed759ea72afd96909e5c056444" ON "agency_record" ("line")`,
  `CREATE TABLE "held_status" (
    "id" uuid NOT NULL,
    "record_id" uuid NOT NULL,
    "sequence" integer NOT NULL,
    "body_hash" text NOT NULL,
    "report" jsonb NOT NULL,
    "received_at" timestamptz NOT NULL,
    "by_principal" text NOT NULL,
    "outcome" text NOT NULL,
    "refusal_code" text,
    "decided_at" timestamptz,
    CONSTRAINT "ck_held_outcome" CHECK (outcome = ANY (ARRAY['HELD'::text, 'RELEASED'::text, 'REFUSED'::text])),
    CONSTRAINT "pk_held_status" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_held_sequence" ON "held_status" ("record_id", "sequence") WHERE outcome = 'HELD'::text`,
  `CREATE TABLE "audit_entry" (
    "id" uuid NOT NULL,
    "at" timestamptz NOT NULL,
    "principal" text NOT NULL,
    "role" text NOT NULL,
    "action" text NOT NULL,
    "dispute_id" uuid,
    "record_id" uuid,
    "verdict" text NOT NULL,
    "request_id" text NOT NULL,
    "client_key" text,
    "body_hash" text,
    CONSTRAINT "pk_audit_entry" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_audit_dispute" ON "audit_entry" ("dispute_id", "at")`,
  `CREATE INDEX "ix_audit_at" ON "audit_entry" ("at", "id")`,
  `CREATE TABLE "read_entry" (
    "id" uuid NOT NULL,
    "at" timestamptz NOT NULL,
    "principal" text NOT NULL,
    "role" text NOT NULL,
    "action" text NOT NULL,
    "person_id" uuid,
    "dispute_id" uuid,
    "purpose" text,
    "request_id" text NOT NULL,
    CONSTRAINT "pk_read_entry" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_read_person" ON "read_entry" ("person_id", "at")`,
  `CREATE INDEX "ix_read_at" ON "read_entry" ("at", "id")`,
  `CREATE TABLE "person" (
    "id" uuid NOT NULL,
    "id_kind" text NOT NULL,
    "id_index" text,
    "id_sealed" text,
    "name_index" text NOT NULL,
    "name_sealed" text NOT NULL,
    "phone_index" text,
    "phone_sealed" text,
    "birth_on" date,
    "sex" smallint NOT NULL,
    "created_at" timestamptz NOT NULL,
    CONSTRAINT "ck_person_identified" CHECK ((id_kind = 'NONE'::text) = (id_index IS NULL)),
    CONSTRAINT "ck_person_id_kind" CHECK (id_kind = ANY (ARRAY[
      'RESIDENT_ID'::text, 'HK_MACAO_TW_RESIDENCE'::text, 'FOREIGN_PERMANENT'::text,
      'HK_MACAO_PERMIT'::text, 'TAIWAN_PERMIT'::text, 'PASSPORT'::text, 'MILITARY'::text,
      'NONE'::text
    ])),
    CONSTRAINT "pk_person" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_person_id_index" ON "person" ("id_index")`,
  `CREATE INDEX "ix_person_name_index" ON "person" ("name_index")`,
  `CREATE INDEX "ix_person_phone_index" ON "person" ("phone_index")`,
  `CREATE TABLE "submission" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "applicant_id" uuid,
    "channel" text NOT NULL,
    "content" text NOT NULL,
    "receipt_no" text NOT NULL,
    "follow_code_index" text NOT NULL,
    "is_repeat" boolean NOT NULL,
    "head_count" integer NOT NULL,
    "agent_person_id" uuid,
    "agent_authorisation" text,
    "source_system" text,
    "external_no" text,
    "submitted_at" timestamptz NOT NULL,
    "registered_at" timestamptz NOT NULL,
    "registered_by" text NOT NULL,
    CONSTRAINT "ck_submission_head_count" CHECK (head_count > 0),
    CONSTRAINT "ck_submission_agent" CHECK ((agent_person_id IS NULL) = (agent_authorisation IS NULL)),
    CONSTRAINT "ck_submission_channel" CHECK (channel = ANY (ARRAY[
      'WINDOW'::text, 'LETTER'::text, 'WEB'::text, 'QR'::text, 'HOTLINE_12345'::text, 'AGENT'::text,
      'VIDEO'::text, 'MOBILE'::text, 'GRID'::text, 'PEOPLE_CN'::text, 'PHONE'::text, 'FAX'::text,
      'PLATFORM'::text
    ])),
    CONSTRAINT "pk_submission" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_submission_receipt" ON "submission" ("receipt_no")`,
  `CREATE UNIQUE INDEX "uq_submission_follow_code" ON "submission" ("follow_code_index")`,
  `CREATE UNIQUE INDEX "uq_submission_external" ON "submission" ("source_system", "external_no") WHERE external_no IS NOT NULL`,
  `CREATE INDEX "ix_submission_applicant" ON "submission" ("applicant_id")`,
  `CREATE INDEX "ix_submission_dispute" ON "submission" ("dispute_id", "submitted_at", "id")`,
  `CREATE TABLE "timeline_event" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "record_id" uuid,
    "referral_id" uuid,
    "submission_id" uuid,
    "kind" text NOT NULL,
    "from_state" text,
    "to_state" text,
    "occurred_at" timestamptz NOT NULL,
    "recorded_at" timestamptz NOT NULL,
    "sequence" integer,
    "body_hash" text,
    "by_principal" text NOT NULL,
    "agency_id" uuid,
    "corrects_id" uuid,
    "note" text,
    CONSTRAINT "ck_event_correction" CHECK ((kind = 'CORRECTION'::text) = (corrects_id IS NOT NULL)),
    CONSTRAINT "ck_event_sequence" CHECK (sequence > 0),
    CONSTRAINT "ck_event_kind" CHECK (kind = ANY (ARRAY[
      'REGISTERED'::text, 'ATTACHED'::text, 'REFERRED'::text, 'ACCEPTED'::text, 'RETURNED'::text,
      'STATUS'::text, 'CORRECTION'::text, 'LINKED'::text, 'EVALUATED'::text
    ])),
    CONSTRAINT "pk_timeline_event" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_event_corrects" ON "timeline_event" ("corrects_id") WHERE corrects_id IS NOT NULL`,
  `CREATE UNIQUE INDEX "uq_event_sequence" ON "timeline_event" ("record_id", "sequence") WHERE sequence IS NOT NULL`,
  `CREATE INDEX "ix_event_timeline" ON "timeline_event" ("dispute_id", "occurred_at", "id")`,
  `CREATE TABLE "change_log" (
    "id" uuid NOT NULL,
    "xid" bigint NOT NULL DEFAULT current_change_xid(),
    "dispute_id" uuid NOT NULL,
    "kind" text NOT NULL,
    "record_id" uuid,
    "referral_id" uuid,
    "event_id" uuid NOT NULL,
    "dispute_version" integer NOT NULL,
    "changed_at" timestamptz NOT NULL,
    CONSTRAINT "ck_change_kind" CHECK (kind = ANY (ARRAY[
      'REGISTERED'::text, 'ATTACHED'::text, 'REFERRED'::text, 'ACCEPTED'::text, 'RETURNED'::text,
      'STATUS'::text, 'CORRECTION'::text, 'LINKED'::text, 'EVALUATED'::text
    ])),
    CONSTRAINT "pk_change_log" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_change_dispute" ON "change_log" ("dispute_id")`,
  `CREATE INDEX "ix_change_position" ON "change_log" ("xid", "id")`,
  `CREATE TABLE "case_document" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "record_id" uuid,
    "submission_id" uuid,
    "event_id" uuid,
    "kind" text NOT NULL,
    "name" text NOT NULL,
    "digest" text NOT NULL,
    "digest_algorithm" text NOT NULL,
    "issued_on" date,
    "added_at" timestamptz NOT NULL,
    CONSTRAINT "ck_document_digest_algorithm" CHECK (digest_algorithm = ANY (ARRAY['SHA256'::text, 'SM3'::text])),
    CONSTRAINT "pk_case_document" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_document_event" ON "case_document" ("event_id")`,
  `CREATE INDEX "ix_document_dispute" ON "case_document" ("dispute_id", "added_at", "id")`,
  `CREATE TABLE "dispute_link" (
    "id" uuid NOT NULL,
    "from_dispute_id" uuid NOT NULL,
    "to_dispute_id" uuid NOT NULL,
    "kind" text NOT NULL,
    "reason" text NOT NULL,
    "linked_at" timestamptz NOT NULL,
    "linked_by" text NOT NULL,
    CONSTRAINT "ck_link_two_disputes" CHECK (from_dispute_id <> to_dispute_id),
    CONSTRAINT "ck_link_kind" CHECK (kind = ANY (ARRAY[
      'SAME_MATTER'::text, 'RELATED'::text, 'FOLLOWS'::text, 'SAME_CLASS'::text
    ])),
    CONSTRAINT "pk_dispute_link" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_link_to" ON "dispute_link" ("to_dispute_id", "linked_at", "id")`,
  `CREATE INDEX "ix_link_from" ON "dispute_link" ("from_dispute_id", "linked_at", "id")`,
  `CREATE UNIQUE INDEX "uq_link" ON "dispute_link" ("from_dispute_id", "to_dispute_id", "kind")`,
  `CREATE TABLE "evaluation" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "centre" text NOT NULL,
    "agency" text NOT NULL,
    "remark" text,
    "evaluated_at" timestamptz NOT NULL,
    "evaluated_by" text NOT NULL,
    CONSTRAINT "ck_evaluation_agency" CHECK (agency = ANY (ARRAY[
      'SATISFIED'::text, 'BASICALLY_SATISFIED'::text, 'DISSATISFIED'::text, 'NOT_REACHED'::text
    ])),
    CONSTRAINT "ck_evaluation_centre" CHECK (centre = ANY (ARRAY[
      'SATISFIED'::text, 'BASICALLY_SATISFIED'::text, 'DISSATISFIED'::text, 'NOT_REACHED'::text
    ])),
    CONSTRAINT "pk_evaluation" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_evaluation_dispute" ON "evaluation" ("dispute_id", "evaluated_at", "id")`,
  `CREATE TABLE "organisation" (
    "id" uuid NOT NULL,
    "uscc" text,
    "name" text NOT NULL,
    "name_key" text NOT NULL,
    "created_at" timestamptz NOT NULL,
    CONSTRAINT "pk_organisation" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_organisation_uscc" ON "organisation" ("uscc")`,
  `CREATE INDEX "ix_organisation_name_key" ON "organisation" ("name_key")`,
  `CREATE TABLE "party" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "role" text NOT NULL,
    "person_id" uuid,
    "organisation_id" uuid,
    "head_count" integer NOT NULL,
    "joined_at" timestamptz NOT NULL,
    CONSTRAINT "ck_party_head_count" CHECK (head_count > 0),
    CONSTRAINT "ck_party_subject" CHECK (num_nonnulls(person_id, organisation_id) = 1),
    CONSTRAINT "ck_party_role" CHECK (role = ANY (ARRAY[
      'APPLICANT'::text, 'RESPONDENT'::text, 'REPRESENTATIVE'::text, 'THIRD_PARTY'::text,
      'COLLECTIVE'::text
    ])),
    CONSTRAINT "pk_party" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_party_organisation" ON "party" ("organisation_id", "dispute_id")`,
  `CREATE INDEX "ix_party_person" ON "party" ("person_id", "dispute_id")`,
  `CREATE INDEX "ix_party_dispute" ON "party" ("dispute_id", "joined_at", "id")`,
  `CREATE TABLE "idempotency" (
    "scope" text NOT NULL,
    "key" text NOT NULL,
    "action" text NOT NULL,
    "body_hash" text NOT NULL,
    "answer" jsonb NOT NULL,
    "created_at" timestamptz NOT NULL,
    CONSTRAINT "pk_idempotency" PRIMARY KEY ("scope", "key")
  )`,
  `CREATE INDEX "ix_idempotency_created" ON "idempotency" ("created_at")`,
  `CREATE TABLE "referral_candidate" (
    "id" uuid NOT NULL,
    "referral_id" uuid NOT NULL,
    "agency_id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "state" text NOT NULL,
    "return_reason" text,
    "return_note" text,
    "offered_at" timestamptz NOT NULL,
    "decided_at" timestamptz,
    CONSTRAINT "ck_candidate_returned" CHECK ((state = 'RETURNED'::text) = (return_reason IS NOT NULL)),
    CONSTRAINT "ck_candidate_return_reason" CHECK (return_reason = ANY (ARRAY[
      'NOT_COMPETENT'::text, 'OTHER_AGENCY'::text, 'NOT_ACCEPTABLE'::text, 'MATERIAL_MISSING'::text,
      'DUPLICATE'::text
    ])),
    CONSTRAINT "ck_candidate_state" CHECK (state = ANY (ARRAY[
      'OFFERED'::text, 'ACCEPTED'::text, 'RETURNED'::text, 'LAPSED'::text
    ])),
    CONSTRAINT "pk_referral_candidate" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_candidate_open" ON "referral_candidate" ("dispute_id", "agency_id") WHERE state = 'OFFERED'::text`,
  `CREATE INDEX "ix_candidate_participation" ON "referral_candidate" ("dispute_id", "agency_id")`,
  `CREATE INDEX "ix_candidate_worklist" ON "referral_candidate" ("agency_id", "state", "offered_at", "referral_id")`,
  `CREATE UNIQUE INDEX "uq_candidate" ON "referral_candidate" ("referral_id", "agency_id")`,
  `ALTER TABLE "dispute" ADD CONSTRAINT "fk_dispute_lead_agency" FOREIGN KEY ("lead_agency_id") REFERENCES "agency"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "referral" ADD CONSTRAINT "fk_referral_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "referral" ADD CONSTRAINT "fk_referral_holder" FOREIGN KEY ("holder_id") REFERENCES "agency"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "agency_record" ADD CONSTRAINT "fk_record_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "agency_record" ADD CONSTRAINT "fk_record_referral" FOREIGN KEY ("referral_id") REFERENCES "referral"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "agency_record" ADD CONSTRAINT "fk_record_agency" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "held_status" ADD CONSTRAINT "fk_held_record" FOREIGN KEY ("record_id") REFERENCES "agency_record"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "submission" ADD CONSTRAINT "fk_submission_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "submission" ADD CONSTRAINT "fk_submission_applicant" FOREIGN KEY ("applicant_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "submission" ADD CONSTRAINT "fk_submission_agent_person" FOREIGN KEY ("agent_person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "timeline_event" ADD CONSTRAINT "fk_event_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "timeline_event" ADD CONSTRAINT "fk_event_record" FOREIGN KEY ("record_id") REFERENCES "agency_record"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "timeline_event" ADD CONSTRAINT "fk_event_referral" FOREIGN KEY ("referral_id") REFERENCES "referral"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "timeline_event" ADD CONSTRAINT "fk_event_submission" FOREIGN KEY ("submission_id") REFERENCES "submission"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "timeline_event" ADD CONSTRAINT "fk_event_agency" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "timeline_event" ADD CONSTRAINT "fk_event_corrects" FOREIGN KEY ("corrects_id") REFERENCES "timeline_event"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "change_log" ADD CONSTRAINT "fk_change_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "change_log" ADD CONSTRAINT "fk_change_event" FOREIGN KEY ("event_id") REFERENCES "timeline_event"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_document" ADD CONSTRAINT "fk_document_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_document" ADD CONSTRAINT "fk_document_record" FOREIGN KEY ("record_id") REFERENCES "agency_record"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_document" ADD CONSTRAINT "fk_document_submission" FOREIGN KEY ("submission_id") REFERENCES "submission"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "case_document" ADD CONSTRAINT "fk_document_event" FOREIGN KEY ("event_id") REFERENCES "timeline_event"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "dispute_link" ADD CONSTRAINT "fk_link_from_dispute" FOREIGN KEY ("from_dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "dispute_link" ADD CONSTRAINT "fk_link_to_dispute" FOREIGN KEY ("to_dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "evaluation" ADD CONSTRAINT "fk_evaluation_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "party" ADD CONSTRAINT "fk_party_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "party" ADD CONSTRAINT "fk_party_person" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "party" ADD CONSTRAINT "fk_party_organisation" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "referral_candidate" ADD CONSTRAINT "fk_candidate_referral" FOREIGN KEY ("referral_id") REFERENCES "referral"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "referral_candidate" ADD CONSTRAINT "fk_candidate_agency" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "referral_candidate" ADD CONSTRAINT "fk_candidate_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];

/** What has been written there stays: a correction is a new row. */
const APPEND_ONLY = ["timeline_event", "change_log", "audit_entry", "read_entry", "evaluation"];

const TABLES = [
  "referral_candidate",
  "idempotency",
  "party",
  "organisation",
  "evaluation",
  "dispute_link",
  "case_document",
  "change_log",
  "timeline_event",
  "submission",
  "person",
  "read_entry",
  "audit_entry",
  "held_status",
  "agency_record",
  "referral",
  "dispute",
  "agency",
];

export class Foundation1764000000000 implements MigrationInterface {
  readonly name = "Foundation1764000000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    await runner.query(`CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$`);
    for (const table of APPEND_ONLY) {
      await runner.query(
        `CREATE TRIGGER tr_${table}_append_only BEFORE UPDATE OR DELETE ON "${table}" ` +
          `FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
      );
      await runner.query(
        `CREATE TRIGGER tr_${table}_no_truncate BEFORE TRUNCATE ON "${table}" ` +
          `FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${TABLES.map((table) => `"${table}"`).join(", ")}`);
    await runner.query(`DROP FUNCTION refuse_change()`);
    await runner.query(`DROP FUNCTION current_change_xid()`);
  }
}

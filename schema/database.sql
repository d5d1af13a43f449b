-- The schema the migrations build, printed by `npm run schema` and compared by `npm run check:migrations`.
-- Review reads it; nothing is built from it.

SET check_function_bodies = off;

-- Functions

CREATE OR REPLACE FUNCTION public.current_change_xid()
 RETURNS bigint
 LANGUAGE sql
AS $function$select pg_current_xact_id()::text::bigint$function$;

CREATE OR REPLACE FUNCTION public.hide_informers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE party SET secret_since = NEW.updated_at
   WHERE dispute_id = NEW.dispute_id AND role <> 'RESPONDENT' AND secret_since IS NULL;
  UPDATE submission SET secret_since = NEW.updated_at WHERE dispute_id = NEW.dispute_id AND secret_since IS NULL;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION public.listing_slices(place text, opened_from timestamp with time zone, opened_until timestamp with time zone)
 RETURNS SETOF text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE ROWS 12
AS $function$
DECLARE
  oldest int := floor(extract(epoch FROM greatest(opened_from, (SELECT min(l.opened_at) FROM dispute_listing l))) / 86400);
  newest int := floor(extract(epoch FROM least(opened_until, (SELECT max(l.opened_at) FROM dispute_listing l))) / 86400);
  size int := CASE WHEN length(place) < 6 THEN 0 ELSE 1 END;
  slice int := newest >> 3 * size;
BEGIN
  WHILE slice >= oldest >> 3 * size LOOP
    RETURN NEXT place || '/' || size || '/' || slice;
    IF size < 3 AND slice & 7 = 0 THEN
      slice := slice >> 3;
      size := size + 1;
    END IF;
    slice := slice - 1;
  END LOOP;
END
$function$;

CREATE OR REPLACE FUNCTION public.listing_terms(title_key text, region_code text, category text, opened_at timestamp with time zone)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
DECLARE
  day int := floor(extract(epoch FROM opened_at) / 86400);
  terms text[] := ARRAY[category];
  digits int;
BEGIN
  FOREACH digits IN ARRAY ARRAY[2, 4, 6, 9] LOOP
    FOR size IN CASE WHEN digits < 6 THEN 0 ELSE 1 END .. 3 LOOP
      terms := terms || (left(region_code, digits) || '/' || size || '/' || (day >> 3 * size));
    END LOOP;
  END LOOP;
  FOR at IN 1 .. length(title_key) - 1 LOOP
    terms := terms || substr(title_key, at, 2);
  END LOOP;
  RETURN terms;
END
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$function$;

CREATE OR REPLACE FUNCTION public.refuse_closed_agency()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM FROM agency WHERE id = NEW.agency_id AND closed_at IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the agency has been closed' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NEW;
END
$function$;

-- Tables

CREATE TABLE public.agency (
  id uuid NOT NULL,
  code text NOT NULL,
  line text NOT NULL,
  name text NOT NULL,
  region_code text NOT NULL,
  closed_at timestamp with time zone
);

CREATE TABLE public.agency_record (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  referral_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  line text NOT NULL,
  number text NOT NULL,
  number_key text NOT NULL,
  state text NOT NULL,
  phase text NOT NULL,
  outcome text,
  version integer NOT NULL,
  last_sequence integer NOT NULL,
  round integer NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  award_kind text,
  worker_count integer,
  award_amount_yuan numeric(14,2),
  aid_form text,
  means_test_waived boolean,
  lawyer text,
  court_procedure text,
  cause_of_action text,
  claim_amount_yuan numeric(14,2),
  mediation_kind text,
  mediator text,
  agreed_amount_yuan numeric(14,2),
  petition_matter text,
  petition_opinion text,
  petition_is_first boolean,
  inspection_matter text,
  affected_workers integer,
  ordered_amount_yuan numeric(14,2),
  hotline_request text,
  handling_unit text,
  is_solved boolean,
  is_satisfied boolean,
  petition_item text,
  petition_is_simple boolean,
  arbitration_is_simplified boolean,
  petition_receiver text
) WITH (fillfactor=80);

CREATE TABLE public.agency_succession (
  id uuid NOT NULL,
  agency_id uuid NOT NULL,
  successor_id uuid NOT NULL,
  reason text NOT NULL,
  reached uuid,
  begun_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone
);

CREATE TABLE public.audit_entry (
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  principal text NOT NULL,
  role text NOT NULL,
  action text NOT NULL,
  dispute_id uuid,
  record_id uuid,
  verdict text NOT NULL,
  request_id text NOT NULL,
  client_key text,
  body_hash text
);

CREATE TABLE public.calendar_notice (
  version integer NOT NULL,
  year integer NOT NULL,
  source text NOT NULL,
  days jsonb NOT NULL,
  origin text NOT NULL,
  loaded_at timestamp with time zone NOT NULL,
  loaded_by text NOT NULL,
  settled_at timestamp with time zone
);

CREATE TABLE public.calendar_release (
  id integer NOT NULL,
  notices_digest text NOT NULL,
  entered_at timestamp with time zone NOT NULL
);

CREATE TABLE public.case_document (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  record_id uuid,
  submission_id uuid,
  event_id uuid,
  kind text NOT NULL,
  name text NOT NULL,
  digest text NOT NULL,
  digest_algorithm text NOT NULL,
  issued_on date,
  added_at timestamp with time zone NOT NULL
);

CREATE TABLE public.change_log (
  id uuid NOT NULL,
  xid bigint DEFAULT public.current_change_xid() NOT NULL,
  dispute_id uuid NOT NULL,
  kind text NOT NULL,
  record_id uuid,
  referral_id uuid,
  event_id uuid NOT NULL,
  dispute_version integer NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  told_agency_id uuid
);

CREATE TABLE public.clock_backlog (
  record_id uuid NOT NULL,
  reason text NOT NULL
);

CREATE TABLE public.deadline (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  record_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  region_code text NOT NULL,
  line text NOT NULL,
  limit_id text NOT NULL,
  rule_id uuid NOT NULL,
  calendar_version integer NOT NULL,
  round integer NOT NULL,
  party text NOT NULL,
  anchor_event_id uuid NOT NULL,
  anchor_at timestamp with time zone NOT NULL,
  received_on date,
  applies boolean,
  awaits_condition boolean NOT NULL,
  awaits_receipt boolean NOT NULL,
  state text NOT NULL,
  raw_due_on date,
  due_on date,
  late_after date,
  late_from timestamp with time zone,
  lists_on date NOT NULL,
  pauses jsonb NOT NULL,
  granted jsonb NOT NULL,
  skipped jsonb NOT NULL,
  is_provisional boolean NOT NULL,
  is_verified boolean NOT NULL,
  promised_on date,
  closed_on date,
  closed_event_id uuid,
  announced_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  opened jsonb
);

CREATE TABLE public.dispute (
  id uuid NOT NULL,
  trace_code text NOT NULL,
  title text NOT NULL,
  category text NOT NULL,
  flags text[] NOT NULL,
  region_code text NOT NULL,
  grade text,
  amount_yuan numeric(14,2),
  state text NOT NULL,
  version integer NOT NULL,
  lead_agency_id uuid,
  opened_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  state_since timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  round integer NOT NULL,
  is_returned boolean NOT NULL,
  is_evaluated boolean NOT NULL,
  is_referred boolean NOT NULL,
  appointed_agency_id uuid
) WITH (fillfactor=80);

CREATE TABLE public.dispute_link (
  id uuid NOT NULL,
  from_dispute_id uuid NOT NULL,
  to_dispute_id uuid NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  linked_at timestamp with time zone NOT NULL,
  linked_by text NOT NULL
);

CREATE TABLE public.dispute_listing (
  id uuid NOT NULL,
  region_code text NOT NULL,
  category text NOT NULL,
  flags text[] NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  title_key text NOT NULL
);

CREATE TABLE public.evaluation (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  centre text NOT NULL,
  agency text NOT NULL,
  remark text,
  evaluated_at timestamp with time zone NOT NULL,
  evaluated_by text NOT NULL
);

CREATE TABLE public.follow_up_taken (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  record_id uuid NOT NULL,
  follows_record_id uuid NOT NULL,
  follow_up_id text NOT NULL,
  taken_at timestamp with time zone NOT NULL
);

CREATE TABLE public.held_status (
  id uuid NOT NULL,
  record_id uuid NOT NULL,
  sequence integer NOT NULL,
  body_hash text NOT NULL,
  report jsonb NOT NULL,
  received_at timestamp with time zone NOT NULL,
  by_principal text NOT NULL,
  outcome text NOT NULL,
  refusal_code text,
  decided_at timestamp with time zone
);

CREATE TABLE public.idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  action text NOT NULL,
  body_hash text NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL
);

CREATE TABLE public.limit_version (
  id uuid NOT NULL,
  limit_id text NOT NULL,
  "row" jsonb NOT NULL,
  first_used_at timestamp with time zone NOT NULL
);

CREATE TABLE public.organisation (
  id uuid NOT NULL,
  uscc text,
  name text NOT NULL,
  name_key text NOT NULL,
  created_at timestamp with time zone NOT NULL
);

CREATE TABLE public.party (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  role text NOT NULL,
  person_id uuid,
  organisation_id uuid,
  head_count integer NOT NULL,
  joined_at timestamp with time zone NOT NULL,
  region_code text NOT NULL,
  name_key text,
  secret_since timestamp with time zone
);

CREATE TABLE public.person (
  id uuid NOT NULL,
  id_kind text NOT NULL,
  id_index text,
  id_sealed text,
  name_index text NOT NULL,
  name_sealed text NOT NULL,
  phone_index text,
  phone_sealed text,
  birth_on date,
  sex smallint NOT NULL,
  created_at timestamp with time zone NOT NULL
);

CREATE TABLE public.read_entry (
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  principal text NOT NULL,
  role text NOT NULL,
  action text NOT NULL,
  person_id uuid,
  dispute_id uuid,
  purpose text,
  request_id text NOT NULL
);

CREATE TABLE public.referral (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  line text NOT NULL,
  state text NOT NULL,
  holder_id uuid,
  takes_lead boolean NOT NULL,
  reason text NOT NULL,
  referred_at timestamp with time zone NOT NULL,
  referred_by text NOT NULL,
  decided_at timestamp with time zone,
  version integer NOT NULL
);

CREATE TABLE public.referral_candidate (
  id uuid NOT NULL,
  referral_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  state text NOT NULL,
  return_reason text,
  return_note text,
  offered_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  dispute_opened_at timestamp with time zone NOT NULL
);

CREATE TABLE public.routing_decision (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  referral_id uuid,
  line text NOT NULL,
  door text,
  verdict text NOT NULL,
  rule text,
  basis text,
  text text,
  facts text[] NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamp with time zone NOT NULL
);

CREATE TABLE public.submission (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  applicant_id uuid,
  channel text NOT NULL,
  content text NOT NULL,
  receipt_no text NOT NULL,
  follow_code_index text NOT NULL,
  is_repeat boolean NOT NULL,
  head_count integer NOT NULL,
  agent_person_id uuid,
  agent_authorisation text,
  source_system text,
  external_no text,
  submitted_at timestamp with time zone NOT NULL,
  registered_at timestamp with time zone NOT NULL,
  registered_by text NOT NULL,
  secret_since timestamp with time zone
);

CREATE TABLE public.supervision_order (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  ground text NOT NULL,
  history text NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  closed_by text,
  resolution text
);

CREATE TABLE public.timeline_event (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  record_id uuid,
  referral_id uuid,
  submission_id uuid,
  kind text NOT NULL,
  from_state text,
  to_state text,
  occurred_at timestamp with time zone NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  sequence integer,
  body_hash text,
  by_principal text NOT NULL,
  agency_id uuid,
  corrects_id uuid,
  note text
);

CREATE TABLE public.told_fact (
  id uuid NOT NULL,
  dispute_id uuid NOT NULL,
  fact text NOT NULL,
  is_so boolean NOT NULL,
  word integer NOT NULL,
  decision_id uuid NOT NULL,
  told_by text NOT NULL,
  told_at timestamp with time zone NOT NULL
);

-- Keys and checks

ALTER TABLE public.agency ADD CONSTRAINT ck_agency_line CHECK ((line = ANY (ARRAY['PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text, 'INSPECTION'::text, 'HOTLINE'::text])));

ALTER TABLE public.agency ADD CONSTRAINT pk_agency PRIMARY KEY (id);

ALTER TABLE public.agency_record ADD CONSTRAINT ck_arbitration_award CHECK ((award_kind = ANY (ARRAY['FINAL'::text, 'NON_FINAL'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_arbitration_workers CHECK ((worker_count > 0));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_hotline_request CHECK ((hotline_request = ANY (ARRAY['CONSULTATION'::text, 'HELP'::text, 'COMPLAINT'::text, 'REPORT'::text, 'SUGGESTION'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_inspection_matter CHECK ((inspection_matter = ANY (ARRAY['HOUSE_RULES'::text, 'LABOUR_CONTRACT'::text, 'CHILD_LABOUR'::text, 'SPECIAL_PROTECTION'::text, 'WORKING_TIME'::text, 'WAGES'::text, 'SOCIAL_INSURANCE'::text, 'PLACEMENT_AND_TRAINING'::text, 'OTHER'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_inspection_workers CHECK ((affected_workers > 0));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_legal_aid_form CHECK ((aid_form = ANY (ARRAY['CONSULTATION'::text, 'DRAFTING'::text, 'DEFENCE'::text, 'LITIGATION'::text, 'NON_LITIGATION'::text, 'DUTY_LAWYER'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_litigation_procedure CHECK ((court_procedure = ANY (ARRAY['ORDINARY'::text, 'SUMMARY'::text, 'SMALL_CLAIMS'::text, 'SPECIAL'::text, 'PAYMENT_ORDER'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_mediation_kind CHECK ((mediation_kind = ANY (ARRAY['PEOPLES'::text, 'ADMIN'::text, 'INDUSTRY'::text, 'JUDICIAL_ENTRUSTED'::text, 'LABOR'::text, 'POLICE'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_petition_item CHECK ((petition_item = ANY (ARRAY['POLITICAL_LEGAL'::text, 'ARBITRATION'::text, 'PARTY_APPEAL'::text, 'ADMIN_PROCEDURE'::text, 'STATUTORY_DUTY'::text, 'OPINION'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_petition_matter CHECK ((petition_matter = ANY (ARRAY['SUGGESTION'::text, 'ACCUSATION'::text, 'APPEAL'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_petition_opinion CHECK ((petition_opinion = ANY (ARRAY['SUPPORT'::text, 'EXPLAIN'::text, 'NOT_SUPPORT'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_petition_receiver CHECK ((petition_receiver = ANY (ARRAY['BUREAU'::text, 'OTHER_BODY'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_record_ended CHECK (((phase = 'ENDED'::text) = (ended_at IS NOT NULL)));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_record_line CHECK ((line = ANY (ARRAY['PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text, 'INSPECTION'::text, 'HOTLINE'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_record_outcome CHECK ((outcome = ANY (ARRAY['RESOLVED'::text, 'UNRESOLVED'::text, 'WITHDRAWN'::text, 'REDIRECTED'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_record_phase CHECK ((phase = ANY (ARRAY['ACTIVE'::text, 'SETTLING'::text, 'ENDED'::text])));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_record_sequence CHECK ((last_sequence >= 0));

ALTER TABLE public.agency_record ADD CONSTRAINT ck_record_settled CHECK (((phase = 'ACTIVE'::text) = (outcome IS NULL)));

ALTER TABLE public.agency_record ADD CONSTRAINT pk_agency_record PRIMARY KEY (id);

ALTER TABLE public.agency_succession ADD CONSTRAINT ck_succession_other CHECK ((agency_id <> successor_id));

ALTER TABLE public.agency_succession ADD CONSTRAINT pk_agency_succession PRIMARY KEY (id);

ALTER TABLE public.audit_entry ADD CONSTRAINT pk_audit_entry PRIMARY KEY (id);

ALTER TABLE public.calendar_notice ADD CONSTRAINT ck_notice_origin CHECK ((origin = ANY (ARRAY['RELEASE'::text, 'LOADED'::text])));

ALTER TABLE public.calendar_notice ADD CONSTRAINT pk_calendar_notice PRIMARY KEY (version);

ALTER TABLE public.calendar_release ADD CONSTRAINT ck_calendar_release_one CHECK ((id = 1));

ALTER TABLE public.calendar_release ADD CONSTRAINT pk_calendar_release PRIMARY KEY (id);

ALTER TABLE public.case_document ADD CONSTRAINT ck_document_digest_algorithm CHECK ((digest_algorithm = ANY (ARRAY['SHA256'::text, 'SM3'::text])));

ALTER TABLE public.case_document ADD CONSTRAINT pk_case_document PRIMARY KEY (id);

ALTER TABLE public.change_log ADD CONSTRAINT ck_change_kind CHECK ((kind = ANY (ARRAY['REGISTERED'::text, 'ATTACHED'::text, 'REFERRED'::text, 'ACCEPTED'::text, 'RETURNED'::text, 'REFERRAL_REFUSED'::text, 'COORDINATED'::text, 'SUPERVISION_CLOSED'::text, 'LEAD_MOVED'::text, 'HANDED_OVER'::text, 'STATUS'::text, 'CORRECTION'::text, 'LINKED'::text, 'EVALUATED'::text, 'OVERDUE'::text, 'DEADLINE'::text])));

ALTER TABLE public.change_log ADD CONSTRAINT pk_change_log PRIMARY KEY (id);

ALTER TABLE public.clock_backlog ADD CONSTRAINT ck_backlog_reason CHECK ((reason = ANY (ARRAY['ENTERED'::text, 'LAW'::text])));

ALTER TABLE public.clock_backlog ADD CONSTRAINT pk_clock_backlog PRIMARY KEY (record_id);

ALTER TABLE public.deadline ADD CONSTRAINT ck_deadline_due CHECK (((state <> 'OPEN'::text) OR (due_on IS NOT NULL)));

ALTER TABLE public.deadline ADD CONSTRAINT ck_deadline_party CHECK ((party = ANY (ARRAY['RIGHT'::text, 'DUTY'::text])));

ALTER TABLE public.deadline ADD CONSTRAINT ck_deadline_state CHECK ((state = ANY (ARRAY['OPEN'::text, 'STANDING'::text, 'MET'::text, 'LATE'::text, 'CANCELLED'::text])));

ALTER TABLE public.deadline ADD CONSTRAINT pk_deadline PRIMARY KEY (id);

ALTER TABLE public.dispute ADD CONSTRAINT ck_dispute_category CHECK ((category = ANY (ARRAY['MARRIAGE_FAMILY'::text, 'INHERITANCE'::text, 'NEIGHBOR'::text, 'HOUSING_HOMESTEAD'::text, 'WAGE_ARREARS'::text, 'LABOR_CONTRACT'::text, 'WORK_INJURY'::text, 'PERSONNEL'::text, 'SOCIAL_SECURITY'::text, 'CIVIL_AFFAIRS_RELIEF'::text, 'LAND_EXPROPRIATION'::text, 'RURAL_LAND_CONTRACT'::text, 'NATURAL_RESOURCE_RIGHT'::text, 'VILLAGE_GOVERNANCE'::text, 'PROPERTY_MGMT'::text, 'REAL_ESTATE_SALE'::text, 'CONSTRUCTION_PROJECT'::text, 'MEDICAL'::text, 'TRAFFIC_ACCIDENT'::text, 'CONSUMER'::text, 'CONTRACT_DEBT'::text, 'FINANCE_INSURANCE'::text, 'ENTERPRISE_RELATED'::text, 'TORT_DAMAGE'::text, 'EDUCATION'::text, 'ENVIRONMENT'::text, 'URBAN_SERVICE'::text, 'ADMIN_ACT'::text, 'PUBLIC_SECURITY_MINOR'::text, 'LITIGATION_RELATED'::text, 'DISCIPLINE_REPORT'::text, 'SUGGESTION'::text, 'CONSULT'::text, 'OTHER'::text])));

ALTER TABLE public.dispute ADD CONSTRAINT ck_dispute_closed CHECK (((state = 'CLOSED'::text) = (closed_at IS NOT NULL)));

ALTER TABLE public.dispute ADD CONSTRAINT ck_dispute_grade CHECK ((grade = ANY (ARRAY['URGENT'::text, 'SIMPLE'::text, 'COMPLEX'::text, 'DIFFICULT'::text])));

ALTER TABLE public.dispute ADD CONSTRAINT ck_dispute_state CHECK ((state = ANY (ARRAY['REGISTERED'::text, 'TRIAGED'::text, 'ROUTED'::text, 'IN_PROCESS'::text, 'RESOLVED'::text, 'UNRESOLVED'::text, 'FOLLOW_UP'::text, 'CLOSED'::text, 'REOPENED'::text])));

ALTER TABLE public.dispute ADD CONSTRAINT ck_dispute_version CHECK ((version > 0));

ALTER TABLE public.dispute ADD CONSTRAINT pk_dispute PRIMARY KEY (id);

ALTER TABLE public.dispute_link ADD CONSTRAINT ck_link_kind CHECK ((kind = ANY (ARRAY['SAME_MATTER'::text, 'RELATED'::text, 'FOLLOWS'::text, 'SAME_CLASS'::text])));

ALTER TABLE public.dispute_link ADD CONSTRAINT ck_link_two_disputes CHECK ((from_dispute_id <> to_dispute_id));

ALTER TABLE public.dispute_link ADD CONSTRAINT pk_dispute_link PRIMARY KEY (id);

ALTER TABLE public.dispute_listing ADD CONSTRAINT pk_dispute_listing PRIMARY KEY (id);

ALTER TABLE public.evaluation ADD CONSTRAINT ck_evaluation_agency CHECK ((agency = ANY (ARRAY['SATISFIED'::text, 'BASICALLY_SATISFIED'::text, 'DISSATISFIED'::text, 'NOT_REACHED'::text])));

ALTER TABLE public.evaluation ADD CONSTRAINT ck_evaluation_centre CHECK ((centre = ANY (ARRAY['SATISFIED'::text, 'BASICALLY_SATISFIED'::text, 'DISSATISFIED'::text, 'NOT_REACHED'::text])));

ALTER TABLE public.evaluation ADD CONSTRAINT pk_evaluation PRIMARY KEY (id);

ALTER TABLE public.follow_up_taken ADD CONSTRAINT ck_follow_up_two_records CHECK ((record_id <> follows_record_id));

ALTER TABLE public.follow_up_taken ADD CONSTRAINT pk_follow_up_taken PRIMARY KEY (id);

ALTER TABLE public.held_status ADD CONSTRAINT ck_held_outcome CHECK ((outcome = ANY (ARRAY['HELD'::text, 'RELEASED'::text, 'REFUSED'::text])));

ALTER TABLE public.held_status ADD CONSTRAINT pk_held_status PRIMARY KEY (id);

ALTER TABLE public.idempotency ADD CONSTRAINT pk_idempotency PRIMARY KEY (scope, key);

ALTER TABLE public.limit_version ADD CONSTRAINT pk_limit_version PRIMARY KEY (id);

ALTER TABLE public.organisation ADD CONSTRAINT pk_organisation PRIMARY KEY (id);

ALTER TABLE public.party ADD CONSTRAINT ck_party_head_count CHECK ((head_count > 0));

ALTER TABLE public.party ADD CONSTRAINT ck_party_name_key CHECK (((person_id IS NULL) = (name_key IS NULL)));

ALTER TABLE public.party ADD CONSTRAINT ck_party_role CHECK ((role = ANY (ARRAY['APPLICANT'::text, 'RESPONDENT'::text, 'REPRESENTATIVE'::text, 'THIRD_PARTY'::text, 'COLLECTIVE'::text])));

ALTER TABLE public.party ADD CONSTRAINT ck_party_subject CHECK ((num_nonnulls(person_id, organisation_id) = 1));

ALTER TABLE public.party ADD CONSTRAINT pk_party PRIMARY KEY (id);

ALTER TABLE public.person ADD CONSTRAINT ck_person_id_kind CHECK ((id_kind = ANY (ARRAY['RESIDENT_ID'::text, 'HK_MACAO_TW_RESIDENCE'::text, 'FOREIGN_PERMANENT'::text, 'HK_MACAO_PERMIT'::text, 'TAIWAN_PERMIT'::text, 'PASSPORT'::text, 'MILITARY'::text, 'NONE'::text])));

ALTER TABLE public.person ADD CONSTRAINT ck_person_identified CHECK (((id_kind = 'NONE'::text) = (id_index IS NULL)));

ALTER TABLE public.person ADD CONSTRAINT pk_person PRIMARY KEY (id);

ALTER TABLE public.read_entry ADD CONSTRAINT pk_read_entry PRIMARY KEY (id);

ALTER TABLE public.referral ADD CONSTRAINT ck_referral_holder CHECK (((state = 'ACCEPTED'::text) = (holder_id IS NOT NULL)));

ALTER TABLE public.referral ADD CONSTRAINT ck_referral_line CHECK ((line = ANY (ARRAY['PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text, 'INSPECTION'::text, 'HOTLINE'::text])));

ALTER TABLE public.referral ADD CONSTRAINT ck_referral_state CHECK ((state = ANY (ARRAY['OFFERED'::text, 'ACCEPTED'::text, 'RETURNED'::text])));

ALTER TABLE public.referral ADD CONSTRAINT pk_referral PRIMARY KEY (id);

ALTER TABLE public.referral_candidate ADD CONSTRAINT ck_candidate_return_reason CHECK ((return_reason = ANY (ARRAY['NOT_COMPETENT'::text, 'OTHER_AGENCY'::text, 'NOT_ACCEPTABLE'::text, 'MATERIAL_MISSING'::text, 'DUPLICATE'::text, 'RECUSAL'::text])));

ALTER TABLE public.referral_candidate ADD CONSTRAINT ck_candidate_returned CHECK (((state = 'RETURNED'::text) = (return_reason IS NOT NULL)));

ALTER TABLE public.referral_candidate ADD CONSTRAINT ck_candidate_state CHECK ((state = ANY (ARRAY['OFFERED'::text, 'ACCEPTED'::text, 'RETURNED'::text, 'LAPSED'::text])));

ALTER TABLE public.referral_candidate ADD CONSTRAINT pk_referral_candidate PRIMARY KEY (id);

ALTER TABLE public.routing_decision ADD CONSTRAINT ck_routing_decision_line CHECK ((line = ANY (ARRAY['PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text, 'INSPECTION'::text, 'HOTLINE'::text])));

ALTER TABLE public.routing_decision ADD CONSTRAINT ck_routing_decision_reason CHECK (((verdict <> 'OVERRIDDEN'::text) OR (text IS NOT NULL)));

ALTER TABLE public.routing_decision ADD CONSTRAINT ck_routing_decision_referral CHECK (((verdict = 'REFUSED'::text) = (referral_id IS NULL)));

ALTER TABLE public.routing_decision ADD CONSTRAINT ck_routing_decision_verdict CHECK ((verdict = ANY (ARRAY['CONFIRMED'::text, 'GUIDED'::text, 'OVERRIDDEN'::text, 'REFUSED'::text])));

ALTER TABLE public.routing_decision ADD CONSTRAINT pk_routing_decision PRIMARY KEY (id);

ALTER TABLE public.submission ADD CONSTRAINT ck_submission_agent CHECK (((agent_person_id IS NULL) = (agent_authorisation IS NULL)));

ALTER TABLE public.submission ADD CONSTRAINT ck_submission_channel CHECK ((channel = ANY (ARRAY['WINDOW'::text, 'LETTER'::text, 'WEB'::text, 'QR'::text, 'HOTLINE_12345'::text, 'AGENT'::text, 'VIDEO'::text, 'MOBILE'::text, 'GRID'::text, 'PEOPLE_CN'::text, 'PHONE'::text, 'FAX'::text, 'PLATFORM'::text])));

ALTER TABLE public.submission ADD CONSTRAINT ck_submission_head_count CHECK ((head_count > 0));

ALTER TABLE public.submission ADD CONSTRAINT pk_submission PRIMARY KEY (id);

ALTER TABLE public.supervision_order ADD CONSTRAINT ck_supervision_closed CHECK (((closed_at IS NULL) = (resolution IS NULL)));

ALTER TABLE public.supervision_order ADD CONSTRAINT ck_supervision_closed_by CHECK (((closed_at IS NULL) = (closed_by IS NULL)));

ALTER TABLE public.supervision_order ADD CONSTRAINT ck_supervision_ground CHECK ((ground = ANY (ARRAY['SECOND_RETURN'::text, 'AGENCY_CLOSED'::text])));

ALTER TABLE public.supervision_order ADD CONSTRAINT pk_supervision_order PRIMARY KEY (id);

ALTER TABLE public.timeline_event ADD CONSTRAINT ck_event_correction CHECK (((kind = 'CORRECTION'::text) = (corrects_id IS NOT NULL)));

ALTER TABLE public.timeline_event ADD CONSTRAINT ck_event_kind CHECK ((kind = ANY (ARRAY['REGISTERED'::text, 'ATTACHED'::text, 'REFERRED'::text, 'ACCEPTED'::text, 'RETURNED'::text, 'REFERRAL_REFUSED'::text, 'COORDINATED'::text, 'SUPERVISION_CLOSED'::text, 'LEAD_MOVED'::text, 'HANDED_OVER'::text, 'STATUS'::text, 'CORRECTION'::text, 'LINKED'::text, 'EVALUATED'::text, 'OVERDUE'::text, 'DEADLINE'::text])));

ALTER TABLE public.timeline_event ADD CONSTRAINT ck_event_sequence CHECK ((sequence > 0));

ALTER TABLE public.timeline_event ADD CONSTRAINT pk_timeline_event PRIMARY KEY (id);

ALTER TABLE public.told_fact ADD CONSTRAINT ck_told_fact_fact CHECK ((fact = ANY (ARRAY['hasCrimeClue'::text, 'lifeAtRisk'::text, 'hasMediationAgreement'::text, 'agreementOnStatus'::text, 'agreementOnOwnership'::text, 'hasArbitrationClause'::text, 'litigationBegan'::text, 'hasNoLegalChannel'::text, 'petitionAnswered'::text, 'seeksDivorce'::text, 'seeksSupport'::text, 'hasDomesticViolence'::text, 'concernsBuildingOrNoise'::text, 'isMinorScuffle'::text, 'isOwnershipDispute'::text, 'hasRegisteredRight'::text, 'governmentDecided'::text, 'infringesResourceRight'::text, 'hasExpropriationDecision'::text, 'compensationAgreementBroken'::text, 'isExpropriationCompensation'::text, 'hasOtherLabourClaim'::text, 'employerElsewhere'::text, 'isMigrantWorker'::text, 'hasWageIou'::text, 'isConstructionSite'::text, 'isDomesticOrHelper'::text, 'arbitrationBegan'::text, 'arbitrationClosed'::text, 'arbitrationRefused'::text, 'hasLabourMediationAgreement'::text, 'labourPaymentOrderFailed'::text, 'insuranceUnpaid'::text, 'lossUnrecoverable'::text, 'againstInsuranceAgency'::text, 'seeksRecognition'::text, 'recognitionDecided'::text, 'claimsInjuryBenefits'::text, 'againstDisabilityAppraisal'::text, 'isInstitutionStaff'::text, 'claimsWages'::text, 'mediationBodyAccepted'::text, 'claimsDamages'::text, 'objectsToAccidentFinding'::text, 'jointPoliceRequest'::text, 'peoplesMediationFailed'::text, 'reportsViolation'::text, 'isResidualPolicyIssue'::text, 'isClearMoneyClaim'::text, 'isIllegalFundraising'::text, 'isSmallBusinessArrears'::text, 'isCampusInjury'::text, 'isOnSpotPenalty'::text, 'isFailureToAct'::text, 'isInformationRefused'::text, 'reconsiderationPending'::text, 'reconsiderationDecided'::text, 'judgmentInEffect'::text, 'concernsEnforcement'::text, 'concludedByLaw'::text, 'againstCadre'::text, 'reportsMisconduct'::text, 'isSimpleFirstTime'::text])));

ALTER TABLE public.told_fact ADD CONSTRAINT ck_told_fact_word CHECK ((word > 0));

ALTER TABLE public.told_fact ADD CONSTRAINT pk_told_fact PRIMARY KEY (id);

-- Foreign keys

ALTER TABLE public.agency_record ADD CONSTRAINT fk_record_agency FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE public.agency_record ADD CONSTRAINT fk_record_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.agency_record ADD CONSTRAINT fk_record_referral FOREIGN KEY (referral_id) REFERENCES public.referral(id);

ALTER TABLE public.agency_succession ADD CONSTRAINT fk_succession_agency FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE public.agency_succession ADD CONSTRAINT fk_succession_successor FOREIGN KEY (successor_id) REFERENCES public.agency(id);

ALTER TABLE public.case_document ADD CONSTRAINT fk_document_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.case_document ADD CONSTRAINT fk_document_event FOREIGN KEY (event_id) REFERENCES public.timeline_event(id);

ALTER TABLE public.case_document ADD CONSTRAINT fk_document_record FOREIGN KEY (record_id) REFERENCES public.agency_record(id);

ALTER TABLE public.case_document ADD CONSTRAINT fk_document_submission FOREIGN KEY (submission_id) REFERENCES public.submission(id);

ALTER TABLE public.change_log ADD CONSTRAINT fk_change_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.change_log ADD CONSTRAINT fk_change_event FOREIGN KEY (event_id) REFERENCES public.timeline_event(id);

ALTER TABLE public.clock_backlog ADD CONSTRAINT fk_backlog_record FOREIGN KEY (record_id) REFERENCES public.agency_record(id);

ALTER TABLE public.deadline ADD CONSTRAINT fk_deadline_agency FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE public.deadline ADD CONSTRAINT fk_deadline_anchor FOREIGN KEY (anchor_event_id) REFERENCES public.timeline_event(id);

ALTER TABLE public.deadline ADD CONSTRAINT fk_deadline_closed FOREIGN KEY (closed_event_id) REFERENCES public.timeline_event(id);

ALTER TABLE public.deadline ADD CONSTRAINT fk_deadline_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.deadline ADD CONSTRAINT fk_deadline_record FOREIGN KEY (record_id) REFERENCES public.agency_record(id);

ALTER TABLE public.deadline ADD CONSTRAINT fk_deadline_rule FOREIGN KEY (rule_id) REFERENCES public.limit_version(id);

ALTER TABLE public.dispute ADD CONSTRAINT fk_dispute_appointed_agency FOREIGN KEY (appointed_agency_id) REFERENCES public.agency(id);

ALTER TABLE public.dispute ADD CONSTRAINT fk_dispute_lead_agency FOREIGN KEY (lead_agency_id) REFERENCES public.agency(id);

ALTER TABLE public.dispute_link ADD CONSTRAINT fk_link_from_dispute FOREIGN KEY (from_dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.dispute_link ADD CONSTRAINT fk_link_to_dispute FOREIGN KEY (to_dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.dispute_listing ADD CONSTRAINT fk_listing_dispute FOREIGN KEY (id) REFERENCES public.dispute(id);

ALTER TABLE public.evaluation ADD CONSTRAINT fk_evaluation_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.follow_up_taken ADD CONSTRAINT fk_follow_up_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.follow_up_taken ADD CONSTRAINT fk_follow_up_follows FOREIGN KEY (follows_record_id) REFERENCES public.agency_record(id);

ALTER TABLE public.follow_up_taken ADD CONSTRAINT fk_follow_up_record FOREIGN KEY (record_id) REFERENCES public.agency_record(id);

ALTER TABLE public.held_status ADD CONSTRAINT fk_held_record FOREIGN KEY (record_id) REFERENCES public.agency_record(id);

ALTER TABLE public.party ADD CONSTRAINT fk_party_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.party ADD CONSTRAINT fk_party_organisation FOREIGN KEY (organisation_id) REFERENCES public.organisation(id);

ALTER TABLE public.party ADD CONSTRAINT fk_party_person FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE public.referral ADD CONSTRAINT fk_referral_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.referral ADD CONSTRAINT fk_referral_holder FOREIGN KEY (holder_id) REFERENCES public.agency(id);

ALTER TABLE public.referral_candidate ADD CONSTRAINT fk_candidate_agency FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE public.referral_candidate ADD CONSTRAINT fk_candidate_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.referral_candidate ADD CONSTRAINT fk_candidate_referral FOREIGN KEY (referral_id) REFERENCES public.referral(id);

ALTER TABLE public.routing_decision ADD CONSTRAINT fk_routing_decision_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.routing_decision ADD CONSTRAINT fk_routing_decision_referral FOREIGN KEY (referral_id) REFERENCES public.referral(id);

ALTER TABLE public.submission ADD CONSTRAINT fk_submission_agent_person FOREIGN KEY (agent_person_id) REFERENCES public.person(id);

ALTER TABLE public.submission ADD CONSTRAINT fk_submission_applicant FOREIGN KEY (applicant_id) REFERENCES public.person(id);

ALTER TABLE public.submission ADD CONSTRAINT fk_submission_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.supervision_order ADD CONSTRAINT fk_supervision_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.timeline_event ADD CONSTRAINT fk_event_agency FOREIGN KEY (agency_id) REFERENCES public.agency(id);

ALTER TABLE public.timeline_event ADD CONSTRAINT fk_event_corrects FOREIGN KEY (corrects_id) REFERENCES public.timeline_event(id);

ALTER TABLE public.timeline_event ADD CONSTRAINT fk_event_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

ALTER TABLE public.timeline_event ADD CONSTRAINT fk_event_record FOREIGN KEY (record_id) REFERENCES public.agency_record(id);

ALTER TABLE public.timeline_event ADD CONSTRAINT fk_event_referral FOREIGN KEY (referral_id) REFERENCES public.referral(id);

ALTER TABLE public.timeline_event ADD CONSTRAINT fk_event_submission FOREIGN KEY (submission_id) REFERENCES public.submission(id);

ALTER TABLE public.told_fact ADD CONSTRAINT fk_told_fact_decision FOREIGN KEY (decision_id) REFERENCES public.routing_decision(id);

ALTER TABLE public.told_fact ADD CONSTRAINT fk_told_fact_dispute FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);

-- Indexes

CREATE INDEX ix_agency_line_region ON public.agency USING btree (line, region_code);

CREATE UNIQUE INDEX uq_agency_code ON public.agency USING btree (code);

CREATE INDEX "IDX_ed759ea72afd96909e5c056444" ON public.agency_record USING btree (line);

CREATE INDEX ix_record_dispute ON public.agency_record USING btree (dispute_id, opened_at, id);

CREATE INDEX ix_record_worklist ON public.agency_record USING btree (agency_id, opened_at, id) WHERE (phase <> 'ENDED'::text);

CREATE UNIQUE INDEX uq_record_number ON public.agency_record USING btree (agency_id, number_key);

CREATE UNIQUE INDEX uq_record_open ON public.agency_record USING btree (dispute_id, agency_id) WHERE (phase <> 'ENDED'::text);

CREATE UNIQUE INDEX uq_record_referral ON public.agency_record USING btree (referral_id);

CREATE INDEX ix_succession_pending ON public.agency_succession USING btree (successor_id) WHERE (finished_at IS NULL);

CREATE UNIQUE INDEX uq_succession_agency ON public.agency_succession USING btree (agency_id);

CREATE INDEX ix_audit_at ON public.audit_entry USING btree (at, id);

CREATE INDEX ix_audit_dispute ON public.audit_entry USING btree (dispute_id, at);

CREATE INDEX ix_notice_unsettled ON public.calendar_notice USING btree (version) WHERE (settled_at IS NULL);

CREATE INDEX ix_document_dispute ON public.case_document USING btree (dispute_id, added_at, id);

CREATE INDEX ix_document_event ON public.case_document USING btree (event_id);

CREATE INDEX ix_change_dispute ON public.change_log USING btree (dispute_id);

CREATE INDEX ix_change_position ON public.change_log USING btree (xid, id);

CREATE INDEX ix_deadline_agency ON public.deadline USING btree (agency_id, lists_on, id) WHERE (state = ANY (ARRAY['OPEN'::text, 'STANDING'::text]));

CREATE INDEX ix_deadline_city ON public.deadline USING btree ("left"(region_code, 4), lists_on, id) WHERE (state = ANY (ARRAY['OPEN'::text, 'STANDING'::text]));

CREATE INDEX ix_deadline_county ON public.deadline USING btree ("left"(region_code, 6), lists_on, id) WHERE (state = ANY (ARRAY['OPEN'::text, 'STANDING'::text]));

CREATE INDEX ix_deadline_dispute ON public.deadline USING btree (dispute_id, lists_on, id);

CREATE INDEX ix_deadline_open ON public.deadline USING btree (lists_on, id) WHERE (state = ANY (ARRAY['OPEN'::text, 'STANDING'::text]));

CREATE INDEX ix_deadline_sweep ON public.deadline USING btree (late_from, id) WHERE ((state = 'OPEN'::text) AND (announced_at IS NULL) AND (NOT is_provisional) AND (NOT awaits_condition));

CREATE UNIQUE INDEX uq_deadline_clock ON public.deadline USING btree (record_id, limit_id, anchor_event_id);

CREATE INDEX ix_dispute_desk ON public.dispute USING btree (state_since, id) WHERE (state = ANY (ARRAY['REGISTERED'::text, 'TRIAGED'::text, 'RESOLVED'::text, 'UNRESOLVED'::text, 'REOPENED'::text]));

CREATE INDEX ix_dispute_desk_city ON public.dispute USING btree ("left"(region_code, 4), state_since, id) WHERE (state = ANY (ARRAY['REGISTERED'::text, 'TRIAGED'::text, 'RESOLVED'::text, 'UNRESOLVED'::text, 'REOPENED'::text]));

CREATE INDEX ix_dispute_desk_county ON public.dispute USING btree ("left"(region_code, 6), state_since, id) WHERE (state = ANY (ARRAY['REGISTERED'::text, 'TRIAGED'::text, 'RESOLVED'::text, 'UNRESOLVED'::text, 'REOPENED'::text]));

CREATE INDEX ix_dispute_open ON public.dispute USING btree (state, opened_at, id) WHERE (state <> 'CLOSED'::text);

CREATE INDEX ix_dispute_open_city ON public.dispute USING btree ("left"(region_code, 4), state, opened_at, id) WHERE (state <> 'CLOSED'::text);

CREATE INDEX ix_dispute_open_county ON public.dispute USING btree ("left"(region_code, 6), state, opened_at, id) WHERE (state <> 'CLOSED'::text);

CREATE INDEX ix_dispute_open_town ON public.dispute USING btree ("left"(region_code, 9), state, opened_at, id) WHERE (state <> 'CLOSED'::text);

CREATE UNIQUE INDEX uq_dispute_trace_code ON public.dispute USING btree (trace_code);

CREATE INDEX ix_link_from ON public.dispute_link USING btree (from_dispute_id, linked_at, id);

CREATE INDEX ix_link_to ON public.dispute_link USING btree (to_dispute_id, linked_at, id);

CREATE UNIQUE INDEX uq_link ON public.dispute_link USING btree (from_dispute_id, to_dispute_id, kind);

CREATE INDEX ix_listing_category ON public.dispute_listing USING btree (category, opened_at, id);

CREATE INDEX ix_listing_category_city ON public.dispute_listing USING btree ("left"(region_code, 4), category, opened_at, id);

CREATE INDEX ix_listing_category_county ON public.dispute_listing USING btree ("left"(region_code, 6), category, opened_at, id);

CREATE INDEX ix_listing_category_town ON public.dispute_listing USING btree ("left"(region_code, 9), category, opened_at, id);

CREATE INDEX ix_listing_city ON public.dispute_listing USING btree ("left"(region_code, 4), opened_at, id) INCLUDE (region_code, category, title_key);

CREATE INDEX ix_listing_county ON public.dispute_listing USING btree ("left"(region_code, 6), opened_at, id) INCLUDE (region_code, category, title_key);

CREATE INDEX ix_listing_opened ON public.dispute_listing USING btree (opened_at, id) INCLUDE (region_code, category, title_key);

CREATE INDEX ix_listing_terms ON public.dispute_listing USING gin (public.listing_terms(title_key, region_code, category, opened_at)) WITH (fastupdate=off);

CREATE INDEX ix_listing_town ON public.dispute_listing USING btree ("left"(region_code, 9), opened_at, id) INCLUDE (region_code, category, title_key);

CREATE INDEX ix_evaluation_dispute ON public.evaluation USING btree (dispute_id, evaluated_at, id);

CREATE INDEX ix_follow_up_follows ON public.follow_up_taken USING btree (follows_record_id, taken_at, id);

CREATE UNIQUE INDEX uq_follow_up_record ON public.follow_up_taken USING btree (record_id);

CREATE INDEX ix_held_waiting ON public.held_status USING btree (record_id, sequence, received_at) WHERE (outcome <> 'RELEASED'::text);

CREATE UNIQUE INDEX uq_held_sequence ON public.held_status USING btree (record_id, sequence) WHERE (outcome = 'HELD'::text);

CREATE INDEX ix_idempotency_created ON public.idempotency USING btree (created_at);

CREATE INDEX ix_limit_version ON public.limit_version USING btree (limit_id);

CREATE INDEX ix_organisation_name_key ON public.organisation USING btree (name_key);

CREATE UNIQUE INDEX uq_organisation_uscc ON public.organisation USING btree (uscc);

CREATE INDEX ix_party_dispute ON public.party USING btree (dispute_id, joined_at, id);

CREATE INDEX ix_party_name ON public.party USING btree (name_key, region_code, person_id) WHERE (name_key IS NOT NULL);

CREATE INDEX ix_party_organisation ON public.party USING btree (organisation_id, dispute_id);

CREATE INDEX ix_party_person ON public.party USING btree (person_id, dispute_id);

CREATE INDEX ix_person_name_index ON public.person USING btree (name_index);

CREATE INDEX ix_person_phone_index ON public.person USING btree (phone_index);

CREATE UNIQUE INDEX uq_person_id_index ON public.person USING btree (id_index);

CREATE INDEX ix_read_at ON public.read_entry USING btree (at, id);

CREATE INDEX ix_read_person ON public.read_entry USING btree (person_id, at);

CREATE INDEX ix_referral_dispute ON public.referral USING btree (dispute_id, referred_at, id);

CREATE INDEX ix_candidate_offered ON public.referral_candidate USING btree (agency_id, offered_at, referral_id) WHERE (state = 'OFFERED'::text);

CREATE INDEX ix_candidate_part ON public.referral_candidate USING btree (agency_id, dispute_opened_at, dispute_id) WHERE (state = ANY (ARRAY['OFFERED'::text, 'ACCEPTED'::text]));

CREATE INDEX ix_candidate_participation ON public.referral_candidate USING btree (dispute_id, agency_id, state);

CREATE UNIQUE INDEX uq_candidate ON public.referral_candidate USING btree (referral_id, agency_id);

CREATE UNIQUE INDEX uq_candidate_open ON public.referral_candidate USING btree (dispute_id, agency_id) WHERE (state = 'OFFERED'::text);

CREATE INDEX ix_routing_decision_dispute ON public.routing_decision USING btree (dispute_id, decided_at, id);

CREATE INDEX ix_submission_applicant ON public.submission USING btree (applicant_id);

CREATE INDEX ix_submission_dispute ON public.submission USING btree (dispute_id, submitted_at, id);

CREATE UNIQUE INDEX uq_submission_external ON public.submission USING btree (source_system, external_no) WHERE (external_no IS NOT NULL);

CREATE UNIQUE INDEX uq_submission_follow_code ON public.submission USING btree (follow_code_index);

CREATE UNIQUE INDEX uq_submission_receipt ON public.submission USING btree (receipt_no);

CREATE INDEX ix_supervision_dispute ON public.supervision_order USING btree (dispute_id, issued_at, id);

CREATE INDEX ix_supervision_waiting ON public.supervision_order USING btree (issued_at, id) WHERE (closed_at IS NULL);

CREATE UNIQUE INDEX uq_supervision_open ON public.supervision_order USING btree (dispute_id) WHERE (closed_at IS NULL);

CREATE INDEX ix_event_corrects ON public.timeline_event USING btree (corrects_id) WHERE (corrects_id IS NOT NULL);

CREATE INDEX ix_event_timeline ON public.timeline_event USING btree (dispute_id, occurred_at, id);

CREATE UNIQUE INDEX uq_event_sequence ON public.timeline_event USING btree (record_id, sequence) WHERE (sequence IS NOT NULL);

CREATE INDEX ix_told_fact_dispute ON public.told_fact USING btree (dispute_id, told_at, id);

CREATE UNIQUE INDEX uq_told_fact_word ON public.told_fact USING btree (dispute_id, fact, word);

-- Triggers

CREATE TRIGGER tr_record_agency_open BEFORE INSERT ON public.agency_record FOR EACH ROW EXECUTE FUNCTION public.refuse_closed_agency();

CREATE TRIGGER tr_record_by_report AFTER INSERT ON public.agency_record FOR EACH ROW WHEN ((((new.line = 'INSPECTION'::text) AND (new.state = 'REPORT'::text)) OR (new.hotline_request = 'REPORT'::text))) EXECUTE FUNCTION public.hide_informers();

CREATE TRIGGER tr_record_found_report AFTER UPDATE OF hotline_request ON public.agency_record FOR EACH ROW WHEN (((new.hotline_request = 'REPORT'::text) AND (old.hotline_request IS DISTINCT FROM 'REPORT'::text))) EXECUTE FUNCTION public.hide_informers();

CREATE TRIGGER tr_record_successor_open BEFORE UPDATE OF agency_id ON public.agency_record FOR EACH ROW EXECUTE FUNCTION public.refuse_closed_agency();

CREATE TRIGGER tr_audit_entry_append_only BEFORE DELETE OR UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_change_log_append_only BEFORE DELETE OR UPDATE ON public.change_log FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_change_log_no_truncate BEFORE TRUNCATE ON public.change_log FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_evaluation_append_only BEFORE DELETE OR UPDATE ON public.evaluation FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_evaluation_no_truncate BEFORE TRUNCATE ON public.evaluation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_read_entry_append_only BEFORE DELETE OR UPDATE ON public.read_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_read_entry_no_truncate BEFORE TRUNCATE ON public.read_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_candidate_agency_open BEFORE INSERT ON public.referral_candidate FOR EACH ROW EXECUTE FUNCTION public.refuse_closed_agency();

CREATE TRIGGER tr_routing_decision_append_only BEFORE DELETE OR UPDATE ON public.routing_decision FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_routing_decision_no_truncate BEFORE TRUNCATE ON public.routing_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_timeline_event_append_only BEFORE DELETE OR UPDATE ON public.timeline_event FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_timeline_event_no_truncate BEFORE TRUNCATE ON public.timeline_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_told_fact_append_only BEFORE DELETE OR UPDATE ON public.told_fact FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tr_told_fact_no_truncate BEFORE TRUNCATE ON public.told_fact FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

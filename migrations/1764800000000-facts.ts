import type { MigrationInterface, QueryRunner } from "typeorm";

const FACTS = [
  ...["hasCrimeClue", "lifeAtRisk", "hasMediationAgreement", "agreementOnStatus"],
  ...["agreementOnOwnership", "hasArbitrationClause", "litigationBegan", "hasNoLegalChannel"],
  ...["petitionAnswered", "seeksDivorce", "seeksSupport", "hasDomesticViolence"],
  ...["concernsBuildingOrNoise", "isMinorScuffle", "isOwnershipDispute", "hasRegisteredRight"],
  ...["governmentDecided", "infringesResourceRight", "hasExpropriationDecision", "compensationAgreementBroken"],
  ...["isExpropriationCompensation", "hasOtherLabourClaim", "employerElsewhere", "isMigrantWorker"],
  ...["hasWageIou", "isConstructionSite", "isDomesticOrHelper", "arbitrationBegan"],
  ...["arbitrationClosed", "hasLabourMediationAgreement", "labourPaymentOrderFailed", "insuranceUnpaid"],
  ...["lossUnrecoverable", "againstInsuranceAgency", "seeksRecognition", "recognitionDecided"],
  ...["claimsInjuryBenefits", "againstDisabilityAppraisal", "isInstitutionStaff", "claimsWages"],
  ...["mediationBodyAccepted", "claimsDamages", "objectsToAccidentFinding", "jointPoliceRequest"],
  ...["peoplesMediationFailed", "reportsViolation", "isResidualPolicyIssue", "isClearMoneyClaim"],
  ...["isIllegalFundraising", "isSmallBusinessArrears", "isCampusInjury", "isOnSpotPenalty"],
  ...["isFailureToAct", "isInformationRefused", "reconsiderationPending", "reconsiderationDecided"],
  ...["judgmentInEffect", "concernsEnforcement", "concludedByLaw", "againstCadre"],
  ...["reportsMisconduct", "isSimpleFirstTime"],
];

const oneOf = (column: string, values: readonly string[]): string =>
  `CHECK (${column} = ANY (ARRAY[${values.map((value) => `'${value}'::text`).join(", ")}]))`;

const KINDS = [
  ...["REGISTERED", "ATTACHED", "REFERRED", "ACCEPTED", "RETURNED", "REFERRAL_REFUSED"],
  ...["COORDINATED", "SUPERVISION_CLOSED", "LEAD_MOVED"],
];
const LATER_KINDS = ["STATUS", "CORRECTION", "LINKED", "EVALUATED", "OVERDUE", "DEADLINE"];

const kindsAre = (values: readonly string[]): string[] =>
  (
    [
      ["timeline_event", "ck_event_kind"],
      ["change_log", "ck_change_kind"],
    ] as const
  ).flatMap(([table, name]) => [
    `ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`,
    `ALTER TABLE "${table}" ADD CONSTRAINT "${name}" ${oneOf("kind", values)}`,
  ]);

/** What the desk was told of a matter stays with it (ADR 0015); what a closed agency had goes to its successor (ADR 0017). */
const UP = [
  `CREATE TABLE "told_fact" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "fact" text NOT NULL,
    "is_so" boolean NOT NULL,
    "word" integer NOT NULL,
    "decision_id" uuid NOT NULL,
    "told_by" text NOT NULL,
    "told_at" timestamptz NOT NULL,
    CONSTRAINT "ck_told_fact_fact" ${oneOf("fact", FACTS)},
    CONSTRAINT "ck_told_fact_word" CHECK (word > 0),
    CONSTRAINT "pk_told_fact" PRIMARY KEY ("id"),
    CONSTRAINT "fk_told_fact_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute" ("id"),
    CONSTRAINT "fk_told_fact_decision" FOREIGN KEY ("decision_id") REFERENCES "routing_decision" ("id")
  )`,
  // What was told before this stood with the decisions alone: of each fact the first word, and each that changed it.
  `INSERT INTO "told_fact" (id, dispute_id, fact, is_so, word, decision_id, told_by, told_at)
   SELECT uuidv7(), dispute_id, fact, is_so, row_number() OVER (PARTITION BY dispute_id, fact ORDER BY decided_at, id),
          id, decided_by, decided_at
     FROM (SELECT d.*, f.fact, f.is_so, lag(f.is_so) OVER (PARTITION BY d.dispute_id, f.fact ORDER BY d.decided_at, d.id) AS before
             FROM "routing_decision" d, unnest(d.facts) told,
                  LATERAL (SELECT split_part(told, ':', 1) AS fact, split_part(told, ':', 2) = 'true' AS is_so) f) words
    WHERE before IS DISTINCT FROM is_so`,
  `CREATE UNIQUE INDEX "uq_told_fact_word" ON "told_fact" ("dispute_id", "fact", "word")`,
  `CREATE INDEX "ix_told_fact_dispute" ON "told_fact" ("dispute_id", "told_at", "id")`,
  `CREATE TRIGGER tr_told_fact_append_only BEFORE UPDATE OR DELETE ON "told_fact" FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER tr_told_fact_no_truncate BEFORE TRUNCATE ON "told_fact" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `CREATE TABLE "agency_succession" (
    "id" uuid NOT NULL,
    "agency_id" uuid NOT NULL,
    "successor_id" uuid NOT NULL,
    "reason" text NOT NULL,
    "reached" uuid,
    "begun_at" timestamptz NOT NULL,
    "finished_at" timestamptz,
    CONSTRAINT "ck_succession_other" CHECK (agency_id <> successor_id),
    CONSTRAINT "pk_agency_succession" PRIMARY KEY ("id"),
    CONSTRAINT "fk_succession_agency" FOREIGN KEY ("agency_id") REFERENCES "agency" ("id"),
    CONSTRAINT "fk_succession_successor" FOREIGN KEY ("successor_id") REFERENCES "agency" ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_succession_agency" ON "agency_succession" ("agency_id")`,
  `CREATE INDEX "ix_succession_pending" ON "agency_succession" ("successor_id") WHERE finished_at IS NULL`,
  // A record goes to nobody who is closed, as none is opened by one.
  `CREATE TRIGGER tr_record_successor_open BEFORE UPDATE OF "agency_id" ON "agency_record" FOR EACH ROW EXECUTE FUNCTION refuse_closed_agency()`,
  ...kindsAre([...KINDS, "HANDED_OVER", ...LATER_KINDS]),
  `ALTER TABLE "change_log" ADD "told_agency_id" uuid`,
];

const DOWN = [
  `ALTER TABLE "change_log" DROP COLUMN "told_agency_id"`,
  ...kindsAre([...KINDS, ...LATER_KINDS]),
  `DROP TRIGGER tr_record_successor_open ON "agency_record"`,
  `DROP TABLE "agency_succession"`,
  `DROP TABLE "told_fact"`,
];

export class Facts1764800000000 implements MigrationInterface {
  readonly name = "Facts1764800000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

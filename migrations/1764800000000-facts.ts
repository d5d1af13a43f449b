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

/** What the desk was told of a matter stays with it (ADR 0015). */
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
];

const DOWN = [`DROP TABLE "told_fact"`];

export class Facts1764800000000 implements MigrationInterface {
  readonly name = "Facts1764800000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

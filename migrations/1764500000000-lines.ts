import type { MigrationInterface, QueryRunner } from "typeorm";

const FIVE = "'PETITION'::text, 'LITIGATION'::text, 'MEDIATION'::text, 'ARBITRATION'::text, 'LEGAL_AID'::text";
const SEVEN = `${FIVE}, 'INSPECTION'::text, 'HOTLINE'::text`;

const LINE_CHECKS = [
  ["agency", "ck_agency_line"],
  ["referral", "ck_referral_line"],
  ["agency_record", "ck_record_line"],
  ["routing_decision", "ck_routing_decision_line"],
] as const;

const admit = (lines: string): string[] =>
  LINE_CHECKS.map(
    ([table, name]) =>
      `ALTER TABLE "${table}" DROP CONSTRAINT "${name}", ADD CONSTRAINT "${name}" CHECK (line = ANY (ARRAY[${lines}]))`,
  );

/**
 * Labour inspection (劳动保障监察) and the 12345 hotline as lines of their own, with the fields of their records; and which
 * record was opened as what lawfully follows another.
 */
const UP = [
  ...admit(SEVEN),
  `ALTER TABLE "agency_record"
    ADD "inspection_matter" text,
    ADD "affected_workers" integer,
    ADD "ordered_amount_yuan" numeric(14,2),
    ADD "hotline_request" text,
    ADD "handling_unit" text,
    ADD "is_solved" boolean,
    ADD "is_satisfied" boolean,
    ADD CONSTRAINT "ck_inspection_matter" CHECK (inspection_matter = ANY (ARRAY[
      'HOUSE_RULES'::text, 'LABOUR_CONTRACT'::text, 'CHILD_LABOUR'::text, 'SPECIAL_PROTECTION'::text,
      'WORKING_TIME'::text, 'WAGES'::text, 'SOCIAL_INSURANCE'::text, 'PLACEMENT_AND_TRAINING'::text, 'OTHER'::text
    ])),
    ADD CONSTRAINT "ck_inspection_workers" CHECK (affected_workers > 0),
    ADD CONSTRAINT "ck_hotline_request" CHECK (hotline_request = ANY (ARRAY[
      'CONSULTATION'::text, 'HELP'::text, 'COMPLAINT'::text, 'REPORT'::text, 'SUGGESTION'::text
    ]))`,
  `CREATE TABLE "follow_up_taken" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "record_id" uuid NOT NULL,
    "follows_record_id" uuid NOT NULL,
    "follow_up_id" text NOT NULL,
    "taken_at" timestamptz NOT NULL,
    CONSTRAINT "pk_follow_up_taken" PRIMARY KEY ("id"),
    CONSTRAINT "ck_follow_up_two_records" CHECK (record_id <> follows_record_id),
    CONSTRAINT "fk_follow_up_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute" ("id"),
    CONSTRAINT "fk_follow_up_record" FOREIGN KEY ("record_id") REFERENCES "agency_record" ("id"),
    CONSTRAINT "fk_follow_up_follows" FOREIGN KEY ("follows_record_id") REFERENCES "agency_record" ("id")
  )`,
  `CREATE UNIQUE INDEX "uq_follow_up_record" ON "follow_up_taken" ("record_id")`,
  `CREATE INDEX "ix_follow_up_follows" ON "follow_up_taken" ("follows_record_id", "taken_at", "id")`,
];

const DOWN = [
  `DROP TABLE "follow_up_taken"`,
  `ALTER TABLE "agency_record"
    DROP COLUMN "inspection_matter", DROP COLUMN "affected_workers", DROP COLUMN "ordered_amount_yuan",
    DROP COLUMN "hotline_request", DROP COLUMN "handling_unit", DROP COLUMN "is_solved", DROP COLUMN "is_satisfied"`,
  ...admit(FIVE),
];

export class Lines1764500000000 implements MigrationInterface {
  readonly name = "Lines1764500000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

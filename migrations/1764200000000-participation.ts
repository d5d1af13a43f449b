import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Whether an agency takes part in a dispute is asked for every row that it reads. Without the state in it, PostgreSQL
 * prefers to this index the one of all the agency's disputes, and goes through it from one end to the other for each row.
 */
const UP = [
  `DROP INDEX "ix_candidate_participation"`,
  `CREATE INDEX "ix_candidate_participation" ON "referral_candidate" ("dispute_id", "agency_id", "state")`,
];

const DOWN = [
  `DROP INDEX "ix_candidate_participation"`,
  `CREATE INDEX "ix_candidate_participation" ON "referral_candidate" ("dispute_id", "agency_id")`,
];

export class Participation1764200000000 implements MigrationInterface {
  readonly name = "Participation1764200000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

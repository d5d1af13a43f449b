import type { MigrationInterface, QueryRunner } from "typeorm";

const ITEMS = ["POLITICAL_LEGAL", "ARBITRATION", "PARTY_APPEAL", "ADMIN_PROCEDURE", "STATUTORY_DUTY", "OPINION"];
const IS_ITEM = `petition_item = ANY (ARRAY[${ITEMS.map((item) => `'${item}'::text`).join(", ")}])`;

/** Fields that limits hang on; clocks that somebody opens. */
const UP = [
  `ALTER TABLE "agency_record" ADD "petition_item" text, ADD "petition_is_simple" boolean,
     ADD "arbitration_is_simplified" boolean, ADD CONSTRAINT "ck_petition_item" CHECK (${IS_ITEM})`,
  `ALTER TABLE "deadline" ADD "opened" jsonb`,
];

const DOWN = [
  `ALTER TABLE "deadline" DROP "opened"`,
  `ALTER TABLE "agency_record" DROP "arbitration_is_simplified", DROP "petition_is_simple", DROP "petition_item"`,
];

export class Conditions1764700000000 implements MigrationInterface {
  readonly name = "Conditions1764700000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

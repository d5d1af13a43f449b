import type { MigrationInterface, QueryRunner } from "typeorm";

const UP = [
  `CREATE TABLE "calendar_release" (
    "id" integer NOT NULL,
    "notices_digest" text NOT NULL,
    "entered_at" timestamptz NOT NULL,
    CONSTRAINT "ck_calendar_release_one" CHECK (id = 1),
    CONSTRAINT "pk_calendar_release" PRIMARY KEY ("id")
  )`,
];

const DOWN = [`DROP TABLE "calendar_release"`];

export class CalendarRelease1764900000000 implements MigrationInterface {
  readonly name = "CalendarRelease1764900000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

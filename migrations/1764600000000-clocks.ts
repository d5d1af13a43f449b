import type { MigrationInterface, QueryRunner } from "typeorm";

const KINDS = [
  ...["REGISTERED", "ATTACHED", "REFERRED", "ACCEPTED", "RETURNED"],
  ...["REFERRAL_REFUSED", "COORDINATED", "SUPERVISION_CLOSED", "LEAD_MOVED"],
  ...["STATUS", "CORRECTION", "LINKED"],
];

const oneOf = (column: string, values: readonly string[]): string =>
  `CHECK (${column} = ANY (ARRAY[${values.map((value) => `'${value}'::text`).join(", ")}]))`;

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

const RUNNING = "state = ANY (ARRAY['OPEN'::text, 'STANDING'::text])";

/** The clocks of the law (ADR 0014): each running of a limit, the limits and calendars it was counted by. */
const UP = [
  `CREATE TABLE "limit_version" (
    "id" uuid NOT NULL,
    "limit_id" text NOT NULL,
    "row" jsonb NOT NULL,
    "first_used_at" timestamptz NOT NULL,
    CONSTRAINT "pk_limit_version" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "ix_limit_version" ON "limit_version" ("limit_id")`,
  `CREATE TABLE "calendar_notice" (
    "version" integer NOT NULL,
    "year" integer NOT NULL,
    "source" text NOT NULL,
    "days" jsonb NOT NULL,
    "origin" text NOT NULL,
    "loaded_at" timestamptz NOT NULL,
    "loaded_by" text NOT NULL,
    "settled_at" timestamptz,
    CONSTRAINT "ck_notice_origin" ${oneOf("origin", ["RELEASE", "LOADED"])},
    CONSTRAINT "pk_calendar_notice" PRIMARY KEY ("version")
  )`,
  `CREATE INDEX "ix_notice_unsettled" ON "calendar_notice" ("version") WHERE settled_at IS NULL`,
  `CREATE TABLE "deadline" (
    "id" uuid NOT NULL,
    "dispute_id" uuid NOT NULL,
    "record_id" uuid NOT NULL,
    "agency_id" uuid NOT NULL,
    "region_code" text NOT NULL,
    "line" text NOT NULL,
    "limit_id" text NOT NULL,
    "rule_id" uuid NOT NULL,
    "calendar_version" integer NOT NULL,
    "round" integer NOT NULL,
    "party" text NOT NULL,
    "anchor_event_id" uuid NOT NULL,
    "anchor_at" timestamptz NOT NULL,
    "received_on" date,
    "applies" boolean,
    "awaits_condition" boolean NOT NULL,
    "awaits_receipt" boolean NOT NULL,
    "state" text NOT NULL,
    "raw_due_on" date,
    "due_on" date,
    "late_after" date,
    "late_from" timestamptz,
    "lists_on" date NOT NULL,
    "pauses" jsonb NOT NULL,
    "granted" jsonb NOT NULL,
    "skipped" jsonb NOT NULL,
    "is_provisional" boolean NOT NULL,
    "is_verified" boolean NOT NULL,
    "promised_on" date,
    "closed_on" date,
    "closed_event_id" uuid,
    "announced_at" timestamptz,
    "updated_at" timestamptz NOT NULL,
    CONSTRAINT "ck_deadline_state" ${oneOf("state", ["OPEN", "STANDING", "MET", "LATE", "CANCELLED"])},
    CONSTRAINT "ck_deadline_party" ${oneOf("party", ["RIGHT", "DUTY"])},
    CONSTRAINT "ck_deadline_due" CHECK ((state <> 'OPEN'::text) OR (due_on IS NOT NULL)),
    CONSTRAINT "pk_deadline" PRIMARY KEY ("id"),
    CONSTRAINT "fk_deadline_dispute" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id"),
    CONSTRAINT "fk_deadline_record" FOREIGN KEY ("record_id") REFERENCES "agency_record"("id"),
    CONSTRAINT "fk_deadline_agency" FOREIGN KEY ("agency_id") REFERENCES "agency"("id"),
    CONSTRAINT "fk_deadline_rule" FOREIGN KEY ("rule_id") REFERENCES "limit_version"("id"),
    CONSTRAINT "fk_deadline_anchor" FOREIGN KEY ("anchor_event_id") REFERENCES "timeline_event"("id"),
    CONSTRAINT "fk_deadline_closed" FOREIGN KEY ("closed_event_id") REFERENCES "timeline_event"("id")
  )`,
  `CREATE UNIQUE INDEX "uq_deadline_clock" ON "deadline" ("record_id", "limit_id", "anchor_event_id")`,
  `CREATE INDEX "ix_deadline_dispute" ON "deadline" ("dispute_id", "lists_on", "id")`,
  `CREATE INDEX "ix_deadline_agency" ON "deadline" ("agency_id", "lists_on", "id") WHERE ${RUNNING}`,
  `CREATE INDEX "ix_deadline_open" ON "deadline" ("lists_on", "id") WHERE ${RUNNING}`,
  `CREATE INDEX "ix_deadline_city" ON "deadline" (left(region_code, 4), "lists_on", "id") WHERE ${RUNNING}`,
  `CREATE INDEX "ix_deadline_county" ON "deadline" (left(region_code, 6), "lists_on", "id") WHERE ${RUNNING}`,
  `CREATE INDEX "ix_deadline_sweep" ON "deadline" ("late_from", "id") WHERE state = 'OPEN'::text AND announced_at IS NULL AND NOT is_provisional AND NOT awaits_condition`,
  `CREATE TABLE "clock_backlog" (
    "record_id" uuid NOT NULL,
    "reason" text NOT NULL,
    CONSTRAINT "ck_backlog_reason" ${oneOf("reason", ["ENTERED", "LAW"])},
    CONSTRAINT "pk_clock_backlog" PRIMARY KEY ("record_id"),
    CONSTRAINT "fk_backlog_record" FOREIGN KEY ("record_id") REFERENCES "agency_record"("id")
  )`,
  // Records that were at work before there were clocks; the hub winds them up in batches (ADR 0014).
  `INSERT INTO "clock_backlog" SELECT id, 'ENTERED' FROM "agency_record" WHERE phase <> 'ENDED'`,
  ...kindsAre([...KINDS, "EVALUATED", "OVERDUE", "DEADLINE"]),
];

const DOWN = [
  ...kindsAre([...KINDS, "EVALUATED"]),
  `DROP TABLE "clock_backlog"`,
  `DROP TABLE "deadline"`,
  `DROP TABLE "calendar_notice"`,
  `DROP TABLE "limit_version"`,
];

export class Clocks1764600000000 implements MigrationInterface {
  readonly name = "Clocks1764600000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

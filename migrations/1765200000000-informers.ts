import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * A record that opens by a report, or is found to be one, makes informers of all whom nobody has said otherwise of
 * (劳动保障监察条例 9(3)). Here, and not in the deeds that write records, so that none can forget it. The moment is the record's
 * own, written by the hub's clock. Only a record that becomes a report does so: who comes later in his own name stays open,
 * also where a status is taken back and an inspection stands as it had opened.
 */
const HIDE_INFORMERS = [
  `CREATE FUNCTION hide_informers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE party SET secret_since = NEW.updated_at
   WHERE dispute_id = NEW.dispute_id AND role <> 'RESPONDENT' AND secret_since IS NULL;
  UPDATE submission SET secret_since = NEW.updated_at WHERE dispute_id = NEW.dispute_id AND secret_since IS NULL;
  RETURN NULL;
END
$$`,
  `CREATE TRIGGER tr_record_by_report AFTER INSERT ON "agency_record" FOR EACH ROW
     WHEN (NEW.line = 'INSPECTION' AND NEW.state = 'REPORT' OR NEW.hotline_request = 'REPORT')
     EXECUTE FUNCTION hide_informers()`,
  `CREATE TRIGGER tr_record_found_report AFTER UPDATE OF "hotline_request" ON "agency_record" FOR EACH ROW
     WHEN (NEW.hotline_request = 'REPORT' AND OLD.hotline_request IS DISTINCT FROM 'REPORT')
     EXECUTE FUNCTION hide_informers()`,
];

/** Reports that came before they were marked. What was entered after one counts as having come by it: most closed. */
const MARK_THE_PAST = [
  `CREATE TEMPORARY TABLE "reported" ON COMMIT DROP AS
     SELECT e.dispute_id, min(e.recorded_at) AS since FROM "timeline_event" e JOIN "agency_record" r ON r.id = e.record_id
      WHERE r.hotline_request = 'REPORT' OR r.line = 'INSPECTION' AND 'REPORT' IN (e.from_state, e.to_state)
      GROUP BY e.dispute_id`,
  `UPDATE "party" p SET secret_since = greatest(p.joined_at, o.since)
     FROM "reported" o WHERE o.dispute_id = p.dispute_id AND p.role <> 'RESPONDENT'`,
  `UPDATE "submission" s SET secret_since = greatest(s.registered_at, o.since)
     FROM "reported" o WHERE o.dispute_id = s.dispute_id`,
];

const UP = [
  `ALTER TABLE "party" ADD COLUMN "secret_since" timestamptz`,
  `ALTER TABLE "submission" ADD COLUMN "secret_since" timestamptz`,
  ...HIDE_INFORMERS,
  ...MARK_THE_PAST,
];

const DOWN = [
  `DROP TRIGGER tr_record_found_report ON "agency_record"`,
  `DROP TRIGGER tr_record_by_report ON "agency_record"`,
  `DROP FUNCTION hide_informers()`,
  `ALTER TABLE "submission" DROP COLUMN "secret_since"`,
  `ALTER TABLE "party" DROP COLUMN "secret_since"`,
];

export class Informers1765200000000 implements MigrationInterface {
  readonly name = "Informers1765200000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

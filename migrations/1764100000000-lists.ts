import type { MigrationInterface, QueryRunner } from "typeorm";

const DESK_STATES =
  "state = ANY (ARRAY['REGISTERED'::text, 'TRIAGED'::text, 'RESOLVED'::text, 'UNRESOLVED'::text, 'REOPENED'::text])";

/** Each list is read from the index that has its order (ADR 0011). */
const UP = [
  `ALTER TABLE "dispute" ADD "title_key" text`,
  // Width, case and the blanks beside ideographs; what was entered before had no key of its own.
  `UPDATE "dispute" SET title_key = upper(regexp_replace(regexp_replace(btrim(normalize(title, NFKC)), '\\s+', ' ', 'g'),
     '(?<=[^\\x01-\\x7f]) | (?=[^\\x01-\\x7f])', '', 'g'))`,
  `ALTER TABLE "dispute" ALTER COLUMN "title_key" SET NOT NULL`,
  `ALTER TABLE "party" ADD "region_code" text`,
  `ALTER TABLE "party" ADD "name_key" text`,
  `UPDATE "party" SET region_code = d.region_code FROM "dispute" d WHERE d.id = party.dispute_id`,
  `UPDATE "party" SET name_key = left(p.name_index, 16) FROM "person" p WHERE p.id = party.person_id`,
  `ALTER TABLE "party" ALTER COLUMN "region_code" SET NOT NULL`,
  `ALTER TABLE "party" ADD CONSTRAINT "ck_party_name_key" CHECK ((person_id IS NULL) = (name_key IS NULL))`,
  `ALTER TABLE "referral_candidate" ADD "dispute_opened_at" timestamptz`,
  `UPDATE "referral_candidate" SET dispute_opened_at = d.opened_at FROM "dispute" d WHERE d.id = referral_candidate.dispute_id`,
  `ALTER TABLE "referral_candidate" ALTER COLUMN "dispute_opened_at" SET NOT NULL`,

  // An SQL function would be some five times slower: it starts an executor for every row.
  `CREATE FUNCTION dispute_terms(title_key text, region_code text, category text, state text) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  terms text[] := ARRAY[left(region_code, 4), left(region_code, 6), left(region_code, 9), category, state];
BEGIN
  FOR place IN 1 .. length(title_key) - 1 LOOP
    terms := terms || substr(title_key, place, 2);
  END LOOP;
  RETURN terms;
END
$$`,
  // Searched more often than written: entries that wait in a list would be gone through by every search.
  `CREATE INDEX "ix_dispute_terms" ON "dispute" USING gin (dispute_terms(title_key, region_code, category, state)) WITH (fastupdate = off)`,
  `CREATE INDEX "ix_dispute_city" ON "dispute" (left(region_code, 4), "opened_at", "id")`,
  `CREATE INDEX "ix_dispute_county" ON "dispute" (left(region_code, 6), "opened_at", "id")`,
  `CREATE INDEX "ix_dispute_town" ON "dispute" (left(region_code, 9), "opened_at", "id")`,
  `DROP INDEX "ix_dispute_region"`,
  `CREATE INDEX "ix_dispute_desk_city" ON "dispute" (left(region_code, 4), "state_since", "id") WHERE ${DESK_STATES}`,
  `CREATE INDEX "ix_dispute_desk_county" ON "dispute" (left(region_code, 6), "state_since", "id") WHERE ${DESK_STATES}`,

  `CREATE INDEX "ix_candidate_offered" ON "referral_candidate" ("agency_id", "offered_at", "referral_id") WHERE state = 'OFFERED'::text`,
  `CREATE INDEX "ix_candidate_part" ON "referral_candidate" ("agency_id", "dispute_opened_at", "dispute_id") WHERE state = ANY (ARRAY['OFFERED'::text, 'ACCEPTED'::text])`,
  `DROP INDEX "ix_candidate_worklist"`,
  `CREATE INDEX "ix_party_name" ON "party" ("name_key", "region_code", "person_id") WHERE name_key IS NOT NULL`,
  `CREATE INDEX "ix_held_waiting" ON "held_status" ("record_id", "sequence", "received_at") WHERE outcome <> 'RELEASED'::text`,
];

const DOWN = [
  `DROP INDEX "ix_held_waiting"`,
  `DROP INDEX "ix_party_name"`,
  `CREATE INDEX "ix_candidate_worklist" ON "referral_candidate" ("agency_id", "state", "offered_at", "referral_id")`,
  `DROP INDEX "ix_candidate_part"`,
  `DROP INDEX "ix_candidate_offered"`,
  `DROP INDEX "ix_dispute_desk_county"`,
  `DROP INDEX "ix_dispute_desk_city"`,
  `CREATE INDEX "ix_dispute_region" ON "dispute" ("region_code", "opened_at", "id")`,
  `DROP INDEX "ix_dispute_town"`,
  `DROP INDEX "ix_dispute_county"`,
  `DROP INDEX "ix_dispute_city"`,
  `DROP INDEX "ix_dispute_terms"`,
  `DROP FUNCTION dispute_terms(text, text, text, text)`,
  `ALTER TABLE "referral_candidate" DROP COLUMN "dispute_opened_at"`,
  `ALTER TABLE "party" DROP CONSTRAINT "ck_party_name_key"`,
  `ALTER TABLE "party" DROP COLUMN "name_key"`,
  `ALTER TABLE "party" DROP COLUMN "region_code"`,
  `ALTER TABLE "dispute" DROP COLUMN "title_key"`,
];

export class Lists1764100000000 implements MigrationInterface {
  readonly name = "Lists1764100000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

import type { MigrationInterface, QueryRunner } from "typeorm";

/** With all that words are compared with, so that going along the list is going along the index. */
const ROW = 'INCLUDE ("region_code", "category", "title_key")';

const LISTING_INDEXES = [
  `CREATE INDEX "ix_listing_opened" ON "dispute_listing" ("opened_at", "id") ${ROW}`,
  `CREATE INDEX "ix_listing_city" ON "dispute_listing" (left(region_code, 4), "opened_at", "id") ${ROW}`,
  `CREATE INDEX "ix_listing_county" ON "dispute_listing" (left(region_code, 6), "opened_at", "id") ${ROW}`,
  `CREATE INDEX "ix_listing_town" ON "dispute_listing" (left(region_code, 9), "opened_at", "id") ${ROW}`,
  `CREATE INDEX "ix_listing_category" ON "dispute_listing" ("category", "opened_at", "id")`,
  `CREATE INDEX "ix_listing_category_city" ON "dispute_listing" (left(region_code, 4), "category", "opened_at", "id")`,
  `CREATE INDEX "ix_listing_category_county" ON "dispute_listing" (left(region_code, 6), "category", "opened_at", "id")`,
  `CREATE INDEX "ix_listing_category_town" ON "dispute_listing" (left(region_code, 9), "category", "opened_at", "id")`,
  // Searched more often than written: entries that wait in a list would be gone through by every search.
  `CREATE INDEX "ix_listing_terms" ON "dispute_listing" USING gin (listing_terms(title_key, region_code, category, opened_at)) WITH (fastupdate = off)`,
];

const OPEN = "WHERE state <> 'CLOSED'::text";

/** What a list is found by and never changes lies apart from what every status changes (ADR 0011). */
const UP = [
  `CREATE TABLE "dispute_listing" (
     "id" uuid NOT NULL,
     "region_code" text NOT NULL,
     "category" text NOT NULL,
     "flags" text[] NOT NULL,
     "opened_at" timestamptz NOT NULL,
     "title_key" text NOT NULL,
     CONSTRAINT "pk_dispute_listing" PRIMARY KEY ("id"))`,
  `INSERT INTO "dispute_listing" SELECT id, region_code, category, flags, opened_at, title_key FROM "dispute" ORDER BY opened_at, id`,
  `ALTER TABLE "dispute_listing" ADD CONSTRAINT "fk_listing_dispute" FOREIGN KEY ("id") REFERENCES "dispute" ("id")`,

  // The title's pairs of characters, the category, and each place with slices of time of 1 (not of a county or a town), 8, 64
  // and 512 days. It is run with an empty search path when the table is analysed, so it knows no function of ours. An SQL
  // function would be some five times slower: it starts an executor for every row.
  `CREATE FUNCTION listing_terms(title_key text, region_code text, category text, opened_at timestamptz) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
$$`,
  // Newest first, each day between the two in one of them, eight times as long as soon as a longer one ends there.
  `CREATE FUNCTION listing_slices(place text, opened_from timestamptz, opened_until timestamptz) RETURNS SETOF text
  LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 12 AS $$
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
$$`,
  ...LISTING_INDEXES,

  `DROP INDEX "ix_dispute_terms"`,
  `DROP FUNCTION dispute_terms(text, text, text, text)`,
  `ALTER TABLE "dispute" DROP COLUMN "title_key"`,
  `DROP INDEX "ix_dispute_opened"`,
  `DROP INDEX "ix_dispute_city"`,
  `DROP INDEX "ix_dispute_county"`,
  `DROP INDEX "ix_dispute_town"`,
  `CREATE INDEX "ix_dispute_open" ON "dispute" ("state", "opened_at", "id") ${OPEN}`,
  `CREATE INDEX "ix_dispute_open_city" ON "dispute" (left(region_code, 4), "state", "opened_at", "id") ${OPEN}`,
  `CREATE INDEX "ix_dispute_open_county" ON "dispute" (left(region_code, 6), "state", "opened_at", "id") ${OPEN}`,
  `CREATE INDEX "ix_dispute_open_town" ON "dispute" (left(region_code, 9), "state", "opened_at", "id") ${OPEN}`,
];

const DOWN = [
  `DROP INDEX "ix_dispute_open_town"`,
  `DROP INDEX "ix_dispute_open_county"`,
  `DROP INDEX "ix_dispute_open_city"`,
  `DROP INDEX "ix_dispute_open"`,
  `CREATE INDEX "ix_dispute_town" ON "dispute" (left(region_code, 9), "opened_at", "id")`,
  `CREATE INDEX "ix_dispute_county" ON "dispute" (left(region_code, 6), "opened_at", "id")`,
  `CREATE INDEX "ix_dispute_city" ON "dispute" (left(region_code, 4), "opened_at", "id")`,
  `CREATE INDEX "ix_dispute_opened" ON "dispute" ("opened_at", "id")`,
  `ALTER TABLE "dispute" ADD "title_key" text`,
  `UPDATE "dispute" SET title_key = l.title_key FROM "dispute_listing" l WHERE l.id = dispute.id`,
  `ALTER TABLE "dispute" ALTER COLUMN "title_key" SET NOT NULL`,
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
  `CREATE INDEX "ix_dispute_terms" ON "dispute" USING gin (dispute_terms(title_key, region_code, category, state)) WITH (fastupdate = off)`,
  `DROP TABLE "dispute_listing"`,
  `DROP FUNCTION listing_slices(text, timestamptz, timestamptz)`,
  `DROP FUNCTION listing_terms(text, text, text, timestamptz)`,
];

export class Listing1764300000000 implements MigrationInterface {
  readonly name = "Listing1764300000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

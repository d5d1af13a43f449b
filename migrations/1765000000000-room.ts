import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Rows that every status changes. On a page that is full the new version goes elsewhere, and each of the table's seven or
 * eight indexes gets an entry for it; with room beside it none does (a heap-only update).
 */
const CHANGING = ["dispute", "agency_record"];

export class Room1765000000000 implements MigrationInterface {
  readonly name = "Room1765000000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const table of CHANGING) await runner.query(`ALTER TABLE "${table}" SET (fillfactor = 80)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of CHANGING) await runner.query(`ALTER TABLE "${table}" RESET (fillfactor)`);
  }
}

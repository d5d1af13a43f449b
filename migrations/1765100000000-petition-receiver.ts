import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who received a petition: the period for forwarding it is the petition bureau's, the direct notice any other body's. */
const UP = `ALTER TABLE "agency_record" ADD "petition_received_by" text,
  ADD CONSTRAINT "ck_petition_receiver" CHECK (petition_received_by = ANY (ARRAY['BUREAU'::text, 'OTHER_BODY'::text]))`;

const DOWN = `ALTER TABLE "agency_record" DROP "petition_received_by"`;

export class PetitionReceiver1765100000000 implements MigrationInterface {
  readonly name = "PetitionReceiver1765100000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who received a petition: the period for forwarding it is the petition bureau's, the direct notice any other body's. */
const RECEIVER = `ALTER TABLE "agency_record" ADD "petition_receiver" text,
  ADD CONSTRAINT "ck_petition_receiver" CHECK (petition_receiver = ANY (ARRAY['BUREAU'::text, 'OTHER_BODY'::text]))`;

const BEFORE = "'arbitrationClosed'::text";
const REFUSED = `${BEFORE}, 'arbitrationRefused'::text`;

/** The facts that may be told, with another text in the place of one. */
async function changeFacts(runner: QueryRunner, from: string, to: string): Promise<void> {
  const [{ definition }] = await runner.query(
    "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'ck_told_fact_fact'",
  );
  await runner.query(`ALTER TABLE "told_fact" DROP CONSTRAINT "ck_told_fact_fact",
    ADD CONSTRAINT "ck_told_fact_fact" ${definition.replace(from, to)}`);
}

/** A field by which limits are told apart; a fact of its own for an arbitration that was not accepted. */
export class ReceiverAndRefusal1765100000000 implements MigrationInterface {
  readonly name = "ReceiverAndRefusal1765100000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RECEIVER);
    await changeFacts(runner, BEFORE, REFUSED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM "told_fact" WHERE fact = 'arbitrationRefused'`);
    await changeFacts(runner, REFUSED, BEFORE);
    await runner.query(`ALTER TABLE "agency_record" DROP "petition_receiver"`);
  }
}

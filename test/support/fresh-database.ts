import { randomBytes } from "node:crypto";
import { Client, type QueryResult } from "pg";

export interface FreshDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of the caller's own, for tests that open it in their own way. */
export async function createTestDatabase(): Promise<FreshDatabase> {
  const name = `hub_test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await asAdmin(`create database ${name} template ${given("TEST_DATABASE_TEMPLATE")} owner hub`);
  const url = new URL(given("TEST_DATABASE_URL"));
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: async () => {
      await asAdmin(`drop database if exists ${name} with (force)`);
    },
  };
}

/** One statement as the superuser of the test server. */
export async function asAdmin(statement: string, values: unknown[] = []): Promise<QueryResult> {
  const admin = new Client({ connectionString: given("TEST_DATABASE_ADMIN_URL") });
  await admin.connect();
  try {
    return await admin.query(statement, values);
  } finally {
    await admin.end();
  }
}

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is set by test/support/global-setup.ts; run the tests through jest`);
  return value;
}

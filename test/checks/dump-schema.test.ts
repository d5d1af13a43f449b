import { dumpSchema } from "../../scripts/dump-schema";
import { MIGRATIONS_TABLE, openDatabase, type Database } from "../../src/platform/database";
import { createTestDatabase } from "../support/fresh-database";
import { openTestDatabase } from "../support/database";

let database: Database;

beforeEach(async () => {
  database = await openTestDatabase();
});

afterEach(async () => {
  await database.close();
});

const dump = (of: Database = database) => dumpSchema(of, MIGRATIONS_TABLE);

/** An empty database, filled by the statements of a dump. */
async function rebuild(statements: string): Promise<string> {
  const { url, drop } = await createTestDatabase();
  const empty = await openDatabase({ url, poolSize: 1 });
  try {
    await empty.query("drop schema public cascade");
    await empty.query("create schema public");
    await empty.query(statements);
    return await dump(empty);
  } finally {
    await empty.close();
    await drop();
  }
}

test("the dump builds the same schema again, so nothing it needs to know was left out", async () => {
  await database.query(ODDITIES);
  const printed = await dump();
  expect(await rebuild(printed)).toBe(printed);
});

test("two dumps of one schema are one text", async () => {
  expect(await dump()).toBe(await dump());
});

/** What no table of ours has today; the day one has it, the dump must not be blind to it. */
const ODDITIES = `
  create schema other;
  create extension if not exists btree_gist;
  create type other.mood as enum ('calm', 'angry');
  create domain positive as integer default 1 not null check (value > 0);
  create type pair as (first integer, second text);
  create sequence counter as bigint start 5 increment 2 cycle;
  create function twice(n integer) returns integer language sql immutable as 'select n * 2';
  create unlogged table other.scratch (id integer generated always as identity, mood other.mood default 'calm');
  create table odd (
    id bigserial primary key,
    plain text collate "C" not null default 'it''s',
    doubled integer generated always as (twice(length(plain))) stored,
    during tstzrange,
    amount positive,
    constraint no_overlap exclude using gist (during with &&)
  ) with (fillfactor = 70);
  create index ix_odd_lower on odd (lower(plain)) where doubled > 2;
  create table parted (at date not null, n integer) partition by range (at);
  create table parted_2026 partition of parted for values from ('2026-01-01') to ('2027-01-01');
  create view calm as select id from other.scratch where mood = 'calm';
  create materialized view counted as select count(*) as total from odd;
  create rule no_delete as on delete to odd do instead nothing;
  create function keep() returns trigger language plpgsql as 'begin return null; end';
  create trigger keep_odd before update of plain on odd for each row when (old.plain is distinct from new.plain)
    execute function keep();
  alter table odd enable always trigger keep_odd;
  alter table odd enable row level security;
  create policy mine on odd for select using (plain = current_user);
  grant select on odd to public;
  revoke truncate on odd from current_user;
`;

test.each([
  ["a dropped trigger", "drop trigger tr_audit_entry_append_only on audit_entry"],
  ["a trigger switched off", "alter table audit_entry disable trigger tr_audit_entry_append_only"],
  [
    "a function that lost its point",
    "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
  ],
  ["a dropped check", "alter table dispute drop constraint ck_dispute_version"],
  [
    "a check that old rows need not keep",
    "alter table dispute drop constraint ck_dispute_version, add constraint ck_dispute_version check (version > 0) not valid",
  ],
  [
    "an index without its condition",
    "drop index uq_candidate_open; create unique index uq_candidate_open on referral_candidate (dispute_id, agency_id)",
  ],
  ["a column that may be empty", "alter table dispute alter title drop not null"],
  ["another type", "alter table dispute alter title type varchar(50)"],
  ["a default", "alter table dispute alter title set default ''"],
  ["a stray table", "create table stray (id integer)"],
  ["a stray view", "create view stray as select 1 as one"],
  ["a right given away", "grant delete on audit_entry to public"],
  ["a table whose rows vanish with a crash", "alter table read_entry set unlogged"],
])("%s shows in the dump", async (_change, statement) => {
  const before = await dump();
  await database.query(statement);
  expect(await dump()).not.toBe(before);
});

test("the migrations' own list is left out: it says when, not what", async () => {
  expect(await dump()).not.toContain(MIGRATIONS_TABLE);
});

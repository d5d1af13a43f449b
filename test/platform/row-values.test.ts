import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";
import { openDatabase, type Database } from "../../src/platform/database";
import { JsonText, rowsAsColumns, StatementValues } from "../../src/platform/row-values";
import { createTestDatabase, type FreshDatabase } from "../support/fresh-database";
import { HOSTILE_TEXTS } from "../support/hostile-texts";

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await createTestDatabase();
  database = await openDatabase({ url: fresh.url, poolSize: 2 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const column = (propertyName: string, type: string, isArray = false) =>
  ({ propertyName, databaseName: propertyName, type, isArray }) as ColumnMetadata;

/** What PostgreSQL makes of the rows. */
async function readBack(columns: readonly ColumnMetadata[], rows: readonly Record<string, unknown>[]) {
  const all = new StatementValues();
  const { expressions, from } = rowsAsColumns(columns, rows, all);
  const list = expressions.map((expression, at) => `${expression} as "${columns[at]!.databaseName}"`).join(", ");
  return database.query(`select ${list}${from ? ` from ${from}` : ""}`, all.values);
}

const MOMENT = new Date("2026-03-01T15:00:00.123Z");

const ROWS = [
  { id: "a", at: MOMENT, amount: "1200.50", is: true, count: 7, flags: ["群体", 'a"b\\c'], body: { list: [1, "二"] } },
  { id: "b", at: null, amount: null, is: false, count: -1, flags: [], body: ["x", null] },
  { id: "NULL", at: MOMENT, amount: "0.00", is: null, count: 0, flags: ["NULL", ""], body: "text" },
];

const COLUMNS = [
  column("id", "text"),
  column("at", "timestamptz"),
  column("amount", "numeric"),
  column("is", "boolean"),
  column("count", "int"),
  column("flags", "text", true),
  column("body", "jsonb"),
];

test.each([1, 2, 3])("%d rows of every kind of value come back as they were", async (count) => {
  expect(await readBack(COLUMNS, ROWS.slice(0, count))).toEqual(ROWS.slice(0, count));
});

const IDS = ["01930000-0000-7000-8000-000000000001", "01930000-0000-7000-8000-000000000002"] as const;

test("ids and bare values of JSON come back as they were", async () => {
  const rows = [
    { id: IDS[0], body: MOMENT },
    { id: IDS[1], body: 7 },
    { id: null, body: true },
  ];
  const read = await readBack([column("id", "uuid"), column("body", "jsonb")], rows);
  expect(read).toEqual([{ ...rows[0], body: MOMENT.toISOString() }, ...rows.slice(1)]);
});

test.each([
  `${IDS[0]},${IDS[1]}`,
  `${IDS[0].replaceAll("-", "")},NUL`,
  "NULL,NULL,NULL,NULL,NULL,NULL,NULL  ",
  "NULL",
  "",
])("an id that is none, %p, is an error and never two of them", async (broken) => {
  const reading = readBack(
    [column("id", "uuid"), column("count", "int")],
    [
      { id: broken, count: 1 },
      { id: IDS[1], count: 2 },
    ],
  );
  await expect(reading).rejects.toThrow("uuid");
});

test("what is the same in all rows is sent once", async () => {
  const rows = ROWS.map(({ id }) => ({ id, at: MOMENT, flags: null }));
  const all = new StatementValues();
  rowsAsColumns([column("id", "text"), column("at", "timestamptz"), column("flags", "text", true)], rows, all);
  expect(all.values).toEqual([expect.stringContaining("NULL"), MOMENT.toISOString(), null]);
  expect(await readBack([column("id", "text"), column("at", "timestamptz")], rows)).toEqual(
    rows.map(({ id, at }) => ({ id, at })),
  );
});

test("JSON that has been written down is sent as it is", async () => {
  const body = new JsonText('{"b": 1, "a": [2]}');
  expect(await readBack([column("body", "jsonb")], [{ body }])).toEqual([{ body: { a: [2], b: 1 } }]);
});

test("a property that is missing is null", async () => {
  expect(await readBack([column("id", "text"), column("note", "text")], [{ id: "a" }, { id: "b", note: "n" }])).toEqual(
    [
      { id: "a", note: null },
      { id: "b", note: "n" },
    ],
  );
});

test("no text says anything but itself", async () => {
  const rows = [...HOSTILE_TEXTS, "{}", '{"a"}', "\\", '\\"', "a,b", "null", " "].map((text) => ({ text }));
  expect(await readBack([column("text", "text")], rows)).toEqual(rows);
});

test("ids that several tables get in the same order are sent once", async () => {
  const ids = ["0193b2a0-0000-7000-8000-000000000001", "0193b2a0-0000-7000-8000-000000000002"];
  const rows = ids.map((id, at) => ({ id, event: id, other: ids[1 - at] }));
  const all = new StatementValues();
  const columns = [column("id", "uuid"), column("event", "uuid"), column("other", "uuid")];
  rowsAsColumns(columns, rows, all);
  expect(all.values).toHaveLength(2);
  expect(await readBack(columns, rows)).toEqual(rows);
});

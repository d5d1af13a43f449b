import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";

/** A value of a `jsonb` column that has been written down already. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** Values of one statement, as text for PostgreSQL to read. */
export class StatementValues {
  readonly values: (string | null)[] = [];
  private readonly placeOfArray = new Map<string, string>();

  /** @returns the place that stands for the value */
  add(value: string | null, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  /** Sent once, however many tables the same rows' ids go to. */
  addArray(value: string, type: string): string {
    let place = this.placeOfArray.get(value);
    if (place === undefined) this.placeOfArray.set(value, (place = this.add(value, type)));
    return place;
  }
}

/** Rows as SQL: an expression for each column, and what they are selected from; null for a single row. */
export interface RowSource {
  readonly expressions: readonly string[];
  readonly from: string | null;
}

/**
 * What is the same in all rows is sent once, the rest as an array for each column: half the bytes and half of PostgreSQL's
 * work of the same rows as JSON.
 */
export function rowsAsColumns(
  columns: readonly ColumnMetadata[],
  rows: readonly Readonly<Record<string, unknown>>[],
  all: StatementValues,
): RowSource {
  const arrays: string[] = [];
  const names: string[] = [];
  const expressions = columns.map((column, at) => {
    const first = rows[0]![column.propertyName] ?? null;
    const isSame = rows.every((row) => (row[column.propertyName] ?? null) === first);
    if (isSame) return all.add(toText(first, column), typeOf(column));
    // An array of arrays would have to be a rectangle; as text each may have its own length.
    const type = column.isArray ? "text" : typeOf(column);
    names.push(`c${at}`);
    const text = `{${rows.map((row) => memberText(row[column.propertyName], column)).join(",")}}`;
    // Of other types equal values are chance, and the statement would be another one each time.
    arrays.push(type === "uuid" ? all.addArray(text, "uuid[]") : all.add(text, `${type}[]`));
    return column.isArray ? `s.c${at}::${typeOf(column)}` : `s.c${at}`;
  });
  return { expressions, from: arrays.length === 0 ? null : `unnest(${arrays.join(", ")}) s(${names.join(", ")})` };
}

function typeOf({ type, isArray }: ColumnMetadata): string {
  return `${type as string}${isArray ? "[]" : ""}`;
}

function toText(value: unknown, { type, isArray }: ColumnMetadata): string | null {
  if (value === null || value === undefined) return null;
  if (type === "jsonb") return value instanceof JsonText ? value.text : JSON.stringify(value);
  if (isArray) return arrayText(value as string[]);
  return value instanceof Date ? value.toISOString() : String(value as string | number | boolean);
}

/**
 * A member of an array as PostgreSQL reads it (PostgreSQL 18, 8.15.2): every text in quotes, so that none is taken for NULL
 * or for two. What is no text needs none; nor do ids, among whose 36 characters there is no room for a second one.
 */
function memberText(value: unknown, column: ColumnMetadata): string {
  if (value === null || value === undefined) return "NULL";
  if (column.type === "jsonb") return quoted(toText(value, column)!);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (column.type === "uuid" && !column.isArray && isUuid(value as string)) return value as string;
  return quoted(toText(value, column)!);
}

const UUID_LENGTH = 36;
const FIRST_HYPHEN = 8;

/** The member that holds the hyphen is not NULL, and as an id it leaves no room for another. */
const isUuid = (text: string): boolean => text.length === UUID_LENGTH && text[FIRST_HYPHEN] === "-";

function arrayText(members: readonly (string | null)[]): string {
  return `{${members.map((member) => (member === null ? "NULL" : quoted(member))).join(",")}}`;
}

function quoted(text: string): string {
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text}"`;
}

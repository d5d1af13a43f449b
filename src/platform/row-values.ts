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
    const values = rows.map((row) => toText(row[column.propertyName], column));
    // An array of arrays would have to be a rectangle; as text each may have its own length.
    const type = column.isArray ? "text" : typeOf(column);
    names.push(`c${at}`);
    const text = arrayText(values);
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

/** An array as PostgreSQL reads it (PostgreSQL 18, 8.15.2): every member in quotes, so that no text is taken for NULL. */
function arrayText(members: readonly (string | null)[]): string {
  return `{${members.map((member) => (member === null ? "NULL" : `"${escaped(member)}"`)).join(",")}}`;
}

function escaped(text: string): string {
  return /["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text;
}

/** The expression of a CHECK constraint that admits just these texts, in the form PostgreSQL prints it back. */
export function oneOf(column: string, values: readonly string[]): string {
  return `${column} = ANY (ARRAY[${values.map((value) => `'${value.replaceAll("'", "''")}'::text`).join(", ")}])`;
}

import { WORKFLOWS } from "../../../src/agencies/workflows.rules";

// Pieces of JSON as SQL writes them. Concatenated text is quicker than json_build_object, which looks up the output
// function of every argument of every row.

/** A global id: the type and the key in base64url. Only the characters of the last two digits ever need changing. */
export const globalId = (type: string, id: string): string =>
  `'"' || translate(encode(convert_to(${type} || ':' || ${id}, 'UTF8'), 'base64'), '+/=', '-_') || '"'`;

export const instant = (column: string): string => `to_char(${column}, '"\\""YYYY-MM-DD"T"HH24:MI:SS.MS"Z\\""')`;

/** Text that people wrote, with everything escaped that JSON wants escaped. */
export const text = (column: string): string => `coalesce(to_json(${column})::text, 'null')`;

/** One of the product's own words, which need no escaping. */
export const word = (column: string): string => `coalesce('"' || ${column} || '"', 'null')`;

export function object(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(([name, value], index) => `'${index > 0 ? "," : ""}"${name}":' || ${value}`);
  return `'{' || ${parts.join(" || ")} || '}'`;
}

export const list = (item: string, order: string): string =>
  `'[' || coalesce(string_agg(${item}, ',' order by ${order}), '') || ']'`;

/** The label as an expression: a CASE is a hash of nothing, but needs no join. */
export function stateLabel(line: string, state: string): string {
  const lines = Object.values(WORKFLOWS).map(
    (workflow) =>
      `when '${workflow.line}' then case ${state} ${workflow.states
        .map(({ id, label }) => `when '${id}' then '${label}'`)
        .join(" ")} end`,
  );
  return `case ${line} ${lines.join(" ")} end`;
}

import { once } from "node:events";
import { createRequire } from "node:module";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Client, Submittable } from "pg";
import { columnsOfCopy } from "./tables";
import type { TableWriter } from "./table-writer";

// Not an import: the package lies in the bench's own folder, and the rest of the project is checked without it.
const { from } = createRequire(__filename)("pg-copy-streams") as { from(text: string): Writable & Submittable };

/** Sends rows as COPY reads them; PostgreSQL's own way for many. */
export async function copyInto(client: Client, writer: TableWriter, parts: readonly string[]): Promise<void> {
  if (parts.length === 0) return;
  const stream = client.query(from(`copy "${writer.table}" (${columnsOfCopy(writer)}) from stdin`));
  const done = finished(stream);
  for (const part of parts) {
    if (!stream.write(part)) await Promise.race([once(stream, "drain"), done]);
  }
  stream.end();
  await done;
}

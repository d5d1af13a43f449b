import { once } from "node:events";
import { createRequire } from "node:module";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Client, Submittable } from "pg";
import { columnsOfCopy } from "./tables";
import type { TableWriter } from "./table-writer";

type CopyFrom = (text: string) => Writable & Submittable;

/** No import: the package lies in the bench's own folder, which is installed by the bench itself when it is run. */
function copyFrom(text: string): Writable & Submittable {
  return (createRequire(__filename)("pg-copy-streams") as { from: CopyFrom }).from(text);
}

/** Sends rows as COPY reads them; PostgreSQL's own way for many. */
export async function copyInto(client: Client, writer: TableWriter, parts: readonly string[]): Promise<void> {
  if (parts.length === 0) return;
  const stream = client.query(copyFrom(`copy "${writer.table}" (${columnsOfCopy(writer)}) from stdin`));
  const done = finished(stream);
  for (const part of parts) {
    if (!stream.write(part)) await Promise.race([once(stream, "drain"), done]);
  }
  stream.end();
  await done;
}

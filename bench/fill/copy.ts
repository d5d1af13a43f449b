import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { columnsOfCopy } from "./tables";
import type { TableWriter } from "./table-writer";

const PIECE = 1 << 18;

/** Sends rows as COPY reads them; PostgreSQL's own way for many. */
export async function copyInto(client: Client, writer: TableWriter, rows: Buffer): Promise<void> {
  if (rows.length === 0) return;
  const stream = client.query(copyFrom(`copy "${writer.table}" (${columnsOfCopy(writer)}) from stdin`));
  const done = finished(stream);
  for (let from = 0; from < rows.length; from += PIECE) {
    if (!stream.write(rows.subarray(from, from + PIECE))) await Promise.race([once(stream, "drain"), done]);
  }
  stream.end();
  await done;
}

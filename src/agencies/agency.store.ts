import type { HubContext } from "../access/hub-context";
import { regionPrefix } from "../access/region.rules";
import type { Row } from "../platform/entity-rows";
import { Agency } from "./agency.entity";
import type { Line } from "./workflow.rules";

/** The directory of agencies, by line and place. It holds nothing personal and is the same for everybody signed in. */
export async function listAgencies(
  { hub }: HubContext,
  line: Line | null,
  regionCode: string | null,
): Promise<Agency[]> {
  const rows = hub.catalogue.of(Agency);
  const prefix = regionCode === null ? null : regionPrefix(regionCode);
  const found = await hub.db.query<Row>(
    `select ${rows.select("t")} from ${rows.table} t
      where ($1::text is null or t.line = $1) and ($2::text is null or starts_with(t.region_code, $2))
      order by t.region_code, t.line, t.code limit 100`,
    [line, prefix],
  );
  return found.map((row) => rows.toEntity(row));
}

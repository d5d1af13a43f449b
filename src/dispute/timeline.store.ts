import DataLoader from "dataloader";
import type { HubContext } from "../access/hub-context";
import { AgencyRecord } from "../agencies/agency-record.entity";
import type { Row } from "../platform/entity-rows";
import { CaseDocument } from "./case-document.entity";
import { MOST_DOCUMENTS } from "./document.rules";
import { mayReadMediationNote } from "./note.rules";
import { TimelineEvent } from "./timeline-event.entity";

/** The latest correction of each event, where there is one. */
export function correctionsOf({ hub, loaders }: HubContext): DataLoader<string, TimelineEvent | null> {
  return loaders.once("corrections", () => {
    const rows = hub.catalogue.of(TimelineEvent);
    return new DataLoader<string, TimelineEvent | null>(
      async (eventIds) => {
        const found = await hub.db.query<Row>(
          `select ${rows.select("t")} from ${rows.table} t where t.corrects_id = any($1::uuid[]) order by t.recorded_at, t.id`,
          [eventIds],
        );
        const byCorrected = new Map(found.map((row) => [row["corrects_id"], rows.toEntity(row)]));
        return eventIds.map((id) => byCorrected.get(id) ?? null);
      },
      { maxBatchSize: 500 },
    );
  });
}

/** The papers an event produced; a deed can name no more than fit on the page. */
export function documentsOf({ loaders }: HubContext): (eventId: string) => Promise<readonly CaseDocument[]> {
  const pages = loaders.pages(CaseDocument, "eventId", { properties: ["addedAt", "id"], direction: "asc" });
  return async (eventId) => (await pages(eventId, { first: MOST_DOCUMENTS, after: null })).nodes;
}

export async function mayReadNote({ caller, loaders }: HubContext, event: TimelineEvent): Promise<boolean> {
  if (event.recordId === null) return true;
  const record = await loaders.byId(AgencyRecord).load(event.recordId);
  return record !== null && mayReadMediationNote(caller, record);
}

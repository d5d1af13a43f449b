import type { HubContext } from "../access/hub-context";
import { agencyBy, recordBy } from "../agencies/agency.reads";
import type { Line } from "../agencies/workflow.rules";
import { openDocuments } from "../access/visibility";
import { one, type ComputedRead, type ListRead, type OneRead } from "../platform/read/reads";
import { CaseDocument } from "./case-document.entity";
import { MOST_DOCUMENTS } from "./document.rules";
import { mayReadNote } from "./note.rules";
import { TimelineEvent } from "./timeline-event.entity";

/** The event a property of the row names; who sees the row, sees its event. */
export const eventBy = (property: string): OneRead<HubContext> => one(() => TimelineEvent, property);

/** The latest correction of an event, where there is one. */
export const CORRECTED_BY: ListRead<HubContext> = {
  kind: "list",
  entity: () => TimelineEvent,
  by: "correctsId",
  order: { properties: ["recordedAt", "id"], direction: "desc" },
  most: 1,
  single: true,
};

/** The papers an event produced; a deed can name no more than fit on the page. */
export const EVENT_DOCUMENTS: ListRead<HubContext> = {
  kind: "list",
  entity: () => CaseDocument,
  by: "eventId",
  order: { properties: ["addedAt", "id"], direction: "asc" },
  most: MOST_DOCUMENTS,
  only: ({ caller }) => openDocuments(caller),
};

/** The note of an event, where the caller may read it. */
export const NOTE: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["note", "recordId"],
  related: { record: { read: recordBy("recordId"), needs: ["line", "agencyId"] } },
  value({ note, recordId }, { record }, { caller }) {
    if (note === null || recordId === null) return note;
    return record && mayReadNote(caller, record as { line: Line; agencyId: string }) ? note : null;
  },
};

const CENTRE = "矛盾纠纷调处化解中心";

export const LEAD_AGENCY = agencyBy("leadAgencyId");

/** The centre itself leads, as the first receiver, until an agency takes over (首办责任). */
export const LEAD_NAME: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["leadAgencyId"],
  related: { agency: { read: LEAD_AGENCY, needs: ["name"] } },
  value: (_dispute, { agency }) => (agency as { name: string } | null)?.name ?? CENTRE,
};

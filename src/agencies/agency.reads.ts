import type { HubContext } from "../access/hub-context";
import { one, type OneRead } from "../platform/read/reads";
import { AgencyRecord } from "./agency-record.entity";
import { Agency } from "./agency.entity";

/** The agency a property of the row names. The directory is open to everybody signed in. */
export const agencyBy = (property: string): OneRead<HubContext> => one(() => Agency, property);

/** The record a property of the row names; who sees the row, sees its record. */
export const recordBy = (property: string): OneRead<HubContext> => one(() => AgencyRecord, property);

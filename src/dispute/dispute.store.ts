import type { HubContext } from "../access/hub-context";
import { loadById } from "../access/loaded-reads";
import { Dispute } from "./dispute.entity";
import { disputeBy } from "./dispute.reads";

const DISPUTE_ITSELF = disputeBy("id");

/** A dispute by id that the caller may see; otherwise null, as if it did not exist. */
export function visibleDispute(context: HubContext, id: string): Promise<Dispute | null> {
  return loadById(context, DISPUTE_ITSELF, id);
}

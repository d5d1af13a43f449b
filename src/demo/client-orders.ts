import type { PlanSize } from "./plan";
import type { Entry } from "./book";

/** What a client's process is told when it begins. The token comes this way and not by the command line, which anybody can read. */
export interface Orders {
  /** `desk`, or the code of an agency. */
  readonly role: string;
  readonly url: string;
  readonly token: string;
  readonly size: PlanSize;
  readonly journalFile: string;
  readonly bookFile: string;
  /** The number of the deed in the middle of which the process is to be killed; null lets it live. */
  readonly diesInDeed: number | null;
}

export type ToClient = { readonly type: "begin"; readonly orders: Orders } | { readonly type: "finish" };

export type FromClient =
  /** How much has been done of each kind since the process began. */
  | { readonly type: "progress"; readonly counts: Readonly<Record<string, number>> }
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly reason: string };

/** What a client leaves behind: what it believes, and what it happened to meet with on the way. */
export interface ClientReport {
  readonly entries: readonly Entry[];
  readonly met: Readonly<Record<string, number>>;
}

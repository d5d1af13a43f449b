import { allow, refuse, type Decision } from "../platform/decision";

/** SHA-256 and SM3 are both 32 bytes long. */
function isDigest(digest: string): boolean {
  return /^[0-9a-fA-F]{64}$/.test(digest);
}

/** Papers a deed may name; more come with the next deed. */
export const MOST_DOCUMENTS = 50;

export interface DocumentRefusal {
  readonly code: "TOO_MANY_ENTRIES" | "DIGEST_FORMAT";
  readonly field: string;
}

/** Whether the papers of one deed may be entered; the same for every deed that names papers. */
export function decideDocuments(documents: readonly { readonly digest: string }[]): Decision<null, DocumentRefusal> {
  if (documents.length > MOST_DOCUMENTS) return refuse({ code: "TOO_MANY_ENTRIES", field: "documents" });
  const wrong = documents.findIndex(({ digest }) => !isDigest(digest));
  return wrong < 0 ? allow(null) : refuse({ code: "DIGEST_FORMAT", field: `documents.${wrong}.digest` });
}

/** SHA-256 and SM3 are both 32 bytes long. */
export function isDigest(digest: string): boolean {
  return /^[0-9a-fA-F]{64}$/.test(digest);
}

/** Papers a deed may name; more come with the next deed. */
export const MOST_DOCUMENTS = 50;

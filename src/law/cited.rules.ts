import { citationsIn, type ActRow, type Citation } from "./act.rules";
import { ACTS } from "./acts.rules";

/** A title may stand in several rows, each with articles of its own. */
function rowOf({ title, article }: Citation): ActRow | undefined {
  return ACTS.find((act) => act.title === title && (article === null || article in act.articles));
}

/** What a basis cites and the list of acts does not have. */
export function uncitable(basis: string): string[] {
  return citationsIn(basis)
    .filter((citation) => !rowOf(citation))
    .map(({ title, article }) => (article === null ? title : `${title} ${article}`));
}

/** Every article of the basis has been read by somebody. */
export function isRead(basis: string): boolean {
  return citationsIn(basis).every((citation) => rowOf(citation)?.reading === "READ");
}

import { citationsIn, UNREAD } from "./act.rules";
import { ACTS } from "./acts.rules";

/** Every text the basis names has been read by somebody. */
export function isRead(basis: string): boolean {
  if (basis.endsWith(UNREAD)) return false;
  return citationsIn(basis).every(({ title }) => ACTS.find((act) => act.title === title)?.reading === "READ");
}

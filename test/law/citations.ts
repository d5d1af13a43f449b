import { citationsIn, type ActRow } from "../../src/law/act.rules";

/** What these bases cite and the list of laws does not have. */
export function uncited(bases: readonly string[], acts: readonly ActRow[]): string[] {
  const byTitle = new Map(acts.map((act) => [act.title, act]));
  return bases.flatMap((basis) =>
    citationsIn(basis)
      .filter(({ title, article }) => {
        const act = byTitle.get(title);
        return !act || (article !== null && !(article in act.articles));
      })
      .map(({ title, article }) => `${title} ${article ?? ""}`.trim()),
  );
}

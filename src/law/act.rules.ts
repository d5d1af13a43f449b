/** How sure the project is of a text: read article by article, found quoted on public pages, or out of memory. */
export type Reading = "READ" | "QUOTED" | "MEMORY";

export interface ActRow {
  /** As it stands in a basis, before the article: `信访工作条例 34`. */
  readonly title: string;
  /** The whole title, with number and date where there are any. */
  readonly fullTitle: string;
  readonly reading: Reading;
  /** What each article that the hub relies on says, in the project's words. Paragraphs in brackets: `22(1)`. */
  readonly articles: Readonly<Record<string, string>>;
}

export interface Citation {
  readonly title: string;
  /** Null where the whole text is meant. */
  readonly article: string | null;
}

/**
 * A basis taken apart: acts are separated by `; `, articles of one act by `, `.
 * `民事诉讼法 85(3); 民诉解释 125, 126` names three articles.
 */
export function citationsIn(basis: string): Citation[] {
  return basis.split("; ").flatMap((part): Citation[] => {
    const [title = "", ...rest] = part.split(" ");
    const articles = rest.join(" ");
    if (articles === "") return [{ title, article: null }];
    return articles.split(", ").map((article) => ({ title, article }));
  });
}

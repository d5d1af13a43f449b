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

export const UNREAD = " (memory)";
const NOT_LAW = " (policy)";

/**
 * A basis taken apart: acts are separated by `; `, articles of one act by `, `.
 * `民事诉讼法 85(3); 民诉解释 125, 126` names three articles. What ends in `(policy)` names no law.
 */
export function citationsIn(basis: string): Citation[] {
  if (basis.endsWith(NOT_LAW)) return [];
  return withoutMark(basis)
    .split("; ")
    .flatMap((part): Citation[] => {
      const [title = "", ...rest] = part.split(" ");
      const articles = rest.join(" ");
      if (articles === "") return [{ title, article: null }];
      return articles.split(", ").map((article) => ({ title, article }));
    });
}

function withoutMark(basis: string): string {
  return basis.endsWith(UNREAD) ? basis.slice(0, -UNREAD.length) : basis;
}

/** What the list says of the article, or of the one it is a part of: `22(1)(二)` is answered by `22(1)`, or else by `22`. */
export function articleOf(act: ActRow, article: string): string | undefined {
  for (let part = article; part !== ""; part = part.replace(/(\([^)]*\)|至)$/, "")) {
    const says = act.articles[part];
    if (says !== undefined) return says;
    if (!/(\([^)]*\)|至)$/.test(part)) return undefined;
  }
  return undefined;
}

/** What a basis cites and the list does not have. */
export function faultsOfBasis(acts: readonly ActRow[], basis: string): string[] {
  return citationsIn(basis).flatMap(({ title, article }): string[] => {
    const act = acts.find((candidate) => candidate.title === title);
    // A remark out of memory that names no article claims no text.
    if (!act) return article === null && basis.endsWith(UNREAD) ? [] : [`${title} is not in the list of acts`];
    if (article === null || articleOf(act, article) !== undefined) return [];
    return [`${title} ${article} is not in the list of acts`];
  });
}

const READINGS: Readonly<Record<Reading, string>> = {
  READ: "逐条读过",
  QUOTED: "转引,未核实",
  MEMORY: "仅凭记忆,未核实",
};

/** The list as a page for readers who do not read code. */
export function actsPage(acts: readonly ActRow[]): string[] {
  return [
    "## 法律依据 Acts",
    "",
    "条文内容为本项目的转述,不是原文;以国家法律法规数据库的文本为准。",
    "",
    "| 简称 | 全称 | 来源 | 条 | 内容 |",
    "| --- | --- | --- | --- | --- |",
    ...acts.flatMap(({ title, fullTitle, reading, articles }) => {
      // A key that is a bare number comes first in any object, wherever it was written.
      const entries = Object.entries(articles).toSorted(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
      return (entries.length > 0 ? entries : [["—", "整个文件"]]).map(
        ([article, says]) => `| ${title} | ${fullTitle} | ${READINGS[reading]} | ${article} | ${says} |`,
      );
    }),
    "",
  ];
}

import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { ACTS } from "../../src/law/acts.rules";
import { actsPage, articleOf, citationsIn, faultsOfBasis, type ActRow } from "../../src/law/act.rules";

const listed: readonly ActRow[] = [
  { title: "甲法", fullTitle: "甲法", reading: "READ", articles: { "22(1)": "一款", "31": "三十一条" } },
  { title: "乙规定(2025)", fullTitle: "乙规定", reading: "QUOTED", articles: {} },
];

describe("a basis", () => {
  test.each([
    ["甲法 22(1), 31; 乙规定(2025)", ["甲法 22(1)", "甲法 31", "乙规定(2025) -"]],
    ["甲法 29, 31 (memory)", ["甲法 29", "甲法 31"]],
    ["甲法 31(一)至(五)", ["甲法 31(一)至(五)"]],
    ["申请人主动撤回 (policy)", []],
  ])("%s is taken apart", (basis, cited) => {
    expect(citationsIn(basis).map(({ title, article }) => `${title} ${article ?? "-"}`)).toEqual(cited);
  });

  test.each([
    ["甲法 22(1)", []],
    ["甲法 22(1)(二)", []],
    ["甲法 31(一)至(五)", []],
    ["乙规定(2025)", []],
    ["甲法 22(2)", ["甲法 22(2) is not in the list of acts"]],
    ["甲法 22", ["甲法 22 is not in the list of acts"]],
    ["甲法 3", ["甲法 3 is not in the list of acts"]],
    ["乙规定(2025) 4", ["乙规定(2025) 4 is not in the list of acts"]],
    ["丙法 1", ["丙法 is not in the list of acts"]],
    ["丙法", ["丙法 is not in the list of acts"]],
    ["丙法 1 (memory)", ["丙法 is not in the list of acts"]],
    ["维持或者驳回 (memory)", []],
    ["按约履行 (policy)", []],
  ])("%s: %j", (basis, faults) => {
    expect(faultsOfBasis(listed, basis)).toEqual(faults);
  });

  test("is answered by the nearest article that the list has", () => {
    expect(articleOf(listed[0]!, "22(1)(二)")).toBe("一款");
    expect(articleOf(listed[0]!, "220")).toBeUndefined();
  });
});

describe("the list of acts", () => {
  test("names every act once, and every article in words of its own", () => {
    const titles = ACTS.map((act) => act.title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    for (const { title, articles } of ACTS) {
      expect(title).not.toMatch(/[ ;]/);
      for (const [article, says] of Object.entries(articles)) {
        expect(article).toMatch(/^(\d+|[一二三四五六七八九十]+)(\([\d一二三四五六七八九十]+\))*$/);
        expect(says).toMatch(/[一-龥]{4}/);
      }
    }
  });

  test("has everything that the workflow tables rest on", () => {
    const bases = Object.values(WORKFLOWS).flatMap(({ states, transitions }) => [
      ...states.flatMap((state) => state.basis ?? []),
      ...transitions.map((step) => step.basis),
    ]);
    expect(bases.length).toBeGreaterThan(250);
    expect([...new Set(bases)].flatMap((basis) => faultsOfBasis(ACTS, basis))).toEqual([]);
  });

  test("is printed with a line for each article, and says which texts nobody has read", () => {
    const page = actsPage(ACTS).join("\n");
    for (const { title, articles } of ACTS) {
      expect(page).toContain(`| ${title} |`);
      expect(Object.keys(articles).filter((article) => !page.includes(`| ${article} |`))).toEqual([]);
    }
    const printed = page.split("\n").filter((line) => line.startsWith("| 信访事项简易办理办法 |"));
    expect(printed).toHaveLength(1);
    expect(printed[0]).toContain("未核实");
    expect(page.split("\n").filter((line) => line.startsWith("| 人民调解法 |"))[0]).not.toContain("未核实");
  });

  test("is printed in the order of the articles", () => {
    const numbers = (title: string): number[] =>
      actsPage(ACTS)
        .filter((line) => line.startsWith(`| ${title} |`))
        .map((line) => Number.parseInt(line.split(" | ")[3]!, 10));
    for (const title of ["民法典", "人民调解法", "劳动争议调解仲裁法"]) {
      const printed = numbers(title);
      expect(printed.length).toBeGreaterThan(3);
      expect(printed).toEqual(printed.toSorted((a, b) => a - b));
    }
  });
});

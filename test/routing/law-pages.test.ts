import { CHANNEL_ROWS } from "../../src/routing/channels.rules";
import { channelsPage } from "../../src/routing/channels-page.rules";
import { exclusionsPage } from "../../src/routing/exclusion-page.rules";
import { FACT_LABELS } from "../../src/routing/fact.labels";
import { petitionRulesPage } from "../../src/routing/petition-page.rules";
import { PRINCIPLE_ROWS } from "../../src/routing/petition-principle.rules";

/** Cells of every line of a table, without its head. */
function rowsIn(lines: readonly string[]): string[][] {
  return lines
    .filter((line) => line.startsWith("| "))
    .map((line) => line.slice(2, -2).split(" | "))
    .filter((cells) => !cells.every((cell) => cell === "---"));
}

test("the page of channels prints every row of the table and every fact", () => {
  const printed = rowsIn(channelsPage());
  for (const row of CHANNEL_ROWS)
    expect(printed).toContainEqual(
      expect.arrayContaining([expect.stringContaining(`\`${row.door}\``), row.basis ?? "(policy)"]),
    );
  const heads = new Set(CHANNEL_ROWS.map((row) => row.group)).size + 1;
  expect(printed.length).toBe(CHANNEL_ROWS.length + Object.keys(FACT_LABELS).length + heads);
});

test("a lawyer reads in one line when, where and why", () => {
  expect(channelsPage()).toContain(
    "| 民事诉讼 `LITIGATION` | 有工资欠条: 是；另有其他劳动请求: 否 | 先走 | 以工资欠条为证据、不涉及其他劳动请求的,可以直接起诉 | 劳动争议解释一 15 | 是 |",
  );
  expect(channelsPage()).toContain(
    "| 人民调解 `PEOPLES_MEDIATION` | 有家庭暴力: 是 | **不得** | 有家庭暴力的,不以中立调解作为第一步 | (policy) | **否** |",
  );
});

test("the page of petition rules prints the principles, the six items and the five forms", () => {
  const printed = rowsIn(petitionRulesPage());
  expect(printed.length).toBe(PRINCIPLE_ROWS.length + 6 + 5 + 3);
  expect(petitionRulesPage()).toContain("| 来访 | 登记 → 说明、引导 | 信访工作条例 20(2), 28(2), 44 | 是 |");
});

test("no line of either page breaks its table", () => {
  for (const line of [...channelsPage(), ...petitionRulesPage()]) expect(line).not.toContain("\n");
});

test("the page of exclusions says which limits make a procedure overdue", () => {
  expect(exclusionsPage()).toContain("| `ARB-ACCEPT` | 已申请,尚未受理 | 不予受理,或者逾期不作决定 | 诉讼 |");
  expect(exclusionsPage()).toContain("| `PET-ANSWER` | 已受理,在办 | 已受理,超过法定期限没有结论 | 全部 |");
});

import { CHANNEL_ROWS } from "../../src/routing/channels.rules";
import { decideDraft, MOST_DRAFT_ROWS, withDraft } from "../../src/routing/draft.rules";

const KNOWN = CHANNEL_ROWS.find(({ group }) => group === "09-工程建设领域欠薪")!;

const row = (changes: object = {}): object => ({
  id: "试-1",
  categories: ["WAGE_ARREARS"],
  when: { isMigrantWorker: true },
  door: "LABOUR_INSPECTION",
  verdict: "FIRST",
  remark: null,
  basis: "劳动保障监察条例 9",
  ...changes,
});

test("a draft is read into rows of the table: what is policy and what was read follows from the basis", () => {
  const decision = decideDraft({ put: [row(), row({ id: "试-2", basis: null })], remove: [KNOWN.id] }, CHANNEL_ROWS);
  expect(decision).toMatchObject({
    ok: true,
    change: {
      put: [
        { id: "试-1", group: "草案", policy: false, verified: true, when: { isMigrantWorker: true } },
        { id: "试-2", policy: true, verified: false, basis: null },
      ],
      remove: [KNOWN.id],
    },
  });
});

test.each<[string, unknown, string, RegExp]>([
  ["no object", [], "", /JSON 对象/],
  ["nothing in it", {}, "", /没有任何改动/],
  ["a field nobody knows", { puts: [] }, "puts", /没有这个字段/],
  ["rows that are no list", { put: {} }, "put", /须为数组/],
  ["more rows than are read", { remove: Array(MOST_DRAFT_ROWS + 1).fill("x") }, "remove", /至多/],
  ["a row that is no object", { put: ["x"] }, "put.0", /JSON 对象/],
  ["a row without an id", { put: [row({ id: "" })] }, "put.0.id", /不能空着/],
  ["an id twice", { put: [row(), row()] }, "put.1.id", /出现了两次/],
  ["an unknown category", { put: [row({ categories: ["WAGES"] })] }, "put.0.categories.0", /没有这个纠纷类别/],
  ["no category at all", { put: [row({ categories: [] })] }, "put.0.categories", /至少写一个/],
  ["categories left out", { put: [row({ categories: undefined })] }, "put.0.categories", /须写明/],
  ["an unknown fact", { put: [row({ when: { isRich: true } })] }, "put.0.when.isRich", /没有这个事实/],
  [
    "a fact that is neither",
    { put: [row({ when: { hasWageIou: "yes" } })] },
    "put.0.when.hasWageIou",
    /true 或者 false/,
  ],
  ["an unknown door", { put: [row({ door: "TELEVISION" })] }, "put.0.door", /没有这个途径/],
  ["an unknown verdict", { put: [row({ verdict: "MAYBE" })] }, "put.0.verdict", /FIRST/],
  ["a bar without a reason", { put: [row({ verdict: "FORBIDDEN" })] }, "put.0.remark", /须写明理由/],
  ["an article nobody has listed", { put: [row({ basis: "劳动保障监察条例 99" })] }, "put.0.basis", /依据清单/],
  ["a basis that is no text", { put: [row({ basis: 9 })] }, "put.0.basis", /须为文字/],
  ["a rule taken out that is not there", { remove: ["没有的规则"] }, "remove.0", /没有这个编号/],
  ["a rule changed and taken out", { put: [row({ id: KNOWN.id })], remove: [KNOWN.id] }, "remove.0", /既修改又删除/],
])("%s is refused with its place", (_case, raw, place, message) => {
  const decision = decideDraft(raw, CHANNEL_ROWS);
  if (decision.ok) throw new Error("was taken");
  expect(decision.refusal.path.join(".")).toBe(place);
  expect(decision.refusal.message).toMatch(message);
});

test("a name that is no name is not repeated to the caller", () => {
  const decision = decideDraft({ "330482198001011232": 1 }, CHANNEL_ROWS);
  expect(decision.ok ? null : decision.refusal.path).toEqual([]);
});

function drafted(raw: object): string[] {
  const decision = decideDraft(raw, CHANNEL_ROWS);
  if (!decision.ok) throw new Error(decision.refusal.message);
  return withDraft(CHANNEL_ROWS, decision.change).map(({ id }) => id);
}

test("a row that is changed keeps its place, since of several that open one door the first answers", () => {
  const ids = drafted({ put: [row({ id: KNOWN.id })] });
  expect(ids).toEqual(CHANNEL_ROWS.map(({ id }) => id));
});

test("a new row stands behind the last of its group, or behind all others", () => {
  const last = CHANNEL_ROWS.findLast(({ group }) => group === KNOWN.group)!;
  const ofGroup = drafted({ put: [row({ group: KNOWN.group })] });
  expect(ofGroup.indexOf("试-1")).toBe(ofGroup.indexOf(last.id) + 1);
  expect(drafted({ put: [row()] }).at(-1)).toBe("试-1");
});

test("a row taken out is gone, and nothing else", () => {
  expect(drafted({ remove: [KNOWN.id] })).toEqual(CHANNEL_ROWS.map(({ id }) => id).filter((id) => id !== KNOWN.id));
});

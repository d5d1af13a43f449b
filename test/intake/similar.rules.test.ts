import * as fc from "fast-check";
import {
  findSimilar,
  LIKE_TITLE,
  unseenSimilar,
  type NewMatter,
  type OpenDispute,
} from "../../src/intake/similar.rules";

const matter = (changes: Partial<NewMatter> = {}): NewMatter => ({
  category: "NEIGHBOR",
  title: "楼上住户漏水",
  respondentKeys: ["key-of-gu"],
  ...changes,
});
const open = (id: string, changes: Partial<OpenDispute> = {}): OpenDispute => ({
  id,
  category: "CONTRACT_DEBT",
  title: "借款五万元未还",
  respondentKeys: ["key-of-zhao"],
  ...changes,
});

describe("an open dispute of the same person is offered", () => {
  test.each([
    ["the category is the same", { category: "NEIGHBOR" }, { sameCategory: true, sameRespondent: false }],
    [
      "the respondent is the same",
      { respondentKeys: ["key-of-li", "key-of-gu"] },
      { sameCategory: false, sameRespondent: true },
    ],
    ["the wording is much the same", { title: "楼上住户又漏水" }, { sameCategory: false, sameRespondent: false }],
  ])("when %s", (_, changes, how) => {
    expect(findSimilar(matter(), [open("a", changes)])).toEqual([expect.objectContaining({ id: "a", ...how })]);
  });

  test("but not when person is all they have in common", () => {
    expect(findSimilar(matter(), [open("a")])).toEqual([]);
    expect(findSimilar(matter({ respondentKeys: [] }), [open("a", { respondentKeys: [] })])).toEqual([]);
  });

  test("most alike first: respondent before category before wording, and always in the same order", () => {
    const alike = [
      open("wording", { title: "楼上住户漏水" }),
      open("category", { category: "NEIGHBOR" }),
      open("respondent", { respondentKeys: ["key-of-gu"] }),
      open("all", { category: "NEIGHBOR", respondentKeys: ["key-of-gu"], title: "楼上住户漏水" }),
      open("category-too", { category: "NEIGHBOR" }),
    ];
    const order = findSimilar(matter(), alike).map(({ id }) => id);
    expect(order).toEqual(["all", "respondent", "category", "category-too", "wording"]);
    expect(findSimilar(matter(), alike.toReversed()).map(({ id }) => id)).toEqual(order);
  });
});

describe("the likeness of two titles", () => {
  const likeness = (one: string, other: string): number =>
    findSimilar(matter({ title: one }), [open("a", { category: "NEIGHBOR", title: other })])[0]!.titleLikeness;

  test.each([
    ["楼上住户漏水", "楼上住户漏水", 1],
    ["楼上住户漏水", "借款未还", 0],
    // 五 pieces of 楼上住户漏水 and six of 楼上住户又漏水 share four: 4 / 7.
    ["楼上住户漏水", "楼上住户又漏水", 4 / 7],
    ["水", "水", 1],
    ["水", "火", 0],
    // A character outside the first plane is one character.
    ["𠮷𠮷", "𠮷𠮷", 1],
  ])("of %s and %s is %d", (one, other, expected) => expect(likeness(one, other)).toBeCloseTo(expected));

  test("is the same both ways, between 0 and 1, and 1 for a title and itself", () => {
    const title = fc.string({ unit: fc.constantFrom(..."楼上住户漏水邻居𠮷a"), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(title, title, (one, other) => {
        const value = likeness(one, other);
        expect(value).toBe(likeness(other, one));
        expect(value >= 0 && value <= 1).toBe(true);
        expect(likeness(one, one)).toBe(1);
      }),
      { numRuns: 300, seed: 2026 },
    );
  });

  test("offers from one half on", () => {
    expect(LIKE_TITLE).toBe(0.5);
    // 五 pieces, six pieces; four of seven, three of eight.
    expect(findSimilar(matter(), [open("a", { title: "楼上住户又漏水" })])).toHaveLength(1);
    expect(findSimilar(matter(), [open("a", { title: "楼上的住户又漏水" })])).toHaveLength(0);
  });
});

test("B15: a new dispute may stand beside similar ones only when every one of them was looked at", () => {
  const similar = findSimilar(matter(), [open("a", { category: "NEIGHBOR" }), open("b", { category: "NEIGHBOR" })]);
  expect(unseenSimilar(similar, []).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(unseenSimilar(similar, ["b", "somewhere-else"]).map(({ id }) => id)).toEqual(["a"]);
  expect(unseenSimilar(similar, ["b", "a"])).toEqual([]);
});

import { decideWords, MOST_WORDS, termsOf } from "../../src/dispute/search.rules";

test.each([
  ["漏水", ["漏水"]],
  ["  楼上　漏水 ", ["楼上", "漏水"]],
  ["ＡＢ公司", ["AB公司"]],
  ["漏\u200b水 漏水", ["漏水"]],
  ["abc 纠纷", ["ABC", "纠纷"]],
])("the words of %j are found", (text, words) => {
  expect(decideWords(text)).toEqual({ ok: true, change: words });
});

test.each(["水", "漏水 大", "\u200b", "   ", "𠮷"])("%j is too short to be searched", (text) => {
  expect(decideWords(text)).toEqual({ ok: false, refusal: "WORD_TOO_SHORT" });
});

test("more words than a clerk would think of are refused", () => {
  const words = Array.from({ length: MOST_WORDS + 1 }, (_, index) => `词语${index}`);
  expect(decideWords(words.slice(1).join(" "))).toMatchObject({ ok: true });
  expect(decideWords(words.join(" "))).toEqual({ ok: false, refusal: "TOO_MANY_WORDS" });
});

test.each([
  [["漏水"], ["漏水"]],
  [["楼上漏"], ["楼上", "上漏"]],
  [["楼上漏水"], ["楼上", "漏水"]],
  [
    ["楼上漏水了", "漏水"],
    ["楼上", "漏水", "水了"],
  ],
  [["𠮷祥"], ["𠮷祥"]],
])("of %j the index is asked for pairs that hold every character, and no more", (words, terms) => {
  expect(termsOf(words)).toEqual(terms);
});

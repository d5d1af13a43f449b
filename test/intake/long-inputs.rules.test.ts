import { isRegionCode } from "../../src/access/region.rules";
import { decideRecordNumber } from "../../src/agencies/number.rules";
import { decideDocuments } from "../../src/dispute/document.rules";
import { toFollowKey } from "../../src/intake/codes.rules";
import { findSimilar } from "../../src/intake/similar.rules";
import { decideIdentity, maskIdNumber, maskName, maskPhone } from "../../src/person/identity.rules";
import { decideUscc } from "../../src/person/organisation.rules";
import { parseGlobalId } from "../../src/platform/global-id";
import {
  ClientKey,
  DateTime,
  Decimal,
  LocalDate,
  LongText,
  RegionCode,
  ShortText,
  TitleText,
} from "../../src/platform/scalars";
import { findTextFault, isBlank, toCodeKey, toSearchKey } from "../../src/platform/text";
import { costsLess } from "../support/cpu";

/** Texts that bring a careless pattern to its knees: long runs that almost fit, endings that never do. */
const LENGTH = 8_000;
const RUNS = [
  "1",
  "一",
  "a",
  "A",
  " ",
  "\t",
  "-",
  ".",
  "·",
  "(",
  ")",
  "〔",
  "字",
  "第",
  "号",
  "之",
  "\u200b",
  "\u0301",
  "\ufe0f",
  "𠮷",
  "％",
  "=",
  "/",
  "é",
  "ﬃ",
  "张·",
  "1-",
  " 1",
  "（2024）",
  "民初1号",
  "\u0301a",
  "· ",
];
const ENDINGS = ["", "!", "x", "\u0000", "号之", "X", "\n"];
const TEXTS = RUNS.flatMap((run) => ENDINGS.map((ending) => run.repeat(Math.ceil(LENGTH / run.length)) + ending));

const swallow = (work: () => unknown): void => {
  try {
    work();
  } catch {
    // Refusing is as good as answering, so long as it is soon.
  }
};
const scalar = (type: { parseValue(value: unknown): unknown }) => (text: string) =>
  swallow(() => type.parseValue(text));

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "an identity number": (text) => decideIdentity("RESIDENT_ID", text, "2026-03-02"),
  "a passport": (text) => decideIdentity("PASSPORT", text, "2026-03-02"),
  "an officer's number": (text) => decideIdentity("MILITARY", text, "2026-03-02"),
  "a permit": (text) => decideIdentity("TAIWAN_PERMIT", text, "2026-03-02"),
  "a credit code": decideUscc,
  "a court's number": (text) => decideRecordNumber("LITIGATION", text),
  "a committee's number": (text) => decideRecordNumber("MEDIATION", text),
  "a commission's number": (text) => decideRecordNumber("ARBITRATION", text),
  "a name's key": toSearchKey,
  "a code's key": toCodeKey,
  "a masked name": maskName,
  "a masked number": maskIdNumber,
  "a masked telephone": maskPhone,
  "a follow code": toFollowKey,
  "a digest": (text) => decideDocuments([{ digest: text }]),
  "a region": isRegionCode,
  "a global id": parseGlobalId,
  "a fault in a text": findTextFault,
  "a blank": isBlank,
  "two titles": (text) =>
    findSimilar({ category: "A", title: text, respondentKeys: [] }, [
      { id: "1", category: "A", title: text, respondentKeys: [] },
    ]),
  "a moment": scalar(DateTime),
  "a day": scalar(LocalDate),
  "an amount": scalar(Decimal),
  "a region code": scalar(RegionCode),
  "a client key": scalar(ClientKey),
  "a short text": scalar(ShortText),
  "a title": scalar(TitleText),
  "a long text": scalar(LongText),
};

test.each(Object.keys(READERS))(
  "E6: reading %s from any long text takes less than a tenth of a second",
  async (name) => {
    const read = READERS[name]!;
    for (const text of TEXTS) {
      const isQuick = await costsLess(100, () => read(text));
      expect([JSON.stringify(text.slice(0, 10)), isQuick]).toEqual([JSON.stringify(text.slice(0, 10)), true]);
    }
  },
);

test("E6: the clock that watches would catch a pattern that is careless", async () => {
  const beCareless = () => /^([一-龥]+·?)+$/u.test(`${"张".repeat(26)}!`);
  expect(await costsLess(100, beCareless)).toBe(false);
});

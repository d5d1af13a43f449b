import { faultsOfBasis } from "../../src/law/act.rules";
import { ACTS } from "../../src/law/acts.rules";
import {
  classifyPetition,
  PETITION_CLASS_ROWS,
  PETITION_FACTS,
  PETITION_ITEMS,
  type PetitionFact,
  type PetitionFacts,
} from "../../src/routing/petition-class.rules";
import {
  decideAccusationReceiver,
  decideHandler,
  decideRepresentatives,
  leadAfter,
  LITIGATION_PETITION_ROWS,
  PRINCIPLE_ROWS,
  separateLitigation,
} from "../../src/routing/petition-principle.rules";

const FACTS = Object.keys(PETITION_FACTS) as PetitionFact[];
const NONE: PetitionFacts = Object.fromEntries(FACTS.map((fact) => [fact, false]));

describe("an appeal is sorted by the regulation's six items", () => {
  test.each([
    ["(一)", "needsPoliticalLegalProcedure"],
    ["(二)", "needsArbitration"],
    ["(三)", "isPartyAppeal"],
    ["(四)", "needsAdminProcedure"],
    ["(五)", "asksStatutoryDuty"],
  ] as const)("item %s where %s alone is true", (item, fact) => {
    expect(classifyPetition({ ...NONE, [fact]: true }).item).toBe(item);
  });

  test("only what fits none of the five gets a handling opinion", () => {
    expect(classifyPetition(NONE)).toMatchObject({ item: "(六)", basis: "信访工作条例 31(六), 34", verified: true });
    expect(PETITION_CLASS_ROWS.filter((row) => row.getsOpinion).map((row) => row.item)).toEqual(["(六)"]);
  });

  test("one question left open keeps it from the residue, and is asked", () => {
    const { isPartyAppeal: _, ...known } = NONE;
    expect(classifyPetition(known)).toEqual({ item: null, ask: ["isPartyAppeal"] });
  });

  test("an earlier item that is not ruled out goes first", () => {
    expect(classifyPetition({ needsArbitration: true })).toEqual({ item: null, ask: ["needsPoliticalLegalProcedure"] });
    expect(classifyPetition({ needsPoliticalLegalProcedure: true }).item).toBe("(一)");
  });

  test("the table has each item once, and the residue last", () => {
    expect(PETITION_CLASS_ROWS.map((row) => row.item)).toEqual([...PETITION_ITEMS]);
    expect(PETITION_CLASS_ROWS.map((row) => row.when)).toEqual([...FACTS, null]);
  });
});

describe("a matter of litigation that comes as a petition", () => {
  test("by letter is registered and transferred to the political-legal body", () => {
    expect(separateLitigation("LETTER").steps).toEqual(["REGISTER", "TRANSFER_TO_POLITICAL_LEGAL"]);
  });

  test("by visit is registered, explained and guided", () => {
    expect(separateLitigation("VISIT").steps).toEqual(["REGISTER", "EXPLAIN_AND_GUIDE"]);
  });

  test("is never dropped, whatever its form: it is registered, and something follows", () => {
    for (const { steps } of LITIGATION_PETITION_ROWS) {
      expect(steps[0]).toBe("REGISTER");
      expect(steps.length).toBeGreaterThan(1);
    }
    expect(LITIGATION_PETITION_ROWS.map((row) => row.form)).toEqual(["LETTER", "VISIT", "ONLINE", "PHONE", "FAX"]);
  });
});

describe("an accusation", () => {
  const reported = ["town-3", "person-9"];

  test("goes to a discipline body", () => {
    expect(decideAccusationReceiver({ id: "discipline-1", hasAuthority: true }, reported).ok).toBe(true);
  });

  test.each([
    ["the unit reported, even one with authority", { id: "town-3", hasAuthority: true }, "IS_REPORTED"],
    ["the person reported", { id: "person-9" }, "IS_REPORTED"],
    ["a body without authority", { id: "town-4", hasAuthority: false }, "NO_AUTHORITY"],
    ["a body whose authority is unknown", { id: "town-4" }, "NO_AUTHORITY"],
  ] as const)("never to %s", (_who, receiver, refusal) => {
    expect(decideAccusationReceiver(receiver, reported)).toEqual({ ok: false, refusal });
  });
});

test("five visitors may speak for themselves; six are asked to name five", () => {
  expect(decideRepresentatives(5).ok).toBe(true);
  expect(decideRepresentatives(6)).toEqual({ ok: false, refusal: { code: "NAME_REPRESENTATIVES", most: 5 } });
});

test.each([
  ["is a party", { isParty: true, hasInterest: false }, "IS_PARTY"],
  ["has an interest", { isParty: false, hasInterest: true }, "HAS_INTEREST"],
  ["has not declared", { isParty: false }, "INTEREST_UNKNOWN"],
] as const)("a handler who %s steps back", (_who, handler, refusal) => {
  expect(decideHandler(handler)).toEqual({ ok: false, refusal });
});

test("a handler who declared that he has no interest stays", () => {
  expect(decideHandler({ isParty: false, hasInterest: false }).ok).toBe(true);
});

test("the first receiver leads until another body has accepted the lead", () => {
  const offered = { agencyId: "court", takesLead: true, hasAccepted: false };
  expect(leadAfter("centre", [])).toBe("centre");
  expect(leadAfter("centre", [offered])).toBe("centre");
  expect(leadAfter("centre", [{ ...offered, takesLead: false, hasAccepted: true }])).toBe("centre");
  expect(leadAfter("centre", [{ ...offered, hasAccepted: true }])).toBe("court");
});

test("every basis is in the list of acts, article for article", () => {
  const bases = [...PETITION_CLASS_ROWS, ...LITIGATION_PETITION_ROWS, ...PRINCIPLE_ROWS].map(({ basis }) => basis);
  expect(bases.flatMap((basis) => (basis === null ? [] : faultsOfBasis(ACTS, basis)))).toEqual([]);
});

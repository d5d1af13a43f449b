import { CATEGORY_LABELS, type DisputeCategory } from "../../src/dispute/dispute.labels";
import { faultsOfBasis } from "../../src/law/act.rules";
import { ACTS } from "../../src/law/acts.rules";
import { adviseFrom, fallback, first, forbid, group, overlapsIn } from "../../src/routing/channel.rules";
import { adviseChannels, CHANNEL_ROWS, channelRowsOf, factsOf } from "../../src/routing/channels.rules";
import type { Door } from "../../src/routing/door.labels";
import { FACT_LABELS, type Fact, type Facts } from "../../src/routing/fact.labels";

const CATEGORIES = Object.keys(CATEGORY_LABELS) as DisputeCategory[];

/** Every combination of yes, no and unknown, one after the other in one object. Of an exception, unknown stands for no. */
function forEachCombination(facts: readonly Fact[], tell: (combination: Facts) => void): void {
  const combination: { [F in Fact]?: boolean | undefined } = Object.fromEntries(facts.map((fact) => [fact, undefined]));
  const turn = (index: number): void => {
    const fact = facts[index];
    if (fact === undefined) return tell(combination);
    for (const answer of FACT_LABELS[fact].isException ? [undefined, true] : [undefined, true, false]) {
      combination[fact] = answer;
      turn(index + 1);
    }
  };
  turn(0);
}

interface Tried {
  readonly faults: readonly string[];
  /** Rules that answered for some combination. */
  readonly answering: ReadonlySet<string>;
}

const tried = new Map<DisputeCategory, Tried>();

/** Half a minute for all categories on a busy machine, so each is tried once. */
function tryAll(category: DisputeCategory): Tried {
  const known = tried.get(category);
  if (known) return known;
  const faults: string[] = [];
  const answering = new Set<string>();
  forEachCombination(factsOf(category), (facts) => {
    const { lawful, forbidden, undecided } = adviseChannels(category, facts);
    const doors = new Set<Door>();
    for (const { door, rule } of [...lawful, ...forbidden]) {
      doors.add(door);
      answering.add(rule);
    }
    if (lawful.length === 0) faults.push(`no lawful door: ${JSON.stringify(facts)}`);
    if (doors.size < lawful.length + forbidden.length)
      faults.push(`a door both lawful and forbidden: ${JSON.stringify(facts)}`);
    if (undecided.some(({ evidence }) => evidence.facts.length === 0))
      faults.push(`undecided, nothing to ask: ${JSON.stringify(facts)}`);
  });
  const result = { faults, answering };
  tried.set(category, result);
  return result;
}

test.each(CATEGORIES)(
  "%s has a lawful door whatever is known, and none that is forbidden too",
  (category) => {
    expect(tryAll(category).faults.slice(0, 5)).toEqual([]);
  },
  120_000,
);

test("every row answers for some facts; one that never does was forgotten under another", () => {
  const answering = new Set(CATEGORIES.flatMap((category) => [...tryAll(category).answering]));
  expect(CHANNEL_ROWS.map(({ id }) => id).filter((id) => !answering.has(id))).toEqual([]);
}, 300_000);

test.each(CATEGORIES)("in %s no row opens a door that another row shuts on the same facts", (category) => {
  expect(overlapsIn(channelRowsOf(category))).toEqual([]);
});

test("an overlap is named by both its rows", () => {
  const rows = group(
    "X",
    ["OTHER"],
    [first("HOTLINE", { hasWageIou: true }, null), forbid("HOTLINE", { isCampusInjury: true }, null, "因为")],
  );
  expect(overlapsIn(rows).map(({ way, bar }) => [way.id, bar.id])).toEqual([
    ["X.FIRST.HOTLINE", "X.FORBIDDEN.HOTLINE"],
  ]);
});

test("the same category and facts get the same advice, in whatever order the facts were learned", () => {
  const facts: Facts = { hasWageIou: true, hasOtherLabourClaim: false, isMigrantWorker: true, lifeAtRisk: true };
  const reversed = Object.fromEntries(Object.entries(facts).reverse());
  expect(adviseChannels("WAGE_ARREARS", reversed)).toEqual(adviseChannels("WAGE_ARREARS", facts));
  expect(adviseChannels("WAGE_ARREARS", facts)).toEqual(adviseChannels("WAGE_ARREARS", facts));
});

describe("of several rows", () => {
  const rows = group(
    "X",
    ["OTHER"],
    [
      fallback("HOTLINE", {}, null, "总是"),
      first("HOTLINE", { hasWageIou: true }, null, "有欠条"),
      forbid("HOTLINE", { isCampusInjury: true, hasWageIou: false }, null, "因为"),
    ],
  );

  test("a first door beats a fallback", () => {
    const { lawful } = adviseFrom(rows, { hasWageIou: true });
    expect(lawful).toMatchObject([{ door: "HOTLINE", order: "FIRST", remark: "有欠条" }]);
  });

  test("an unknown fact does not open the better way, but is asked for", () => {
    const { lawful } = adviseFrom(rows, {});
    expect(lawful).toMatchObject([{ order: "FALLBACK", evidence: { facts: ["hasWageIou", "isCampusInjury"] } }]);
  });

  test("a prohibition shuts the door whatever opens it", () => {
    const { lawful, forbidden } = adviseFrom(rows, { hasWageIou: false, isCampusInjury: true });
    expect({ lawful, forbidden }).toMatchObject({ lawful: [], forbidden: [{ door: "HOTLINE", reason: "因为" }] });
  });
});

test("what is unknown opens nothing: the clerk is told what to ask first", () => {
  const { lawful, forbidden, undecided } = adviseChannels("MEDICAL", {});
  const mentioned = [...lawful, ...forbidden].map(({ door }) => door);
  for (const { door, evidence } of undecided) {
    expect(mentioned).not.toContain(door);
    expect(evidence.facts.length).toBeGreaterThan(0);
  }
  const unknown = adviseChannels("WAGE_ARREARS", {}).undecided.map(({ door }) => door);
  expect(unknown).toContain("GENERAL_CONTRACTOR");
});

test("an exception nobody has spoken of shuts no usual door, and is asked for", () => {
  const { lawful, forbidden } = adviseChannels("WAGE_ARREARS", {});
  const inspection = lawful.find(({ door }) => door === "LABOUR_INSPECTION");
  expect(inspection?.order).toBe("FIRST");
  expect(inspection?.evidence.facts).toEqual(
    expect.arrayContaining(["arbitrationBegan", "litigationBegan", "hasOtherLabourClaim", "employerElsewhere"]),
  );
  expect(lawful.map(({ door }) => door)).toContain("LABOUR_ARBITRATION");
  expect(forbidden.map(({ door }) => door)).toEqual(expect.arrayContaining(["LITIGATION", "PETITION_31_6"]));
});

test("an exception that is denied is as good as one that nobody has spoken of, but no longer asked for", () => {
  for (const category of CATEGORIES) {
    const exceptions = factsOf(category).filter((fact) => FACT_LABELS[fact].isException);
    const denied = adviseChannels(category, Object.fromEntries(exceptions.map((fact) => [fact, false])));
    const doorsOf = (advice: typeof denied) =>
      [advice.lawful, advice.forbidden].map((list) => list.map(({ door }) => door));
    expect(doorsOf(denied)).toEqual(doorsOf(adviseChannels(category, {})));
    const asked = [...denied.lawful, ...denied.undecided].flatMap(({ evidence }) => evidence.facts);
    expect(asked.filter((fact) => FACT_LABELS[fact].isException)).toEqual([]);
  }
});

test("rows have names of their own", () => {
  const ids = CHANNEL_ROWS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test("every prohibition says why", () => {
  expect(CHANNEL_ROWS.filter((row) => row.verdict === "FORBIDDEN" && !row.remark)).toEqual([]);
});

test("every fact is asked for by some row", () => {
  const asked = new Set(CATEGORIES.flatMap((category) => factsOf(category)));
  expect(Object.keys(FACT_LABELS).filter((fact) => !asked.has(fact as Fact))).toEqual([]);
});

test("every basis is in the list of acts, article for article", () => {
  expect(
    CHANNEL_ROWS.flatMap(({ id, basis }) =>
      basis ? faultsOfBasis(ACTS, basis).map((cited) => `${id}: ${cited}`) : [],
    ),
  ).toEqual([]);
});

test("a row that rests on memory, a quotation or nothing does not count as read", () => {
  const verified = Object.fromEntries(CHANNEL_ROWS.map((row) => [row.id, row.verified]));
  expect(verified).toMatchObject({
    "08-欠薪.FIRST.LABOUR_ARBITRATION": true,
    "03-家庭暴力.FIRST.POLICE": false,
    "15-人事争议.FIRST.PERSONNEL_ARBITRATION": false,
    "惯例-其他.FIRST.CENTRE_DESK": false,
  });
  expect(CHANNEL_ROWS.filter((row) => row.policy === (row.basis !== null))).toEqual([]);
});

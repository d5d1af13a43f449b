import { decideSecrecy, type EnteredRow, type Told } from "../../src/intake/secrecy.rules";

const day = (of: number) => new Date(Date.UTC(2026, 2, of));
const NOW = day(20);

const party = (id: string, secretSince: Date | null = null, role = "APPLICANT", enteredAt = day(1)): EnteredRow => {
  return { id: `${role} ${id}`, role, names: [id], enteredAt, secretSince };
};
const submission = (names: readonly string[], secretSince: Date | null = null, enteredAt = day(1)): EnteredRow => {
  return { id: `submission of ${names.join()}`, role: null, names, enteredAt, secretSince };
};
/** He gave no number when he informed, and shows one now. */
const KEYS = new Map([["feng", "key of feng"]]);
const told = (changes: Partial<Told> = {}): Told => {
  return {
    isReport: false,
    isInOwnName: false,
    applicant: "feng",
    agent: null,
    others: [],
    nameKeys: KEYS,
    ...changes,
  };
};
const ids = (rows: readonly EnteredRow[]) => rows.map(({ id }) => id);
const decide = (changes: Partial<Told>, entered: readonly EnteredRow[] = []) =>
  decideSecrecy(told(changes), entered, NOW);

describe("of a report", () => {
  const others = [
    { role: "RESPONDENT", id: "company" },
    { role: "WITNESS", id: "chu" },
  ];

  test("everybody is secret from the start but the respondents", () => {
    const { submission: ofItself, party: of, opened } = decide({ isReport: true, others });
    expect([ofItself, of("APPLICANT", "feng"), of("WITNESS", "chu")]).toEqual([NOW, NOW, NOW]);
    expect(of("RESPONDENT", "company")).toBeNull();
    expect(opened).toEqual([]);
  });

  test("what of them was open before becomes secret now, and nothing else does", () => {
    const entered = [
      party("feng"),
      submission(["feng"]),
      party("chu", null, "THIRD_PARTY"),
      party("company", null, "RESPONDENT"),
      party("wei"),
      submission(["wei"]),
      party("feng", day(5), "REPRESENTATIVE"),
    ];
    expect(ids(decide({ isReport: true, others }, entered).hidden)).toEqual([
      "APPLICANT feng",
      "submission of feng",
      "THIRD_PARTY chu",
    ]);
  });
});

test("the agent of a report leads to its informer, and so does what he brought before", () => {
  const before = [submission(["jiang", "wu"]), submission(["jiang"])];
  expect(ids(decide({ isReport: true, agent: "wu" }, before).hidden)).toEqual(["submission of jiang,wu"]);
});

describe("of a submission that nobody calls a report", () => {
  test.each([
    ["nobody is known", [], null],
    ["he is known openly", [party("feng"), submission(["feng"])], null],
    ["another informed", [party("chu", day(1)), submission(["chu"], day(1))], null],
    ["he came by a report", [party("feng", day(1))], NOW],
    ["he was made secret later", [party("feng", day(5))], day(5)],
    ["he was made secret twice", [party("feng", day(5)), party("feng", day(3), "WITNESS")], day(3)],
    ["he was made secret, and then made a report", [party("feng", day(5)), submission(["feng"], day(1))], NOW],
    ["he is open, but a report of his is there", [party("feng"), submission(["feng"], day(1))], NOW],
  ] as const)("if %s, it is secret as he is", (_case, entered, since) => {
    expect(decide({}, entered).submission).toEqual(since);
    expect(decide({}, entered).party("WITNESS", "feng")).toEqual(since);
    expect(decide({}, entered)).toMatchObject({ hidden: [], opened: [] });
  });

  test.each([
    ["agent", { applicant: "jiang", agent: "feng" }],
    ["further party", { applicant: "jiang", others: [{ role: "WITNESS", id: "feng" }] }],
  ])("an informer as %s takes it along, and not who else it names", (_case, named) => {
    const { submission: ofItself, party: of } = decide(named, [party("feng", day(1))]);
    expect(ofItself).toEqual(NOW);
    expect(of("APPLICANT", "jiang")).toBeNull();
  });

  test.each([
    ["whose party", party("key of feng", day(1))],
    ["whose submission", submission(["somebody", "key of feng"], day(1))],
  ])("a namesake %s came by a report counts as he", (_case, row) => {
    expect(decide({}, [row]).submission).toEqual(NOW);
    expect(decide({ nameKeys: new Map() }, [row]).submission).toBeNull();
    expect(decide({ isInOwnName: true }, [row]).submission).toBeNull();
  });

  test("of several informers it is known to who knew them all", () => {
    const both = { others: [{ role: "WITNESS", id: "chu" }] };
    expect(decide(both, [party("feng", day(5)), party("chu", day(3))]).submission).toEqual(day(3));
    expect(decide(both, [party("feng", day(5)), party("chu", day(1))]).submission).toEqual(NOW);
  });
});

describe("in his own name", () => {
  const entered = [party("feng", day(1)), party("feng", day(1), "WITNESS"), submission(["feng"], day(1))];

  test("who came by a report enters anew as applicant; his report and his other parts stay as they are", () => {
    const { submission: ofItself, party: of, isThere, ...rows } = decide({ isInOwnName: true }, entered);
    expect(ofItself).toBeNull();
    expect(of("APPLICANT", "feng")).toBeNull();
    expect(of("WITNESS", "feng")).toEqual(NOW);
    expect([isThere("APPLICANT", "feng"), isThere("WITNESS", "feng")]).toEqual([false, true]);
    expect(rows).toEqual({ hidden: [], opened: [] });
  });

  test("he enters so only once", () => {
    const again = decide({ isInOwnName: true }, [...entered, party("feng", null, "APPLICANT", day(2))]);
    expect(again.isThere("APPLICANT", "feng")).toBe(true);
    expect(again.submission).toBeNull();
    expect(decide({}, [...entered, party("feng", null, "APPLICANT", day(2))]).submission).toEqual(NOW);
  });

  test("who was known before is opened where he stands, as applicant alone", () => {
    const known = [party("feng", day(5)), party("feng", day(5), "WITNESS"), submission(["feng"], day(5))];
    const { submission: ofItself, isThere, opened } = decide({ isInOwnName: true }, known);
    expect(ofItself).toBeNull();
    expect(isThere("APPLICANT", "feng")).toBe(true);
    expect(ids(opened)).toEqual(["APPLICANT feng"]);
  });

  test("a part that he got when he was an informer already is not opened, for its time would tell", () => {
    const later = decide({ isInOwnName: true }, [party("feng", day(3), "APPLICANT", day(5))]);
    expect(later.isThere("APPLICANT", "feng")).toBe(false);
    expect(later.opened).toEqual([]);
  });

  test("he opens nobody who came with him", () => {
    const all = [...entered, party("chu", day(1))];
    const { submission: ofItself, party: of, opened } = decide({ isInOwnName: true, agent: "chu" }, all);
    expect(ofItself).toEqual(NOW);
    expect([of("APPLICANT", "feng"), of("APPLICANT", "chu")]).toEqual([null, NOW]);
    expect(opened).toEqual([]);
  });
});

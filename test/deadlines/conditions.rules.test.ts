import * as fc from "fast-check";
import { ArbitrationRecord } from "../../src/agencies/arbitration/arbitration-record.entity";
import { AID_FORM_LABELS } from "../../src/agencies/legal-aid/legal-aid-record.entity";
import { COURT_PROCEDURE_LABELS } from "../../src/agencies/litigation/litigation-record.entity";
import { MEDIATION_KIND_LABELS } from "../../src/agencies/mediation/mediation-record.entity";
import {
  PETITION_ITEM_LABELS,
  PETITION_MATTER_LABELS,
  PETITION_RECEIVER_LABELS,
} from "../../src/agencies/petition/petition-record.entity";
import { decideRecordNumber } from "../../src/agencies/number.rules";
import { entryStates, nextSteps, type Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { seededCalendar } from "../../src/deadlines/calendar.seed";
import { isRunning, type Clock, type Entered } from "../../src/deadlines/clock.rules";
import { enterState, type Ground } from "../../src/deadlines/clocks.rules";
import { addDays } from "../../src/deadlines/day.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import {
  CASE_TYPE_LABELS,
  FIELDS_OF_LINE,
  SUIT_LABELS,
  verdictOf,
  type Matter,
  type MatterField,
  type RecordFields,
} from "../../src/deadlines/matter.rules";
import { PACKS } from "../../src/deadlines/packs.rules";
import { refold } from "../../src/deadlines/refold.rules";
import { CATEGORY_LABELS, FLAG_LABELS } from "../../src/dispute/dispute.labels";

const EVERYWHERE = PACKS.flatMap(({ rows }) => rows);
const rowOf = (id: string) => EVERYWHERE.find((row) => row.id === id)!;
const matter = (category: string, fields: RecordFields = {}, more: Partial<Matter> = {}): Matter => ({
  category,
  fields,
  flags: [],
  number: "",
  ...more,
});
const numbered = (text: string) => {
  const number = decideRecordNumber("LITIGATION", text);
  if (!number.ok) throw new Error(text);
  return number.change.normalised;
};
const CIVIL = { number: numbered("(2026)浙0482民初12号") };
const ADMINISTRATIVE = { number: numbered("(2026)浙0482行初12号") };
const REVOCATION = { number: numbered("(2026)浙0482民撤3号") };

describe("a condition, by hand", () => {
  test.each([
    ["MED-PPL", matter("NEIGHBOR", { mediationKind: "PEOPLES" }), "YES"],
    ["MED-PPL", matter("NEIGHBOR", { mediationKind: "INDUSTRY" }), "UNKNOWN"],
    ["MED-PPL", matter("NEIGHBOR", { mediationKind: "POLICE" }), "NO"],
    ["MED-PPL", matter("NEIGHBOR"), "UNKNOWN"],
    ["MED-PPL", matter("WAGE_ARREARS", { mediationKind: "PEOPLES" }), "NO"],
    ["MED-PPL", matter("MEDICAL", { mediationKind: "PEOPLES" }), "UNKNOWN"],
    ["MED-LABOR", matter("LABOR_CONTRACT", { mediationKind: "LABOR" }), "YES"],
    ["MED-LABOR", matter("LABOR_CONTRACT", { mediationKind: "PEOPLES" }), "YES"],
    ["MED-LABOR", matter("LABOR_CONTRACT", { mediationKind: "ADMIN" }), "NO"],
    ["MED-LABOR", matter("PERSONNEL", { mediationKind: "LABOR" }), "UNKNOWN"],
    ["MED-LABOR", matter("MARRIAGE_FAMILY", { mediationKind: "LABOR" }), "NO"],
    ["MED-LABOR", matter("MARRIAGE_FAMILY"), "NO"],
    ["MED-LABOR-ARBCONF", matter("WORK_INJURY", { mediationKind: "LABOR" }), "YES"],
    ["MED-MEDICAL", matter("MEDICAL", { mediationKind: "INDUSTRY" }), "YES"],
    ["MED-MEDICAL", matter("MEDICAL", { mediationKind: "PEOPLES" }), "UNKNOWN"],
    ["MED-MEDICAL", matter("MEDICAL", { mediationKind: "ADMIN" }), "NO"],
    ["MED-MEDICAL-ADM-ACCEPT", matter("MEDICAL", { mediationKind: "ADMIN" }), "YES"],
    ["MED-MEDICAL-ADM-FINISH", matter("NEIGHBOR", { mediationKind: "ADMIN" }), "NO"],
    ["MED-TRAFFIC-POLICE-REQUEST", matter("TRAFFIC_ACCIDENT"), "YES"],
    ["MED-TRAFFIC-POLICE-REQUEST", matter("TORT_DAMAGE"), "UNKNOWN"],
    ["MED-TRAFFIC-POLICE-MEDIATE", matter("INHERITANCE"), "NO"],
    ["MED-TRAFFIC-POLICE-AFTER-PPL", matter("TRAFFIC_ACCIDENT", { mediationKind: "PEOPLES" }), "YES"],
    ["MED-TRAFFIC-POLICE-AFTER-PPL", matter("TRAFFIC_ACCIDENT", { mediationKind: "INDUSTRY" }), "YES"],
    ["MED-TRAFFIC-POLICE-AFTER-PPL", matter("TRAFFIC_ACCIDENT", { mediationKind: "POLICE" }), "NO"],
    ["MED-ADMIN", matter("NEIGHBOR", { mediationKind: "ADMIN" }), "UNKNOWN"],
    ["MED-ADMIN", matter("NEIGHBOR", { mediationKind: "PEOPLES" }), "NO"],
    ["SZ-MED-ADMIN-COMPLEX", matter("NEIGHBOR", { mediationKind: "ADMIN" }), "UNKNOWN"],
    ["MED-CONSUMER", matter("CONSUMER", { mediationKind: "ADMIN" }), "YES"],
    ["MED-CONSUMER", matter("CONSUMER", { mediationKind: "INDUSTRY" }), "NO"],
    ["LIT-TRIAL-ORD", matter("NEIGHBOR", { courtProcedure: "ORDINARY" }, CIVIL), "YES"],
    ["LIT-TRIAL-ORD", matter("NEIGHBOR", { courtProcedure: "SUMMARY" }, CIVIL), "NO"],
    ["LIT-TRIAL-ORD", matter("NEIGHBOR", { courtProcedure: "ORDINARY" }), "UNKNOWN"],
    ["LIT-TRIAL-ORD", matter("NEIGHBOR", {}, CIVIL), "UNKNOWN"],
    ["LIT-TRIAL-SUM", matter("ADMIN_ACT", { courtProcedure: "SUMMARY" }, ADMINISTRATIVE), "NO"],
    ["LIT-TRIAL-SMALL", matter("CONTRACT_DEBT", { courtProcedure: "SMALL_CLAIMS" }, CIVIL), "YES"],
    ["LIT-ENTMED-SUMMARY", matter("CONTRACT_DEBT", { courtProcedure: "SMALL_CLAIMS" }, CIVIL), "UNKNOWN"],
    ["LIT-ENTMED-ORDINARY", matter("CONTRACT_DEBT", { courtProcedure: "SMALL_CLAIMS" }, CIVIL), "NO"],
    ["LIT-APPEAL-JUDGMENT", matter("CONTRACT_DEBT", { courtProcedure: "SMALL_CLAIMS" }, CIVIL), "NO"],
    ["LIT-APPEAL-JUDGMENT", matter("CONTRACT_DEBT", { courtProcedure: "SUMMARY" }, CIVIL), "YES"],
    ["LIT-APPEAL-JUDGMENT", matter("CONTRACT_DEBT", {}, CIVIL), "UNKNOWN"],
    ["LIT-FILE-OTHER-THIRD", matter("NEIGHBOR", {}, REVOCATION), "YES"],
    ["LIT-FILE-OTHER-THIRD", matter("NEIGHBOR", {}, CIVIL), "UNKNOWN"],
    ["LIT-FILE-OTHER-THIRD", matter("NEIGHBOR", { causeOfAction: "相邻损害防免关系纠纷" }, CIVIL), "NO"],
    ["LIT-FILE-OTHER-ENFORCEMENT", matter("NEIGHBOR", { causeOfAction: "案外人执行异议之诉" }, CIVIL), "YES"],
    ["PET-ANSWER", matter("OTHER", { petitionItem: "OPINION" }), "YES"],
    ["PET-ANSWER", matter("OTHER", { petitionItem: "ARBITRATION" }), "NO"],
    ["PET-ANSWER", matter("OTHER", { petitionMatter: "APPEAL" }), "UNKNOWN"],
    ["PET-ANSWER", matter("OTHER", { petitionMatter: "ACCUSATION" }), "NO"],
    ["PET-ANSWER", matter("OTHER", { petitionMatter: "SUGGESTION", petitionItem: "OPINION" }), "NO"],
    ["PET-SIMPLE-ACCEPT", matter("OTHER", { petitionIsSimple: true }), "YES"],
    ["PET-SIMPLE-ACCEPT", matter("OTHER", { petitionIsSimple: true, petitionIsFirst: false }), "NO"],
    ["PET-SIMPLE-OPINION", matter("OTHER", { petitionIsFirst: true }), "UNKNOWN"],
    ["PET-SIMPLE-OPINION", matter("OTHER", { petitionItem: "STATUTORY_DUTY" }), "NO"],
    ["PET-SIMPLE-FORWARD", matter("OTHER", { petitionIsSimple: true }, { flags: ["COLLECTIVE"] }), "NO"],
    ["PET-SIMPLE-FORWARD", matter("OTHER", { petitionIsSimple: false }), "NO"],
    ["ARB-SIMPLE", matter("LABOR_CONTRACT", { isSimplified: true }), "YES"],
    ["ZJ-ARB-SIMPLE", matter("LABOR_CONTRACT", { isSimplified: false }), "NO"],
    ["AID-CRIM-NOTIFY", matter("OTHER", { aidForm: "DEFENCE" }), "UNKNOWN"],
    ["AID-CRIM-NOTIFY", matter("OTHER", { aidForm: "LITIGATION" }), "NO"],
    ["PET-FWD", matter("OTHER", { petitionMatter: "APPEAL" }), "UNKNOWN"],
    ["PET-FWD", matter("OTHER", { petitionReceiver: "BUREAU" }), "YES"],
    ["PET-FWD", matter("OTHER", { petitionReceiver: "OTHER_BODY" }), "NO"],
    ["PET-NOTE-DIRECT", matter("OTHER"), "UNKNOWN"],
    ["PET-NOTE-DIRECT", matter("OTHER", { petitionReceiver: "BUREAU" }), "NO"],
    ["PET-NOTE-DIRECT", matter("OTHER", { petitionReceiver: "OTHER_BODY" }), "UNKNOWN"],
    ["PET-ANSWER-AGAIN", matter("OTHER", { petitionItem: "OPINION" }), "YES"],
    ["LIT-APPEAL-REFUSAL", matter("NEIGHBOR", { courtProcedure: "SMALL_CLAIMS" }, CIVIL), "YES"],
    ["LIT-APPEAL-RULING", matter("NEIGHBOR", { courtProcedure: "SMALL_CLAIMS" }, CIVIL), "NO"],
    ["LIT-APPEAL-RULING", matter("NEIGHBOR", { courtProcedure: "ORDINARY" }, CIVIL), "YES"],
    ["LIT-APPEAL-RULING", matter("NEIGHBOR", {}, CIVIL), "UNKNOWN"],
    ["LIT-2ND-JUDGMENT", matter("NEIGHBOR", {}, CIVIL), "YES"],
    ["LIT-2ND-JUDGMENT", matter("ADMIN_ACT", {}, ADMINISTRATIVE), "NO"],
    ["LIT-2ND-RULING", matter("NEIGHBOR"), "UNKNOWN"],
    ["ARB-ACCEPT", matter("OTHER"), "YES"],
  ] as const)("%s %j: %s", (id, given, expected) => {
    expect(verdictOf(rowOf(id), given)).toBe(expected);
  });

  test("no limit of traffic, medicine, work or consumers is ever listed on a quarrel in a family", () => {
    const strange = LIMITS.filter(({ id }) => /^MED-(TRAFFIC|MEDICAL|LABOR|CONSUMER)/.test(id));
    expect(strange).toHaveLength(9);
    for (const mediationKind of [null, ...Object.keys(MEDIATION_KIND_LABELS)]) {
      for (const category of ["MARRIAGE_FAMILY", "INHERITANCE", "NEIGHBOR"]) {
        const found = strange.map((row) => verdictOf(row, matter(category, { mediationKind })));
        expect(new Set(found)).toEqual(new Set(["NO"]));
      }
    }
  });
});

/** Every limit with a condition: what the hub tells by itself, in part, or not at all. */
const TOLD = {
  BY_FIELDS: `PET-FWD ZJ-PET-FWD PET-ANSWER PET-ANSWER-AGAIN LIT-APPEAL-RULING LIT-2ND-JUDGMENT LIT-2ND-RULING
    LIT-TRIAL-ORD-REMAND PET-SIMPLE-ACCEPT PET-SIMPLE-OPINION PET-SIMPLE-FORWARD LIT-FILE-OTHER-THIRD
    LIT-FILE-OTHER-ENFORCEMENT LIT-ENTMED-ORDINARY LIT-ENTMED-SUMMARY LIT-EVID-ORDINARY LIT-EVID-SUMMARY LIT-TRIAL-ORD
    LIT-TRIAL-SUM LIT-TRIAL-SMALL LIT-APPEAL-JUDGMENT MED-PPL MED-LABOR MED-LABOR-ARBCONF MED-MEDICAL
    MED-MEDICAL-ADM-ACCEPT MED-MEDICAL-ADM-FINISH MED-TRAFFIC-POLICE-REQUEST MED-TRAFFIC-POLICE-MEDIATE
    MED-TRAFFIC-POLICE-AFTER-PPL MED-CONSUMER ARB-SIMPLE ZJ-MED-LABOR ZJ-MED-LABOR-ARBCONF ZJ-ARB-SIMPLE ZJ-PET-ANSWER`,
  IN_PART:
    "PET-NOTE-DIRECT ZJ-PET-NOTE-DIRECT MED-ADMIN AID-CRIM-NOTIFY SZ-MED-ADMIN SZ-MED-ADMIN-COMPLEX SZ-MED-ADMIN-TRANSFER",
  BY_A_PERSON: `PET-FEEDBACK LIT-MED-CONFIRM-ASK LIT-EVID-SECOND LIT-PRESERVE-RULING
    LIT-PRESERVE-SUE LIT-ENF-APPLY LIT-CONF-APPLY MED-CONF
    ARB-PANEL-POSTPONE ARB-ANNUL-EMPLOYER AID-CUSTODY`,
};
const ids = (text: string) => text.split(/\s+/).toSorted();

test("of every condition it is known whether the hub tells it, in part, or a person", () => {
  const found = { BY_FIELDS: [] as string[], IN_PART: [] as string[], BY_A_PERSON: [] as string[] };
  for (const { id, onlyIf, when, besides } of EVERYWHERE) {
    if (onlyIf === undefined) expect([id, when, besides]).toEqual([id, undefined, undefined]);
    else found[!when ? "BY_A_PERSON" : besides ? "IN_PART" : "BY_FIELDS"].push(id);
  }
  expect(found.BY_FIELDS.toSorted()).toEqual(ids(TOLD.BY_FIELDS));
  expect(found.IN_PART.toSorted()).toEqual(ids(TOLD.IN_PART));
  expect(found.BY_A_PERSON.toSorted()).toEqual(ids(TOLD.BY_A_PERSON));
});

const VALUES: Readonly<Record<MatterField, readonly unknown[]>> = {
  category: Object.keys(CATEGORY_LABELS),
  flags: Object.keys(FLAG_LABELS),
  caseType: Object.keys(CASE_TYPE_LABELS),
  suit: Object.keys(SUIT_LABELS),
  courtProcedure: Object.keys(COURT_PROCEDURE_LABELS),
  mediationKind: Object.keys(MEDIATION_KIND_LABELS),
  petitionReceiver: Object.keys(PETITION_RECEIVER_LABELS),
  petitionMatter: Object.keys(PETITION_MATTER_LABELS),
  petitionItem: Object.keys(PETITION_ITEM_LABELS),
  aidForm: Object.keys(AID_FORM_LABELS),
  petitionIsFirst: [true, false],
  petitionIsSimple: [true, false],
  isSimplified: [true, false] satisfies ArbitrationRecord["isSimplified"][],
};

test("a fact says yes or no of values that its field has, and of each of them once", () => {
  const faults = EVERYWHERE.flatMap(({ id, when = [] }) =>
    when.flatMap(({ field, is, isNot, open = [] }) => {
      const named = [...(is ?? []), ...(isNot ?? []), ...open];
      return [
        ...(Boolean(is) === Boolean(isNot) ? [`${id} ${field}: one of is and isNot`] : []),
        ...named.filter((value) => !VALUES[field].includes(value)).map((value) => `${id} ${field} has no ${value}`),
        ...(new Set(named).size < named.length ? [`${id} ${field} names a value twice`] : []),
      ];
    }),
  );
  expect(faults).toEqual([]);
});

test("a fact of the record is one of its own line", () => {
  const ofMatter: readonly string[] = ["category", "flags"];
  const read: Readonly<Record<string, string>> = { caseType: "courtProcedure", suit: "causeOfAction" };
  const strange = EVERYWHERE.flatMap(({ id, line, when = [] }) =>
    when
      .map(({ field }) => read[field] ?? field)
      .filter(
        (field) => !ofMatter.includes(field) && !(FIELDS_OF_LINE[line as Line] as readonly string[]).includes(field),
      )
      .map((field) => `${id}: ${field}`),
  );
  expect(strange).toEqual([]);
});

// Statuses in their order, and between them fields that are told; whichever comes first, the clocks are the same.

const calendar = seededCalendar();
type Step = { readonly entered: Entered } | { readonly told: RecordFields };

const NULL_OR = (values: readonly unknown[]) => fc.constantFrom(null, ...values) as fc.Arbitrary<string | null>;
const FIELDS: Readonly<Record<string, fc.Arbitrary<RecordFields>>> = {
  LITIGATION: fc.record(
    {
      courtProcedure: NULL_OR(VALUES.courtProcedure),
      causeOfAction: NULL_OR(["民间借贷纠纷", "案外人执行异议之诉"]),
    },
    { requiredKeys: [] },
  ),
  MEDIATION: fc.record({ mediationKind: NULL_OR(VALUES.mediationKind) }, { requiredKeys: [] }),
  PETITION: fc.record(
    {
      petitionMatter: NULL_OR(VALUES.petitionMatter),
      petitionItem: NULL_OR(VALUES.petitionItem),
      petitionReceiver: NULL_OR(VALUES.petitionReceiver),
      petitionIsSimple: fc.constantFrom(null, true, false),
    },
    { requiredKeys: [] },
  ),
};

const histories = (line: Line) =>
  fc
    .array(fc.record({ step: fc.nat(99), days: fc.nat(40), told: fc.option(FIELDS[line]!, { freq: 2 }) }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((choices): Step[] => {
      let state = entryStates(WORKFLOWS[line])[0]!.id;
      let day = "2026-01-05";
      const steps: Step[] = [
        { entered: { eventId: "s0", from: null, state, on: day, minutes: 600, isByParty: false, sequence: 0 } },
      ];
      for (const [at, { step, days, told }] of choices.entries()) {
        day = addDays(day, days);
        const next = nextSteps(WORKFLOWS[line], state, day);
        if (next.length === 0) break;
        const { from, to, by } = next[step % next.length]!;
        state = to;
        steps.push({
          entered: {
            eventId: `s${at + 1}`,
            from,
            state,
            on: day,
            minutes: 600,
            isByParty: by === "PARTY",
            sequence: at + 1,
          },
        });
        if (told) steps.push({ told });
      }
      return steps;
    });

/** As the hub keeps them: a status is one step of the fold, fields that are told fold what was entered anew. */
function kept(line: Line, category: string, steps: readonly Step[]): readonly Clock[] {
  const rows = LIMITS.filter((row) => row.line === line);
  let ground: Ground = { rows, calendar, matter: matter(category, {}, CIVIL) };
  let clocks: readonly Clock[] = [];
  const entered: Entered[] = [];
  for (const step of steps) {
    if ("entered" in step) {
      entered.push(step.entered);
      clocks = enterState(clocks, step.entered, ground);
    } else {
      ground = { ...ground, matter: { ...ground.matter, fields: { ...ground.matter.fields, ...step.told } } };
      clocks = refold("TOLD", clocks, entered, ground);
    }
  }
  return clocks;
}

/** What is not cancelled, without the place among its fellows, which counts those that were. */
const inForce = (clocks: readonly Clock[]) =>
  clocks
    .filter(({ state }) => state !== "CANCELLED")
    .map(({ round: _round, ...clock }) => JSON.stringify(clock))
    .toSorted();

test.each(["PETITION", "LITIGATION", "MEDIATION"] as const)(
  "%s: whenever the fields are told, before, between or after the statuses, the clocks are the same",
  (line) => {
    fc.assert(
      fc.property(
        histories(line),
        fc.constantFrom("NEIGHBOR", "OTHER", "MEDICAL", "WAGE_ARREARS", "TRAFFIC_ACCIDENT"),
        (steps, category) => {
          const told = steps.filter((step) => "told" in step);
          const statuses = steps.filter((step) => "entered" in step);
          const between = kept(line, category, steps);
          expect(inForce(between)).toEqual(inForce(kept(line, category, [...told, ...statuses])));
          expect(inForce(between)).toEqual(inForce(kept(line, category, [...statuses, ...told])));
        },
      ),
      { numRuns: 300 },
    );
  },
);

test("a person's word stays, whatever the fields say later", () => {
  const rows = [rowOf("LIT-TRIAL-SUM")];
  const filed: Entered = {
    eventId: "s1",
    from: "COMPLAINT_RECEIVED",
    state: "FILED",
    on: "2026-03-02",
    minutes: 600,
    isByParty: false,
    sequence: 1,
  };
  const ground = (fields: RecordFields): Ground => ({ rows, calendar, matter: matter("NEIGHBOR", fields, CIVIL) });
  const [clock] = enterState([], filed, ground({}));
  const after = (applies: boolean, courtProcedure: string) => {
    const said: Clock = { ...clock!, applies, awaitsCondition: false, state: applies ? "OPEN" : "CANCELLED" };
    return refold("TOLD", [said], [filed], ground({ courtProcedure })).map(isRunning);
  };
  expect(clock).toMatchObject({ state: "OPEN", awaitsCondition: true });
  expect(after(true, "ORDINARY")).toEqual([true]);
  expect(after(false, "SUMMARY")).toEqual([false]);
});

import { nextSteps, reachableFrom, stateOf } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { limitsPage } from "../../src/deadlines/limit-pages.rules";
import type { LimitLine, LimitRow } from "../../src/deadlines/limit.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import { PACKS } from "../../src/deadlines/packs.rules";
import { faultsOfBasis } from "../../src/law/act.rules";
import { ACTS } from "../../src/law/acts.rules";

/**
 * Copied by hand from what was read of the law, not from the tables. Length: h hours, d calendar days, wd working days,
 * m months, y years; − where the law leaves it to the case; < counted backwards; ≥ and ≤ bounds. Then whose clock, what a
 * day of rest does to the last day, what it may be extended by, and read or unread.
 */
const READ = `
  PET-FWD                        15d   duty  S    -          read
  PET-NOTE-DIRECT                15d   duty  S    -          read
  PET-NOTE-FWD                   15d   duty  S    -          read
  PET-OBJ                        5wd   right n/a  -          read
  PET-FEEDBACK                   −     duty  S    −          read
  PET-ANSWER                     60d   duty  S    30d        read
  PET-ANSWER-AGAIN               60d   duty  S    30d        unread
  PET-REVIEW-APPLY               30d   right S    -          read
  PET-REVIEW                     30d   duty  S    -          read
  PET-RECHECK-APPLY              30d   right S    -          read
  PET-RECHECK                    30d   duty  S    -          read
  PET-SIMPLE-ACCEPT              3wd   duty  n/a  -          unread
  PET-SIMPLE-OPINION             10wd  duty  n/a  -          unread
  PET-SIMPLE-FORWARD             1wd   duty  n/a  -          unread
  LIT-FILE                       7d    duty  Y    -          read
  LIT-FILE-OTHER-THIRD           30d   duty  Y    -          read
  LIT-FILE-OTHER-ENFORCEMENT     15d   duty  Y    -          read
  LIT-PREMED                     30d   duty  Y    −          read
  LIT-ENTMED-ORDINARY            15d   duty  Y    30d        read
  LIT-ENTMED-SUMMARY             7d    duty  Y    30d        read
  LIT-MED-CONFIRM-ACCEPT         3wd   duty  n/a  -          read
  LIT-MED-CONFIRM-ASK            3wd   duty  n/a  -          read
  LIT-FEE                        7d    right Y    -          read
  LIT-SERVE-COPY                 5d    duty  Y    -          read
  LIT-SERVE-DEFENCE              15d   right Y    -          read
  LIT-EVID-ORDINARY              ≥15d  right Y    −          read
  LIT-EVID-SECOND                ≥10d  right Y    −          read
  LIT-EVID-SUMMARY               ≤15d  right Y    −          read
  LIT-TRIAL-ORD                  6m    duty  Y*   6m+−       read
  LIT-TRIAL-SUM                  3m    duty  Y*   1m         read
  LIT-TRIAL-SMALL                2m    duty  Y*   1m         read
  LIT-APPEAL-JUDGMENT            15d   right Y    -          read
  LIT-APPEAL-REFUSAL             10d   right Y    -          read
  LIT-APPEAL-RULING              10d   right Y    -          read
  LIT-2ND-JUDGMENT               3m    duty  Y*   −          read
  LIT-2ND-RULING                 30d   duty  Y*   -          read
  LIT-TRIAL-ORD-REMAND               6m    duty  Y*   6m+−       unread
  LIT-RETRIAL-APPLY              6m    right Y    -          read
  LIT-RETRIAL-REV-COURT          3m    duty  Y*   −          read
  LIT-RETRIAL-REV-PROCURATORATE  3m    duty  Y*   -          read
  LIT-ENF-APPLY                  2y    right Y    -          read
  LIT-ENF-STALL                  6m    duty  S    -          read
  LIT-CONF-APPLY                 30d   right Y    -          read
  LIT-CONF-DECIDE                30d   duty  Y    −          read
  LIT-CONF-OBJECT-PARTY          15d   right Y    -          read
  LIT-CONF-OBJECT-THIRD          6m    right Y    -          read
  LIT-PO-ACCEPT                  5d    duty  Y    -          read
  LIT-PO-ISSUE                   15d   duty  Y    -          read
  LIT-PO-DEBTOR                  15d   right Y    -          read
  LIT-PRESERVE-RULING            48h   duty  n/a  -          read
  LIT-PRESERVE-SUE               30d   right Y    -          read
  MED-PPL                        1m    duty  S    −          unread
  MED-EFFECT                     −     right n/a  -          read
  MED-CONF                       30d   right Y    -          read
  MED-LABOR                      15d   duty  Y*   -          read
  MED-LABOR-ARBCONF              15d   right Y*   -          unread
  MED-MEDICAL                    30wd  duty  n/a  −          read
  MED-MEDICAL-ADM-ACCEPT         5wd   duty  n/a  -          read
  MED-MEDICAL-ADM-FINISH         30wd  duty  n/a  -          read
  MED-TRAFFIC-POLICE-REQUEST     10wd  right n/a  -          read
  MED-TRAFFIC-POLICE-MEDIATE     10wd  duty  n/a  -          read
  MED-TRAFFIC-POLICE-AFTER-PPL   3wd   right n/a  -          read
  MED-ADMIN                      −     duty  n/a  -          unread
  MED-CONSUMER                   7wd   duty  n/a  -          read
  ARB-LIM                        1y    right Y*   -          read
  ARB-ACCEPT                     5wd   duty  n/a  -          unread
  ARB-SERVE-COPY                 5wd   duty  n/a  -          unread
  ARB-SERVE-DEFENCE              10wd  right n/a  -          unread
  ARB-SERVE-FORWARD              5wd   duty  n/a  -          unread
  ARB-PANEL-NOTICE               5wd   duty  n/a  -          unread
  ARB-PANEL-HEARING              <5wd  duty  n/a  -          unread
  ARB-PANEL-POSTPONE             <3wd  right n/a  -          unread
  ARB-AWARD                      45d   duty  Y*   15d        read
  ARB-RESTART                    −     duty  n/a  -          unread
  ARB-SUE-NONFINAL               15d   right Y    -          read
  ARB-SUE-FINAL-WORKER           15d   right Y    -          read
  ARB-ANNUL-EMPLOYER             30d   right Y    -          read
  ARB-AFTER-ANNUL                15d   right Y    -          read
  ARB-SIMPLE                     −     duty  Y*   -          unread
  INS-ACCEPT                     5wd   duty  n/a  -          unread
  INS-INVEST                     60wd  duty  n/a  30wd       read
  INS-DECIDE                     15wd  duty  n/a  -          unread
  INS-STALE                      2y    right S    -          read
  AID-REVIEW                     7d    duty  S    -          read
  AID-ASSIGN                     3d    duty  S    -          read
  AID-CRIM-NOTIFY                3d    duty  S    -          read
  AID-CRIM-ASSIGN                3d    duty  S    -          read
  AID-CUSTODY                    24h   duty  n/a  -          read
  AID-OBJECT                     5d    duty  S    -          read
  AID-CLOSE                      30d   duty  S    -          unread
  HOT-HANDLE                     −     duty  n/a  -          unread
  REC-APPLY                      60d   right Y    -          read
  REC-SUE-AFTER                  15d   right Y    -          read
  REC-SUE-DIRECT                 6m    right Y    -          read`;

/** The ids of the sheet the law was read into; one of them may hold several limits. */
const SHEET = `PET-FWD PET-NOTE-DIRECT PET-NOTE-FWD PET-OBJ PET-FEEDBACK PET-ANSWER PET-REVIEW-APPLY PET-REVIEW
  PET-RECHECK-APPLY PET-RECHECK PET-SIMPLE LIT-FILE LIT-FILE-OTHER LIT-PREMED LIT-ENTMED LIT-MED-CONFIRM LIT-FEE LIT-SERVE
  LIT-EVID LIT-TRIAL-ORD LIT-TRIAL-SUM LIT-TRIAL-SMALL LIT-APPEAL LIT-2ND LIT-RETRIAL-APPLY LIT-RETRIAL-REV LIT-ENF-APPLY
  LIT-ENF-STALL LIT-CONF-APPLY LIT-CONF-DECIDE LIT-CONF-OBJECT LIT-PO LIT-PRESERVE MED-PPL MED-EFFECT MED-CONF MED-LABOR
  MED-LABOR-ARBCONF MED-MEDICAL MED-MEDICAL-ADM MED-TRAFFIC-POLICE MED-ADMIN MED-CONSUMER ARB-LIM ARB-ACCEPT ARB-SERVE
  ARB-PANEL ARB-AWARD ARB-RESTART ARB-SUE-NONFINAL ARB-SUE-FINAL-WORKER ARB-ANNUL-EMPLOYER ARB-AFTER-ANNUL ARB-SIMPLE
  INS-ACCEPT INS-INVEST INS-DECIDE INS-STALE AID-REVIEW AID-ASSIGN AID-CRIM AID-CUSTODY AID-OBJECT AID-CLOSE`
  .trim()
  .split(/\s+/);

/** Who may owe something. A citizen, a worker or a company is in none of these lists. */
const BODIES = [
  ["信访部门", "收到信访事项的机关、单位", "有权处理机关", "承办单位", "复查机关", "复核机关"],
  ["人民法院", "第二审人民法院", "执行法院", "人民检察院", "人民法院、人民检察院、公安机关", "办案机关、监管场所"],
  ["特邀调解组织或者特邀调解员", "人民调解委员会", "劳动争议调解组织", "医疗纠纷人民调解委员会"],
  ["卫生主管部门", "公安机关交通管理部门", "行政机关", "有关行政部门", "劳动保障行政部门"],
  ["仲裁委员会", "仲裁庭", "法律援助机构", "法律援助人员", "司法行政部门"],
].flat();

const ABBREVIATIONS = { HOUR: "h", CALENDAR_DAY: "d", WORKING_DAY: "wd", MONTH: "m", YEAR: "y" } as const;

function short(row: LimitRow): string {
  const length = (period: LimitRow["period"]): string =>
    period ? `${period.length}${ABBREVIATIONS[period.unit]}` : "−";
  const sign = row.isBefore ? "<" : row.bound === "AT_LEAST" ? "≥" : row.bound === "AT_MOST" ? "≤" : "";
  return [
    row.id,
    `${sign}${length(row.period)}`,
    row.party.toLowerCase(),
    row.roll,
    row.extensions.map(({ most }) => length(most)).join("+") || "-",
    row.verified ? "read" : "unread",
  ].join(" ");
}

const READ_ROWS = READ.trim()
  .split("\n")
  .map((line) => line.trim().replace(/\s+/g, " "));
const EVERYWHERE = PACKS.flatMap((pack) => pack.rows);
const WITH_WORKFLOW = EVERYWHERE.filter((row) => row.line in WORKFLOWS);

function workflowOf(row: LimitRow): (typeof WORKFLOWS)[keyof typeof WORKFLOWS] {
  return WORKFLOWS[row.line as keyof typeof WORKFLOWS];
}

test("the limits are those that were read in the law: none is missing, none is more, and each is as long as there", () => {
  expect(LIMITS.map(short).toSorted()).toEqual(READ_ROWS.toSorted());
});

test("every line of the sheet has at least one limit, and a limit that was split keeps its name in front", () => {
  const ids = LIMITS.map((row) => row.id);
  expect(SHEET.filter((id) => !ids.some((own) => own === id || own.startsWith(`${id}-`)))).toEqual([]);
  expect(ids.filter((id) => !SHEET.some((own) => id === own || id.startsWith(`${own}-`)))).toEqual([
    "HOT-HANDLE",
    "REC-APPLY",
    "REC-SUE-AFTER",
    "REC-SUE-DIRECT",
  ]);
});

test("an id names one limit, in all packs together", () => {
  const ids = EVERYWHERE.map((row) => row.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test("the id says to which line a limit belongs", () => {
  const prefixes: Readonly<Record<LimitLine, string>> = {
    PETITION: "PET",
    LITIGATION: "LIT",
    MEDIATION: "MED",
    ARBITRATION: "ARB",
    INSPECTION: "INS",
    LEGAL_AID: "AID",
    HOTLINE: "HOT",
    RECONSIDERATION: "REC",
  };
  expect(LIMITS.filter((row) => !row.id.startsWith(`${prefixes[row.line]}-`)).map((row) => row.id)).toEqual([]);
});

test("a limit starts, pauses and ends in states that its line has", () => {
  const unknown = WITH_WORKFLOW.flatMap((row) =>
    [row.starts, row.ends, row.pauses]
      .flatMap((trigger) => trigger?.states ?? [])
      .filter((state) => !stateOf(workflowOf(row), state))
      .map((state) => `${row.id}: ${state}`),
  );
  const noStep = WITH_WORKFLOW.flatMap((row) =>
    [row.starts, row.ends, row.pauses].flatMap((trigger) =>
      Object.entries(trigger?.from ?? {}).flatMap(([to, origins]) =>
        origins
          .filter((from) => !nextSteps(workflowOf(row), from).some((step) => step.to === to))
          .concat(trigger!.states.includes(to) ? [] : [to])
          .map((from) => `${row.id}: ${from}→${to}`),
      ),
    ),
  );
  expect(noStep).toEqual([]);
  expect(unknown).toEqual([]);
  const withoutWorkflow = EVERYWHERE.filter((row) => !(row.line in WORKFLOWS));
  expect(withoutWorkflow.filter((row) => row.starts || row.ends || row.pauses).map((row) => row.id)).toEqual([]);
});

test("a limit that a status starts can be ended by one from each of its states, or the row says why not", () => {
  const endless = WITH_WORKFLOW.flatMap((row) => {
    if (row.starts && !row.ends) return row.whyNoEnd ? [] : [`${row.id} never ends`];
    if (row.whyNoEnd) return [`${row.id} ends, and says why not`];
    return (row.starts?.states ?? [])
      .filter((start) => {
        const later = reachableFrom(workflowOf(row), [start]);
        return !row.ends!.states.some((end) => end !== start && later.has(end));
      })
      .map((start) => `${row.id} from ${start}`);
  });
  expect(endless).toEqual([]);
});

test("no status starts and ends, or starts and pauses, the same limit", () => {
  const muddled = EVERYWHERE.filter((row) =>
    row.starts?.states.some((state) => row.ends?.states.includes(state) || row.pauses?.states.includes(state)),
  );
  // Papers that come back completed end the court's time and begin it anew; the first papers end nothing.
  const anew = ["LIT-FILE", "LIT-FILE-OTHER-THIRD", "LIT-FILE-OTHER-ENFORCEMENT"];
  expect(muddled.map((row) => row.id)).toEqual(anew);
  for (const { starts, ends, pauses } of muddled) {
    expect([starts, ends!.from, pauses]).toEqual([
      { states: ["COMPLAINT_RECEIVED"] },
      { COMPLAINT_RECEIVED: ["CORRECTION"] },
      { states: ["CORRECTION"] },
    ]);
  }
});

test("a state where time stands still lies between start and end", () => {
  const outside = WITH_WORKFLOW.flatMap((row) =>
    (row.pauses?.states ?? []).filter((state) => {
      const table = workflowOf(row);
      const isReached = reachableFrom(table, row.starts?.states ?? []).has(state);
      return !isReached || !row.ends?.states.some((end) => reachableFrom(table, [state]).has(end));
    }),
  );
  expect(outside).toEqual([]);
});

test("a limit without a length has no clock, unless somebody sets its length when it starts", () => {
  const withClock = EVERYWHERE.filter((row) => !row.period && (row.starts || row.ends));
  expect(withClock.map((row) => row.id)).toEqual(["PET-FEEDBACK", "HOT-HANDLE"]);
  expect(EVERYWHERE.filter((row) => row.isRule && (row.period || row.starts || row.ends))).toEqual([]);
});

test("a right that begins with a paper begins when the paper is received, not when it is issued", () => {
  const early = EVERYWHERE.filter(
    (row) => row.party === "RIGHT" && row.starts && /收到|送达/.test(row.anchor) && !row.fromReceipt,
  );
  expect(early.map((row) => row.id)).toEqual([]);
});

test("the last day can fall on a day of rest, unless working days or hours are counted, or nothing is", () => {
  const contradicting = EVERYWHERE.filter(({ period, roll }) =>
    period ? (roll === "n/a") !== ["WORKING_DAY", "HOUR"].includes(period.unit) : false,
  );
  expect(contradicting.map((row) => row.id)).toEqual([]);
});

test("only a body can owe something; what a citizen has is a right", () => {
  const owing = EVERYWHERE.filter((row) => row.party === "DUTY" && !BODIES.includes(row.holder));
  expect(owing.map((row) => `${row.id}: ${row.holder}`)).toEqual([]);
  const rightsOfBodies = LIMITS.filter((row) => row.party === "RIGHT" && BODIES.includes(row.holder));
  expect(rightsOfBodies.map((row) => row.id)).toEqual(["PET-OBJ"]);
});

test("every basis, of a limit or of its extension, is in the list of acts", () => {
  const bases = EVERYWHERE.flatMap((row) => [row.basis, ...row.extensions.map((extension) => extension.basis)]);
  expect([...new Set(bases)].flatMap((basis) => faultsOfBasis(ACTS, basis))).toEqual([]);
});

test("what rests only on texts that nobody has read is not called read", () => {
  const readTitles = ACTS.filter((act) => act.reading === "READ").map((act) => act.title);
  const tooSure = EVERYWHERE.filter(
    (row) =>
      row.verified && !readTitles.some((title) => row.basis.split("; ").some((part) => part.startsWith(`${title} `))),
  );
  expect(tooSure.map((row) => row.id)).toEqual([]);
});

describe("what protects the citizen", () => {
  const endsOf = (id: string): readonly string[] => LIMITS.find((row) => row.id === id)?.ends?.states ?? [];

  test.each([
    ["PET-REVIEW-APPLY", "CONCLUDED_UNRESOLVED"],
    ["PET-RECHECK-APPLY", "CONCLUDED_UNRESOLVED"],
    ["ARB-SUE-FINAL-WORKER", "EFFECTIVE"],
  ])("%s is not ended by an agency that reports %s", (id, state) => {
    expect(endsOf(id).length).toBeGreaterThan(0);
    expect(endsOf(id)).not.toContain(state);
  });

  test("the clock of an answer runs from acceptance, not from registration", () => {
    expect(LIMITS.find((row) => row.id === "PET-ANSWER")?.starts?.states).toEqual(["NOTIFIED"]);
  });

  test("a hearing stops the clock of the recheck and of nothing else in a petition", () => {
    const paused = LIMITS.filter((row) => row.line === "PETITION" && row.pauses);
    expect(paused.map((row) => [row.id, row.pauses?.states])).toEqual([["PET-RECHECK", ["RECHECK_HEARING"]]]);
  });

  test("a second refusal of a retrial opens no second window", () => {
    expect(LIMITS.filter((row) => row.once).map((row) => row.id)).toEqual([
      "LIT-RETRIAL-APPLY",
      "LIT-ENF-APPLY",
      "LIT-CONF-DECIDE",
      "LIT-CONF-OBJECT-PARTY",
    ]);
  });

  test("an inspection is not late with its decision before anybody says that the investigation is over", () => {
    const started = LIMITS.filter((row) => row.line === "INSPECTION" && row.starts);
    expect(started.map((row) => [row.id, row.starts?.states])).toEqual([
      ["INS-ACCEPT", ["COMPLAINT"]],
      ["INS-INVEST", ["CASE_OPENED"]],
    ]);
  });

  test("a hotline order runs from its dispatch to its reply, and an objection to it gains no time", () => {
    const [row] = LIMITS.filter(({ line }) => line === "HOTLINE");
    expect([row?.starts?.states, row?.ends?.states, row?.pauses]).toEqual([
      ["DISPATCHED"],
      ["REPLIED", "CHANNELLED", "WITHDRAWN"],
      undefined,
    ]);
  });

  test("where each side has its own window, one side's step does not close the other's", () => {
    expect(LIMITS.filter((row) => row.eachParty).map((row) => row.id)).toEqual([
      "LIT-APPEAL-JUDGMENT",
      "LIT-APPEAL-RULING",
      "LIT-CONF-OBJECT-PARTY",
      "ARB-SUE-NONFINAL",
      "ARB-AFTER-ANNUL",
    ]);
  });
});

test("the page has a line for each limit, marks each unread one, and shows every table with as many cells as its head", () => {
  const lines = limitsPage(LIMITS);
  for (const row of LIMITS) {
    const [line, ...others] = lines.filter((candidate) => candidate.startsWith(`| \`${row.id}\` |`));
    expect(others).toEqual([]);
    expect(line?.includes("**未核实**")).toBe(!row.verified);
  }
  const cells = lines.filter((line) => line.startsWith("|")).map((line) => line.split(" | ").length);
  expect(new Set(cells)).toEqual(new Set([14]));
  expect(lines[2]).toBe("共 94 条,其中 21 条**未核实**。");
});

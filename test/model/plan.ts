import type { Line, TransitionRow } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import { freshNumber } from "../support/deeds";
import { freshIdNumber } from "../support/people";
import { DETAIL_FIELDS, chineseDay, stateRow, stepsFrom } from "./records";
import { routesOf } from "./routing";
import {
  eventsOf,
  recordsOf,
  referralsOf,
  type Call,
  type DeedName,
  type DisputeFact,
  type Input,
  type RecordFact,
  type ReferralFact,
  type World,
} from "./world";

export const KINDS = [
  "register",
  "attach",
  "refer",
  "refer",
  "accept",
  "accept",
  "return",
  "status",
  "status",
  "status",
  "history",
  "history",
  "finish",
  "reorder",
  "reorder",
  "batch",
  "correct",
  "withdraw",
  "withdraw",
  "evaluate",
  "link",
  "repeat",
  "reuse",
  "race",
  "pass",
] as const;
export type Kind = (typeof KINDS)[number];

/** What fast-check rolled for one command. The same throws in the same world plan the same call. */
export class Dice {
  private next = 0;

  constructor(private readonly throws: readonly number[]) {}

  /** 0 to below `sides`. */
  roll(sides: number): number {
    const round = Math.floor(this.next / this.throws.length);
    // A long command goes round several times and must not see the same throws again; noughts stay noughts.
    return (this.throws[this.next++ % this.throws.length]! * (1 + 2 * round)) % sides;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.roll(items.length)]!;
  }

  /** Once in so many throws. A throw of nought, which shrinking aims at, is the usual case. */
  oneIn(sides: number): boolean {
    return this.roll(sides) === sides - 1;
  }
}

/** The people and bodies of one sequence; nobody else's disputes are similar to theirs. */
export interface Cast {
  readonly name: string;
  readonly subjects: readonly Input[];
}

let casts = 0;

export function newCast(): Cast {
  const name = `${process.pid}-${++casts}`;
  return {
    name,
    subjects: [
      { person: { name: "沈秋实", idKind: "RESIDENT_ID", idNumber: freshIdNumber(), phone: "13912345678" } },
      { person: { name: "陆小满", idKind: "RESIDENT_ID", idNumber: freshIdNumber() } },
      { organisation: { name: `平湖市第${name}百货商店` } },
      { person: { name: "过路人", idKind: "NONE" } },
    ],
  };
}

const RESPONDENTS: readonly Input[] = [
  { role: "RESPONDENT", person: { name: "顾长风", idKind: "NONE" } },
  { role: "RESPONDENT", organisation: { name: "平湖某物业公司" } },
];
const TITLES = ["楼上住户漏水", "楼上住户漏水要求赔偿", "物业费多收", "拖欠工资三个月"];
/** Between them they go to every line by the law's own ways. */
const CATEGORIES = ["NEIGHBOR", "OTHER", "WAGE_ARREARS"];
const AGENCIES = SAMPLE_AGENCIES.map(({ code }) => code);
const HOUR = 3_600_000;

type Planner = (world: World, dice: Dice, cast: Cast) => [user: string, deed: DeedName, input: Input] | undefined;

/** One call for the world as it is; undefined when there is nothing to do this to. */
export function plan(world: World, kind: Exclude<Kind, "race" | "pass">, dice: Dice, cast: Cast): Call | undefined {
  if (kind === "repeat") return dice.pick(callsOf(world)) as Call | undefined;
  if (kind === "reuse") return reuse(world, dice);
  const planned = PLANNERS[kind](world, dice, cast);
  if (!planned) return undefined;
  const [user, deed, input] = planned;
  // Every caller counts for itself, so the same key comes from several of them and must mean something else each time.
  const own = callsOf(world).filter((call) => call.user === user).length;
  return { user, deed, key: `model-${cast.name}-${own + 1}`, input };
}

const callsOf = (world: World): Call[] =>
  Object.entries(world.kept).map(([name, { body }]) => {
    const [user, key] = name.split(" ") as [string, string];
    const [deed, input] = JSON.parse(body) as [DeedName, Input];
    return { user, deed, key, input };
  });

/** The key of an earlier call under another body. */
function reuse(world: World, dice: Dice): Call | undefined {
  const call = dice.pick(callsOf(world)) as Call | undefined;
  if (!call) return undefined;
  const { input } = call;
  const fields = Object.keys(input).filter((field) => typeof input[field] === "number" || field === "occurredAt");
  if (fields.length === 0) return undefined;
  const field = dice.pick(fields);
  const value = input[field];
  return {
    ...call,
    input: { ...input, [field]: typeof value === "number" ? value + 1 : new Date(Date.parse(value) - 1).toISOString() },
  };
}

const moment = (world: World, dice: Dice): string => {
  const hours = dice.oneIn(20) ? -1 : dice.roll(72);
  return new Date(world.now - hours * HOUR).toISOString();
};
const staff = (dice: Dice) => (dice.oneIn(5) ? "supervisor" : "clerk");
/** The right one; now and then the one before or the one after. */
const seen = (version: number, dice: Dice) => (dice.oneIn(12) ? version + dice.pick([-1, 1]) : version);
const documents = (dice: Dice): Input[] =>
  Array.from({ length: dice.oneIn(4) ? 1 + dice.roll(2) : 0 }, (_, index) => ({
    kind: "通知书",
    name: `通知书第${index + 1}份`,
    digest: "ab".repeat(32),
  }));

function submission(world: World, dice: Dice, cast: Cast): Input {
  const input: Input = {
    channel: dice.pick(["WINDOW", "LETTER", "WEB"]),
    submittedAt: moment(world, dice),
    content: "要求修复并赔偿。",
    applicant: dice.pick([cast.subjects[0], cast.subjects[0], cast.subjects[0], ...cast.subjects]),
    otherParties: [dice.pick(RESPONDENTS), ...(dice.oneIn(4) ? [{ role: "REPRESENTATIVE", ...cast.subjects[1] }] : [])],
    documents: documents(dice),
  };
  if (!dice.oneIn(12)) return input;
  const { person } = input["applicant"];
  const last = person?.idNumber?.at(-1);
  return dice.pick([
    { ...input, channel: "AGENT" },
    { ...input, headCount: 0 },
    last ? { ...input, applicant: { person: { ...person, name: "沈秋石" } } } : input,
    last
      ? {
          ...input,
          applicant: { person: { ...person, idNumber: person.idNumber.slice(0, -1) + (last === "1" ? "2" : "1") } },
        }
      : input,
  ]);
}

const PLANNERS: Readonly<Record<Exclude<Kind, "race" | "pass" | "repeat" | "reuse">, Planner>> = {
  register(world, dice, cast) {
    const known = world.disputes.map(({ ref }) => ref.id);
    return [
      staff(dice),
      "registerSubmission",
      {
        ...submission(world, dice, cast),
        title: dice.pick(TITLES),
        category: dice.pick(CATEGORIES),
        regionCode: dice.oneIn(25) ? "330102" : dice.pick(["330482", "330482102"]),
        ...(dice.oneIn(3) && { grade: "SIMPLE" }),
        // All that are known, or all but one, or none.
        openBesides: dice.oneIn(2) ? known.slice(dice.roll(2)) : [],
      },
    ];
  },

  attach(world, dice, cast) {
    const dispute = anyDispute(world, dice);
    if (!dispute) return PLANNERS.register(world, dice, cast);
    return [
      staff(dice),
      "attachSubmission",
      { ...submission(world, dice, cast), disputeId: dispute.ref.id, expectedVersion: seen(dispute.version, dice) },
    ];
  },

  refer(world, dice, cast) {
    const dispute = anyDispute(world, dice);
    if (!dispute) return PLANNERS.register(world, dice, cast);
    const targets = Array.from({ length: dice.oneIn(3) ? 2 + dice.roll(2) : 1 }, (_, index) => {
      const isOpen = ({ line }: { line: Line }) =>
        routesOf(dispute, "clerk", [{ line, agencyCodes: [], reason: "" }])[0]!.ok;
      const free = SAMPLE_AGENCIES.filter(
        (agency) => !isBusy(dispute, agency.code) && (isOpen(agency) || dice.oneIn(8)),
      );
      const first = dice.pick(dice.oneIn(10) || free.length === 0 ? SAMPLE_AGENCIES : free);
      const second = SAMPLE_AGENCIES.find(({ code, line }) => line === first.line && code !== first.code);
      const agencyCodes = [first.code, ...(second && dice.oneIn(2) ? [second.code] : [])];
      return { line: first.line, agencyCodes, takesLead: dice.oneIn(index === 0 ? 2 : 12), reason: "信访工作条例22" };
    });
    const user = staff(dice);
    const overrideReason = user === "supervisor" || dice.oneIn(12) ? { overrideReason: "联席会议意见" } : {};
    const asked = targets.map((target) => ({ ...target, ...(dice.oneIn(3) && overrideReason) }));
    const input = { disputeId: dispute.ref.id, expectedVersion: seen(dispute.version, dice), targets: asked };
    if (!dice.oneIn(15)) return [user, "referDispute", input];
    const wrong = dice.pick<Input[]>([
      [],
      [{ ...targets[0], agencyCodes: [] }],
      [{ ...targets[0], agencyCodes: ["ph-nobody"] }],
      [{ ...targets[0], line: "PETITION" }],
    ]);
    return [user, "referDispute", { ...input, targets: wrong }];
  },

  accept(world, dice, cast) {
    const found = anyReferral(world, dice);
    if (!found) return PLANNERS.refer(world, dice, cast);
    const { referral, agency } = found;
    const [line] = SAMPLE_AGENCIES.flatMap(({ code, line: own }) => (code === agency ? [own] : []));
    const taken = recordsOf(world)
      .filter(({ record }) => record.agency === agency)
      .map(({ record }) => record.number);
    const isTaken = taken.length > 0 && dice.oneIn(10);
    const number = isTaken
      ? dice.pick(taken).replace("(", "（")
      : line === "LITIGATION" && dice.oneIn(15)
        ? "第5号"
        : freshNumber(line!);
    const { states } = WORKFLOWS[line!];
    const entries = states.filter(({ entry }) => entry);
    const opening = dice.oneIn(12)
      ? dice.pick([...states.map(({ id }) => id), "NO_SUCH_STATE"])
      : dice.pick([undefined, ...entries.map(({ id }) => id)]);
    const isLegacy =
      opening !== undefined && stateRow({ line: line! }, opening)?.legacyUntil !== undefined && !dice.oneIn(5);
    return [
      agency,
      "acceptReferral",
      {
        referralId: referral.ref.id,
        expectedVersion: seen(referral.version, dice),
        number,
        ...(opening && { state: opening }),
        occurredAt: isLegacy ? "2024-06-03T02:00:00.000Z" : moment(world, dice),
        ...details(line!, dice),
        documents: documents(dice),
      },
    ];
  },

  return(world, dice, cast) {
    const found = anyReferral(world, dice);
    if (!found) return PLANNERS.refer(world, dice, cast);
    const { referral, agency } = found;
    return [
      agency,
      "returnReferral",
      {
        referralId: referral.ref.id,
        expectedVersion: seen(referral.version, dice),
        reason: dice.pick(["NOT_COMPETENT", "OTHER_AGENCY", "DUPLICATE", "RECUSAL"]),
        note: "不属本机关职权。",
        occurredAt: moment(world, dice),
      },
    ];
  },

  status(world, dice, cast) {
    const found = anyRecord(world, dice);
    if (!found) return PLANNERS.accept(world, dice, cast);
    const { record } = found;
    const item = oneStatus(world, record, dice);
    const user = dice.oneIn(25) ? dice.pick(AGENCIES) : record.agency;
    return [user, "reportStatus", item];
  },

  history(world, dice, cast) {
    const found = anyRecord(world, dice);
    if (!found) return PLANNERS.accept(world, dice, cast);
    const { record } = found;
    const items = walk(record, dice, 15).map((step, index) =>
      statusItem(world, record, record.lastSequence + 1 + index, step.to, dice),
    );
    return items.length === 0 ? undefined : [record.agency, "reportStatuses", { items }];
  },

  /** The shortest way to an outcome, so that there is something to follow up, to withdraw and to come back to. */
  finish(world, dice, cast) {
    const found = anyRecord(world, dice);
    if (!found) return PLANNERS.accept(world, dice, cast);
    const { record } = found;
    const goals = WORKFLOWS[record.line].states.filter(
      ({ phase }) => phase === dice.pick(["SETTLING", "ENDED", "ENDED"] as const),
    );
    const goal = dice.pick(goals).id;
    const way = wayTo(record.line, record.state, ({ to }) => to === goal) ?? [];
    const items = way.map(({ to }, index) => statusItem(world, record, record.lastSequence + 1 + index, to, dice));
    return items.length === 0 ? PLANNERS.history(world, dice, cast) : [record.agency, "reportStatuses", { items }];
  },

  /** The next few statuses of a record in any order, with what a confused sender adds and loses. */
  reorder(world, dice, cast) {
    const found = anyRecord(world, dice);
    if (!found) return PLANNERS.accept(world, dice, cast);
    const { record } = found;
    const items = walk(record, dice, 6).map((step, index) =>
      statusItem(world, record, record.lastSequence + 1 + index, step.to, dice),
    );
    if (items.length === 0) return undefined;
    if (dice.oneIn(4)) items.push(items[dice.roll(items.length)]!);
    if (dice.oneIn(4)) items.splice(dice.roll(items.length), 1);
    if (dice.oneIn(4)) items.push(oneStatus(world, record, dice));
    for (let at = items.length - 1; at > 0; at--) {
      const other = dice.roll(at + 1);
      [items[at], items[other]] = [items[other]!, items[at]!];
    }
    return [record.agency, "reportStatuses", { items }];
  },

  /** Statuses of several records of one agency in one batch. */
  batch(world, dice, cast) {
    const found = anyRecord(world, dice);
    if (!found) return PLANNERS.accept(world, dice, cast);
    const own = recordsOf(world).filter(({ record }) => record.agency === found.record.agency);
    const items = Array.from({ length: dice.roll(5) }, () => oneStatus(world, dice.pick(own).record, dice));
    return [found.record.agency, "reportStatuses", { items }];
  },

  correct(world, dice, cast) {
    const found = dice.pick(eventsOf(world).filter(({ event }) => event.ref.id !== null));
    return found ? correction(world, found, dice, dice.oneIn(6)) : PLANNERS.status(world, dice, cast);
  },

  /** The last status of a record, if it has one. */
  withdraw(world, dice, cast) {
    const statuses = eventsOf(world).filter(({ event }) => event.kind === "STATUS" && event.ref.id !== null);
    const inForce = statuses.filter(({ event }) => !event.isCorrected);
    const last = inForce.filter(
      ({ event }) =>
        !inForce.some((other) => other.event.record === event.record && other.event.sequence! > event.sequence!),
    );
    const found = dice.pick(dice.oneIn(5) ? statuses : last);
    return found ? correction(world, found, dice, true) : PLANNERS.status(world, dice, cast);
  },

  evaluate(world, dice, cast) {
    const ripe = world.disputes.filter(({ state }) => ["RESOLVED", "UNRESOLVED", "FOLLOW_UP"].includes(state));
    const dispute = dice.oneIn(8) ? anyDispute(world, dice) : dice.pick(ripe);
    if (!dispute) return PLANNERS.history(world, dice, cast);
    return [
      staff(dice),
      "evaluateDispute",
      {
        disputeId: dispute.ref.id,
        expectedVersion: seen(dispute.version, dice),
        centre: dice.pick(["SATISFIED", "SATISFIED", "NOT_REACHED"]),
        agency: dice.pick(["SATISFIED", "DISSATISFIED", "NOT_REACHED"]),
        evaluatedAt: moment(world, dice),
        ...(dice.oneIn(3) && { remark: "没有意见。" }),
      },
    ];
  },

  link(world, dice, cast) {
    const [from, to] = [anyDispute(world, dice), anyDispute(world, dice)];
    if (!from || !to || world.disputes.length < 2) return PLANNERS.register(world, dice, cast);
    return [
      staff(dice),
      "linkDisputes",
      {
        fromDisputeId: from.ref.id,
        expectedVersion: seen(from.version, dice),
        toDisputeId: to.ref.id,
        kind: dice.pick(["RELATED", "FOLLOWS"]),
        reason: "同一房屋引起。",
      },
    ];
  },
};

function correction(
  world: World,
  { dispute, event }: ReturnType<typeof eventsOf>[number],
  dice: Dice,
  withdraws: boolean,
): [string, DeedName, Input] {
  const own = event.agency ?? staff(dice);
  return [
    dice.oneIn(10) ? dice.pick(["clerk", ...AGENCIES]) : own,
    "correctEvent",
    {
      eventId: event.ref.id,
      expectedVersion: seen(dispute.version, dice),
      reason: "登记有误。",
      withdraws,
      ...(dice.oneIn(4) && { occurredAt: moment(world, dice) }),
    },
  ];
}

const anyDispute = (world: World, dice: Dice) => dice.pick(world.disputes) as DisputeFact | undefined;

/** Mostly a record that can still move. */
function anyRecord(world: World, dice: Dice): { dispute: DisputeFact; record: RecordFact } | undefined {
  const all = recordsOf(world);
  const moving = all.filter(({ record }) =>
    WORKFLOWS[record.line].transitions.some(({ from }) => from === record.state),
  );
  return dice.pick(moving.length > 0 && !dice.oneIn(10) ? moving : all);
}

/** Mostly one that waits, and one whom it waits for; none when none does. */
function anyReferral(world: World, dice: Dice): { referral: ReferralFact; agency: string } | undefined {
  const all = referralsOf(world).map(({ referral }) => referral);
  const open = all.filter(({ state }) => state === "OFFERED");
  const referral = dice.pick(dice.oneIn(5) ? all : open) as ReferralFact | undefined;
  if (!referral) return undefined;
  const waiting = referral.candidates.filter(({ state }) => state === "OFFERED").map(({ agency }) => agency);
  const asked = referral.candidates.map(({ agency }) => agency);
  return {
    referral,
    agency: dice.pick(dice.oneIn(12) ? AGENCIES : waiting.length > 0 && !dice.oneIn(6) ? waiting : asked),
  };
}

function isBusy(dispute: DisputeFact, agency: string): boolean {
  const isOffered = dispute.referrals.some(({ candidates }) =>
    candidates.some((one) => one.agency === agency && one.state === "OFFERED"),
  );
  return isOffered || dispute.records.some((record) => record.agency === agency && record.phase !== "ENDED");
}

/** One status in every way a sender can get it right or wrong. */
function oneStatus(world: World, record: RecordFact, dice: Dice): Input {
  const next = record.lastSequence + 1;
  const path = walk(record, dice, 4);
  const legal = legalStep(record, dice)?.to ?? "NO_STEP_LEFT";
  const states = WORKFLOWS[record.line].states.map(({ id }) => id);
  const early = next + 1 + dice.roll(3);
  switch (dice.roll(24)) {
    case 12:
    case 13:
    case 14:
      return statusItem(world, record, early, path[early - next]?.to ?? dice.pick(states), dice);
    case 15:
      return earlier(world, record, dice) ?? statusItem(world, record, next, legal, dice);
    case 16:
      return { ...(earlier(world, record, dice) ?? statusItem(world, record, early, legal, dice)), note: "另一内容" };
    case 17:
      return statusItem(world, record, next, dice.pick(states), dice);
    case 18:
      return statusItem(world, record, next, "NO_SUCH_STATE", dice);
    case 19:
      return statusItem(world, record, next + dice.pick([99, 100, 101]), dice.pick(states), dice);
    case 20:
      return statusItem(world, record, dice.pick([0, -1, Math.max(1, next - 1)]), dice.pick(states), dice);
    case 21:
      return {
        ...statusItem(world, record, next, legal, dice),
        ...dice.pick<Input>([
          { recordId: record.ref.id, number: record.number },
          { recordId: undefined, number: "没有的编号" },
        ]),
      };
    case 22:
      return {
        ...statusItem(world, record, next, legal, dice),
        details: dice.pick<Input>([{ legalAid: { lawyer: "周明" } }, { arbitration: { workerCount: 0 } }]),
      };
    case 23:
      return { ...statusItem(world, record, next, legal, dice), occurredAt: new Date(world.now + HOUR).toISOString() };
    default:
      return statusItem(world, record, next, legal, dice);
  }
}

/** A status that is known already, word for word. */
function earlier(world: World, record: RecordFact, dice: Dice): Input | undefined {
  const sent = callsOf(world)
    .flatMap(({ deed, input }): Input[] =>
      deed === "reportStatuses" ? input["items"] : deed === "reportStatus" ? [input] : [],
    )
    .filter((item) => item["recordId"] === record.ref.id);
  const known = sent.filter(
    (item) =>
      item["sequence"] <= record.lastSequence || record.held.some(({ sequence }) => sequence === item["sequence"]),
  );
  return dice.pick(known);
}

/** A step the table allows; where a held status waits behind the gap, mostly one that lets it through. */
function legalStep(record: RecordFact, dice: Dice): TransitionRow | undefined {
  const waiting = record.held.find(({ sequence }) => sequence === record.lastSequence + 2);
  const all = stepsFrom(record, "0000-00-00");
  const fitting = all.filter(({ to }) =>
    stepsFrom({ line: record.line, state: to }, "0000-00-00").some((step) => step.to === waiting?.to),
  );
  if (fitting.length > 0 && !dice.oneIn(5)) return dice.pick(fitting);
  return walk(record, dice, 1)[0];
}

/** The way to a step chosen from all that can still be reached, and the step: the far ones are taken as often as the near. */
function walk({ line, state }: Pick<RecordFact, "line" | "state">, dice: Dice, most: number): TransitionRow[] {
  const target = dice.pick(reachable(line, state)) as TransitionRow | undefined;
  return target ? wayTo(line, state, (step) => step === target)!.slice(0, most) : [];
}

const reached = new Map<string, TransitionRow[]>();

function reachable(line: Line, state: string): TransitionRow[] {
  const name = `${line} ${state}`;
  let steps = reached.get(name);
  if (!steps) {
    steps = WORKFLOWS[line].transitions.filter((target) => wayTo(line, state, (step) => step === target));
    reached.set(name, steps);
  }
  return steps;
}

/** The shortest way along the table from a state to a step that is wanted, that step included. */
export function wayTo(
  line: Line,
  state: string,
  isWanted: (step: TransitionRow) => boolean,
): TransitionRow[] | undefined {
  const seenStates = new Set([state]);
  let ways: TransitionRow[][] = [[]];
  while (ways.length > 0) {
    const longer: TransitionRow[][] = [];
    for (const way of ways) {
      const here = way.at(-1)?.to ?? state;
      for (const step of WORKFLOWS[line].transitions.filter(({ from }) => from === here)) {
        if (isWanted(step)) return [...way, step];
        if (!seenStates.has(step.to)) longer.push([...way, step]);
        seenStates.add(step.to);
      }
    }
    ways = longer;
  }
  return undefined;
}

export function statusItem(world: World, record: RecordFact, sequence: number, toState: string, dice: Dice): Input {
  const { line, ref, number } = record;
  const legacyUntil = stateRow(record, toState)?.legacyUntil;
  const usual = moment(world, dice);
  const occurredAt =
    legacyUntil && chineseDay(Date.parse(usual)) > legacyUntil && !dice.oneIn(4)
      ? `${legacyUntil}T02:00:00.000Z`
      : usual;
  return {
    ...(dice.oneIn(3) ? { number } : { recordId: ref.id }),
    sequence,
    toState,
    occurredAt,
    ...(dice.oneIn(3) && { note: "按期办理。" }),
    ...details(line, dice),
    documents: documents(dice),
  };
}

const DETAIL_VALUES: Readonly<Record<Line, readonly unknown[]>> = {
  PETITION: [true, false, null],
  LITIGATION: ["相邻关系纠纷", "买卖合同纠纷", null],
  MEDIATION: ["王调解", "李调解", null],
  ARBITRATION: [1, 12, null],
  LEGAL_AID: ["周明", "吴用", null],
  INSPECTION: [1, 12, null],
  HOTLINE: ["水务集团", "执法局", null],
};

function details(line: Line, dice: Dice): Input {
  if (!dice.oneIn(4)) return {};
  const [group, field] = DETAIL_FIELDS[line];
  return { details: { [group]: { [field]: dice.pick(DETAIL_VALUES[line]) } } };
}

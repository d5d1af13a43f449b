import { DISPUTE_STATE_ROWS, type DisputeFacts } from "../../src/dispute/dispute-state.rules";
import type { StateRow, TransitionRow } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import {
  eventsOf,
  newRef,
  recordsOf,
  referralsOf,
  type Answer,
  type Call,
  type DeedName,
  type DisputeFact,
  type EventFact,
  type Input,
  type RecordFact,
  type ReferralFact,
  type ReportFact,
  type World,
} from "./world";

// The rules of the hub a second time, written from the documents and the tables (docs/workflows, design 3 and 6) and
// not from the code: what the two disagree on is a fault of one of them.

const FUTURE_MS = 10 * 60_000;
const HOLD_WINDOW = 100;
const RANKS = ["NONE", "REDIRECTED", "WITHDRAWN", "UNRESOLVED", "RESOLVED"] as const;
const STAFF: Readonly<Record<string, string>> = { clerk: "330482", supervisor: "3304" };

/** What the hub must answer to a call; the world is afterwards what the hub's must be. */
export function take(world: World, call: Call): Answer {
  const name = `${call.user} ${call.key}`;
  const body = JSON.stringify([call.deed, call.input]);
  const earlier = world.kept[name];
  if (earlier?.body === body) return earlier.answer;
  if (earlier) {
    world.trail[call.key]!.push("CLIENT_KEY_REUSED");
    return refuse("CLIENT_KEY_REUSED", "clientKey");
  }
  const verdicts: string[] = [];
  const answer = DEEDS[call.deed](world, call.user, call.input, (verdict) => verdicts.push(verdict));
  const own = answer["is"] === "SimilarDisputesFound" ? "SIMILAR_OFFERED" : ((answer["code"] ?? "ALLOWED") as string);
  (world.trail[call.key] ??= []).push(...(verdicts.length > 0 ? verdicts : [own]));
  world.kept[name] = { body, answer };
  return answer;
}

type Note = (verdict: string) => void;
type Rule = (world: World, user: string, input: Input, audit: Note) => Answer;

const DEEDS: Readonly<Record<DeedName, Rule>> = {
  registerSubmission(world, user, input) {
    if (!input["regionCode"].startsWith(STAFF[user]!)) return refuse("REGION_OUT_OF_SCOPE", "regionCode");
    const fault = intakeFault(world, input);
    if (fault) return fault;
    const who = identityOf(input["applicant"]);
    const respondents = namesOf(input, "RESPONDENT");
    const similar = world.disputes
      .filter((dispute) => dispute.state !== "CLOSED" && isParty(dispute, who))
      .map((dispute) => ({
        dispute: dispute.ref,
        sameCategory: dispute.category === input["category"],
        sameRespondent: dispute.parties.some((party) => party.role === "RESPONDENT" && respondents.includes(nameOf(party.who))),
        titleLikeness: likeness(dispute.title, input["title"]),
      }))
      .filter((found) => found.sameCategory || found.sameRespondent || found.titleLikeness >= 0.5)
      .sort((a, b) => weight(b) - weight(a));
    if (similar.some(({ dispute }) => !input["openBesides"]?.includes(dispute.id))) return { is: "SimilarDisputesFound", similar };
    const dispute: DisputeFact = {
      ref: newRef(),
      title: input["title"],
      category: input["category"],
      isGraded: Boolean(input["grade"]),
      traceCode: null,
      version: 0,
      state: "REGISTERED",
      lead: null,
      isReferred: false,
      isReturned: false,
      isEvaluated: false,
      parties: [],
      submissions: [],
      referrals: [],
      records: [],
      events: [],
      links: [],
      evaluations: 0,
    };
    world.disputes.push(dispute);
    return enter(world, dispute, input, similar.length > 0);
  },

  attachSubmission(world, user, input) {
    const fault = intakeFault(world, input);
    if (fault) return fault;
    const dispute = visible(world, user, input["disputeId"]);
    if (!dispute) return refuse("NOT_FOUND", "disputeId");
    if (dispute.version !== input["expectedVersion"]) return stale(dispute.version);
    const who = identityOf(input["applicant"]);
    if (dispute.state === "CLOSED") Object.assign(dispute, { isReturned: true, isEvaluated: false });
    return enter(world, dispute, input, dispute.submissions.some((submission) => isSame(submission.who, who)));
  },

  referDispute(world, user, input) {
    const targets = input["targets"] as { line: string; agencyCodes: string[]; takesLead?: boolean; reason: string }[];
    const isCountRight = (count: number) => count >= 1 && count <= 10;
    if (!isCountRight(targets.length)) return refuse("TARGETS_INVALID", "targets");
    const wrong = targets.findIndex((target) => !isCountRight(target.agencyCodes.length));
    if (wrong >= 0) return refuse("TARGETS_INVALID", `targets.${wrong}.agencyCodes`);
    const dispute = visible(world, user, input["disputeId"]);
    if (!dispute) return refuse("NOT_FOUND", "disputeId");
    if (dispute.version !== input["expectedVersion"]) return stale(dispute.version);
    if (dispute.state === "CLOSED") return refuse("DISPUTE_CLOSED", "disputeId");
    if (targets.filter((target) => target.takesLead).length > 1) return refuse("LEAD_TWICE", "targets");
    const named: string[] = [];
    for (const { line, agencyCodes } of targets) {
      for (const code of agencyCodes) {
        const agency = SAMPLE_AGENCIES.find((known) => known.code === code);
        if (!agency) return refuse("AGENCY_UNKNOWN", "targets");
        if (agency.line !== line) return refuse("LINE_MIXED", "targets");
        if (named.includes(code)) return refuse("TARGET_TWICE", "targets");
        if (isOffered(dispute, code)) return refuse("ALREADY_REFERRED", "targets");
        if (hasOpenRecord(dispute, code)) return refuse("RECORD_OPEN", "targets");
        named.push(code);
      }
    }
    Object.assign(dispute, { isReferred: true, isReturned: false });
    const referrals = targets.map(({ line, agencyCodes, takesLead = false, reason }) => {
      const candidates = agencyCodes.map((agency) => ({ agency, state: "OFFERED" as const }));
      const referral = { ref: newRef(), line, takesLead, version: 1, state: "OFFERED", holder: null, candidates } as ReferralFact;
      dispute.referrals.push(referral);
      tell(world, dispute, { kind: "REFERRED", occurredAt: world.now, note: reason });
      return referral.ref;
    });
    derive(world, dispute);
    return { is: "DisputeReferred", disputeVersion: dispute.version, dispute: dispute.ref, referrals };
  },

  acceptReferral(world, user, input) {
    const asked = answerable(world, user, input);
    if ("no" in asked) return asked.no;
    const { dispute, referral } = asked;
    const { line } = referral;
    const { states } = WORKFLOWS[line];
    if (hasOpenRecord(dispute, user)) return refuse("RECORD_OPEN", "referralId");
    if (line === "LITIGATION" && !/^[(（]\d{4}[)）]浙0482民初\d+号$/.test(input["number"])) return refuse("NUMBER_FORMAT", "number");
    if (recordsOf(world).some(({ record }) => record.agency === user && isSameNumber(record.number, input["number"]))) {
      return refuse("NUMBER_TAKEN", "number");
    }
    const day = chineseDay(Date.parse(input["occurredAt"]));
    const entries = states.filter((state) => state.entry && mayBeEntered(state, day));
    const wanted = input["state"] ?? states.find((state) => state.entry)!.id;
    const opening = states.find((state) => state.id === wanted);
    const allowedSteps = entries.map(({ id, label }) => ({ toState: id, label }));
    if (!opening) return refuse("STATE_UNKNOWN", "state", { allowedSteps });
    if (!opening.entry) return refuse("STATE_NOT_ENTRY", "state", { allowedSteps });
    if (!entries.includes(opening)) return refuse("STATE_LEGACY", "state", { allowedSteps });
    const wrongDetails = detailsFault(line, input);
    if (wrongDetails) return wrongDetails;

    const occurredAt = Date.parse(input["occurredAt"]);
    const record: RecordFact = {
      ref: newRef(),
      agency: user,
      line,
      number: input["number"],
      referral,
      openedAt: occurredAt,
      state: opening.id,
      phase: opening.phase,
      outcome: opening.outcome,
      version: 1,
      lastSequence: 0,
      endedAt: null,
      detail: detailOf(line, input) ?? null,
      applied: {},
      held: [],
      refusedHeld: [],
    };
    dispute.records.push(record);
    for (const candidate of referral.candidates) {
      if (candidate.agency === user) candidate.state = "ACCEPTED";
      else if (candidate.state === "OFFERED") candidate.state = "LAPSED";
    }
    Object.assign(referral, { state: "ACCEPTED", holder: user, version: referral.version + 1 });
    if (referral.takesLead) dispute.lead = user;
    dispute.isEvaluated = false;
    tell(world, dispute, { kind: "ACCEPTED", occurredAt, agency: user, record, to: opening.id, documents: papers(input) });
    derive(world, dispute);
    return {
      is: "ReferralAccepted",
      number: input["number"],
      state: opening.id,
      leadPassed: referral.takesLead,
      disputeVersion: dispute.version,
      dispute: dispute.ref,
      referral: referral.ref,
      record: record.ref,
    };
  },

  returnReferral(world, user, input) {
    const asked = answerable(world, user, input);
    if ("no" in asked) return asked.no;
    const { dispute, referral } = asked;
    referral.candidates.find((candidate) => candidate.agency === user)!.state = "RETURNED";
    if (referral.candidates.every((candidate) => candidate.state === "RETURNED")) referral.state = "RETURNED";
    referral.version += 1;
    tell(world, dispute, { kind: "RETURNED", occurredAt: Date.parse(input["occurredAt"]), agency: user, note: input["note"] });
    derive(world, dispute);
    return { is: "ReferralReturned", state: referral.state, disputeVersion: dispute.version };
  },

  reportStatus(world, user, input, audit) {
    return judge(world, user, input, audit)();
  },

  reportStatuses(world, user, { items }, audit) {
    if (items.length < 1 || items.length > 1000) return refuse("BATCH_SIZE", "items");
    const judged = (items as Input[]).map((item) => judge(world, user, item, audit));
    const results = judged.map((late) => late());
    const count = (effect: string) => results.filter((result) => result["effect"] === effect).length;
    return {
      is: "StatusBatchRecorded",
      applied: count("APPLIED"),
      held: count("HELD"),
      duplicate: count("DUPLICATE"),
      refused: results.filter((result) => result["is"] === "Refused").length,
      results,
    };
  },

  correctEvent(world, user, input) {
    const found = eventsOf(world).find(({ event }) => event.ref.id === input["eventId"]);
    if (!found || !visible(world, user, found.dispute.ref.id)) return refuse("NOT_FOUND", "eventId");
    const { dispute, event } = found;
    const { record } = event;
    if (event.agency !== (user in STAFF ? null : user)) return refuse("NOT_YOUR_EVENT", "eventId");
    if (dispute.version !== input["expectedVersion"]) return stale(dispute.version);
    if (event.kind === "CORRECTION") return refuse("EVENT_IS_CORRECTION", "eventId");
    if (event.isCorrected) return refuse("EVENT_CORRECTED", "eventId");
    let backTo: StateRow | null = null;
    if (input["withdraws"]) {
      const inForce = dispute.events.filter((other) => other.kind === "STATUS" && other.record === record && !other.isWithdrawn);
      if (event.kind !== "STATUS" || inForce.some((other) => other.sequence! > event.sequence!)) return refuse("NOT_LAST_STATUS", "eventId");
      backTo = stateRow(record!, event.from!)!;
      const others = dispute.records.filter((other) => other !== record && other.agency === user);
      if (backTo.phase !== "ENDED" && others.some((other) => other.phase !== "ENDED")) return refuse("RECORD_OPEN", "eventId");
    }
    const occurredAt = input["occurredAt"] ? Date.parse(input["occurredAt"]) : event.occurredAt;
    if (occurredAt > world.now + FUTURE_MS) return refuse("OCCURRED_IN_FUTURE", "occurredAt");
    event.isCorrected = true;
    event.isWithdrawn = backTo !== null;
    const correction = tell(world, dispute, {
      kind: "CORRECTION",
      occurredAt,
      agency: event.agency,
      record,
      from: backTo && event.to,
      to: backTo && backTo.id,
      corrects: event,
      note: input["reason"],
    });
    if (backTo) enterState(dispute, record!, backTo, null);
    derive(world, dispute);
    return {
      is: "EventCorrected",
      disputeVersion: dispute.version,
      backTo: backTo?.id ?? null,
      dispute: dispute.ref,
      event: correction.ref,
    };
  },

  linkDisputes(world, user, input, audit) {
    const from = visible(world, user, input["fromDisputeId"]);
    const to = visible(world, user, input["toDisputeId"]);
    if (!from) return refuse("NOT_FOUND", "fromDisputeId");
    if (!to) return refuse("NOT_FOUND", "toDisputeId");
    if (from === to) return refuse("LINK_TO_ITSELF", "toDisputeId");
    if (from.version !== input["expectedVersion"]) return stale(from.version);
    if (from.links.some((link) => link.to === to && link.kind === input["kind"])) return refuse("LINK_EXISTS", "toDisputeId");
    from.links.push({ to, kind: input["kind"] });
    for (const side of [from, to]) {
      tell(world, side, { kind: "LINKED", occurredAt: world.now, note: input["reason"] });
      derive(world, side);
      audit("ALLOWED");
    }
    return { is: "DisputesLinked", disputeVersion: from.version, dispute: from.ref };
  },

  evaluateDispute(world, user, input) {
    const dispute = visible(world, user, input["disputeId"]);
    if (!dispute) return refuse("NOT_FOUND", "disputeId");
    if (dispute.version !== input["expectedVersion"]) return stale(dispute.version);
    if (!["RESOLVED", "UNRESOLVED", "FOLLOW_UP"].includes(dispute.state)) return refuse("NOT_FINISHED", "disputeId");
    const evaluatedAt = Date.parse(input["evaluatedAt"]);
    if (evaluatedAt > world.now + FUTURE_MS) return refuse("OCCURRED_IN_FUTURE", "evaluatedAt");
    dispute.evaluations += 1;
    dispute.isEvaluated = true;
    tell(world, dispute, { kind: "EVALUATED", occurredAt: evaluatedAt, note: input["remark"] ?? null });
    derive(world, dispute);
    return { is: "DisputeEvaluated", state: dispute.state, disputeVersion: dispute.version, dispute: dispute.ref };
  },
};

function refuse(code: string, field: string, more: { currentVersion?: number; holder?: string; allowedSteps?: object[] } = {}): Answer {
  const { currentVersion = null, holder, allowedSteps = [] } = more;
  return { is: "Refused", code, field, currentVersion, holder: holder ? { code: holder } : null, allowedSteps };
}

const stale = (currentVersion: number) => refuse("VERSION_CONFLICT", "expectedVersion", { currentVersion });

/** The desk sees its region; an agency what it was offered or holds. */
function visible(world: World, user: string, disputeId: string | null): DisputeFact | undefined {
  const dispute = world.disputes.find(({ ref }) => ref.id === disputeId && disputeId !== null);
  if (!dispute || user in STAFF) return dispute;
  const candidates = dispute.referrals.flatMap((referral) => referral.candidates);
  const takesPart = candidates.some(({ agency, state }) => agency === user && (state === "OFFERED" || state === "ACCEPTED"));
  return takesPart ? dispute : undefined;
}

function isOffered(dispute: DisputeFact, agency: string): boolean {
  return dispute.referrals.some(({ candidates }) => candidates.some((offer) => offer.agency === agency && offer.state === "OFFERED"));
}

function hasOpenRecord(dispute: DisputeFact, agency: string): boolean {
  return dispute.records.some((record) => record.agency === agency && record.phase !== "ENDED");
}

interface Asked {
  readonly dispute: DisputeFact;
  readonly referral: ReferralFact;
}

function answerable(world: World, user: string, input: Input): Asked | { readonly no: Answer } {
  const found = referralsOf(world).find(({ referral }) => referral.ref.id === input["referralId"]);
  const candidate = found?.referral.candidates.find(({ agency }) => agency === user);
  if (!found || !candidate) return { no: refuse("NOT_FOUND", "referralId") };
  const { referral } = found;
  const holder = referral.holder ?? undefined;
  if (holder && holder !== user) return { no: refuse("REFERRAL_TAKEN", "referralId", { holder }) };
  if (candidate.state !== "OFFERED") return { no: refuse("REFERRAL_ANSWERED", "referralId", { ...(holder && { holder }) }) };
  if (referral.version !== input["expectedVersion"]) return { no: stale(referral.version) };
  if (Date.parse(input["occurredAt"]) > world.now + FUTURE_MS) return { no: refuse("OCCURRED_IN_FUTURE", "occurredAt") };
  return found;
}

// ---- intake

function intakeFault(world: World, input: Input): Answer | undefined {
  if (Date.parse(input["submittedAt"]) > world.now + FUTURE_MS) return refuse("SUBMITTED_IN_FUTURE", "submittedAt");
  if (input["channel"] === "AGENT" && !input["agent"]) return refuse("AUTHORISATION_MISSING", "agent");
  if ((input["headCount"] ?? 1) < 1) return refuse("HEAD_COUNT_INVALID", "headCount");
  const idNumber: string | undefined = input["applicant"].person?.idNumber;
  if (idNumber && !isIdNumber(idNumber)) return refuse("ID_CHECK_DIGIT", "applicant.person.idNumber");
  return undefined;
}

/** GB 11643: the weighted sum of all eighteen digits leaves one, with X for ten. */
function isIdNumber(number: string): boolean {
  const sum = [...number].reduce((total, digit, index) => total + (digit === "X" ? 10 : Number(digit)) * (2 ** (17 - index) % 11), 0);
  return sum % 11 === 1;
}

/** A person by number, a body by name; somebody without a document is nobody known. */
function identityOf(subject: Input): string {
  const { person, organisation } = subject;
  if (organisation) return `body ${organisation.name}`;
  return person.idNumber ? `person ${person.idNumber}` : `unknown ${person.name}`;
}

const nameOf = (who: string): string => who.slice(who.indexOf(" ") + 1);
const isParty = (dispute: DisputeFact, who: string) => dispute.parties.some((party) => party.role !== "RESPONDENT" && isSame(party.who, who));
/** Two people without a document are never taken for one. */
const isSame = (one: string, other: string) => one === other && !one.startsWith("unknown ");
const namesOf = (input: Input, role: string) =>
  ((input["otherParties"] ?? []) as Input[]).filter((party) => party["role"] === role).map((party) => nameOf(identityOf(party)));

function enter(world: World, dispute: DisputeFact, input: Input, isRepeat: boolean): Answer {
  const isNewDispute = dispute.version === 0;
  const who = identityOf(input["applicant"]);
  for (const party of [{ role: "APPLICANT", who }, ...((input["otherParties"] ?? []) as Input[])]) {
    const known = "who" in party ? (party as { role: string; who: string }) : { role: party["role"], who: identityOf(party) };
    if (!dispute.parties.some(({ role, who: present }) => role === known.role && isSame(present, known.who))) dispute.parties.push(known);
  }
  const submittedAt = Date.parse(input["submittedAt"]);
  dispute.submissions.push({ who, isRepeat, submittedAt });
  tell(world, dispute, { kind: isNewDispute ? "REGISTERED" : "ATTACHED", occurredAt: submittedAt });
  derive(world, dispute);
  return {
    is: "SubmissionRegistered",
    isNewDispute,
    isRepeat,
    disputeVersion: dispute.version,
    dispute: dispute.ref,
    receipt: dispute.submissions.length,
  };
}

const weight = (found: { sameRespondent: boolean; sameCategory: boolean; titleLikeness: number }) =>
  (found.sameRespondent ? 2 : 0) + (found.sameCategory ? 1 : 0) + found.titleLikeness;

/** Share of the two-character pieces that both have. */
function likeness(one: string, other: string): number {
  const pieces = (text: string) => new Set([...text].slice(1).map((_, index) => [...text].slice(index, index + 2).join("")));
  const [a, b] = [pieces(one), pieces(other)];
  const shared = [...a].filter((piece) => b.has(piece)).length;
  return shared / (a.size + b.size - shared);
}

// ---- status

/** @returns the answer once the whole batch has been judged: the version in it is the last one. */
function judge(world: World, user: string, item: Input, audit: Note): () => Answer {
  const no = (...why: Parameters<typeof refuse>): (() => Answer) => {
    audit(why[0]);
    return () => refuse(...why);
  };
  if (!item["recordId"] === !item["number"]) return no("RECORD_NOT_NAMED", "recordId");
  const found = recordsOf(world).find(
    ({ record }) =>
      record.agency === user &&
      (item["recordId"] ? record.ref.id === item["recordId"] : isSameNumber(record.number, item["number"])),
  );
  if (!found) return no("NOT_FOUND", item["recordId"] ? "recordId" : "number");
  const { dispute, record } = found;
  const wrongDetails = detailsFault(record.line, item);
  if (wrongDetails) return no(wrongDetails["code"] as string, wrongDetails["field"] as string);
  if (item["sequence"] < 1) return no("SEQUENCE_INVALID", "sequence");
  const report = toReport(world, record, item);
  const { sequence } = report;
  const earlier = sequence <= record.lastSequence ? record.applied[sequence] : record.held.find((held) => held.sequence === sequence)?.body;
  const steps = stepsFrom(record, chineseDay(report.occurredAt));
  const allowedSteps = steps.map(({ to }) => ({ toState: to, label: stateRow(record, to)!.label }));
  if (earlier !== undefined && earlier !== report.body) return no("SEQUENCE_CONFLICT", "sequence");
  if (earlier === undefined) {
    if (report.occurredAt > world.now + FUTURE_MS) return no("OCCURRED_IN_FUTURE", "occurredAt");
    if (sequence > record.lastSequence + 1) {
      if (sequence > record.lastSequence + HOLD_WINDOW) return no("SEQUENCE_TOO_FAR", "sequence");
      if (!stateRow(record, report.to)) return no("STATE_UNKNOWN", "toState");
      record.held.push(report);
    } else {
      const fault = stepFault(record, report);
      if (fault) return no(fault, "toState", { allowedSteps });
      apply(world, dispute, record, report);
    }
  }
  audit("ALLOWED");
  const effect = earlier !== undefined ? "DUPLICATE" : record.lastSequence === sequence ? "APPLIED" : "HELD";
  const released: number[] = [];
  let refusedHeld: { sequence: number; code: string } | null = null;
  for (let next = nextHeld(record); effect === "APPLIED" && next && !refusedHeld; next = nextHeld(record)) {
    record.held = record.held.filter((held) => held !== next);
    const code = stepFault(record, next);
    if (code) {
      refusedHeld = { sequence: next.sequence, code };
      record.refusedHeld.push({ report: next, code });
      audit(code);
    } else {
      apply(world, dispute, record, next);
      released.push(next.sequence);
    }
  }
  const waiting = record.held.map((held) => held.sequence);
  const gap = Array.from({ length: Math.max(0, Math.max(0, ...waiting) - record.lastSequence - 1) }, (_, index) => record.lastSequence + 1 + index);
  derive(world, dispute);
  const { number, state, phase, lastSequence } = record;
  const answer = {
    is: "StatusRecorded",
    effect,
    number,
    sequence,
    state,
    phase,
    lastSequence,
    missing: gap.filter((gone) => !waiting.includes(gone)),
    released,
    refusedHeld: refusedHeld?.sequence ?? null,
    refusedHeldCode: refusedHeld?.code ?? null,
    record: record.ref,
  };
  return () => ({ ...answer, disputeVersion: dispute.version });
}

const nextHeld = (record: RecordFact) => record.held.find((held) => held.sequence === record.lastSequence + 1);

function toReport(world: World, record: RecordFact, item: Input): ReportFact {
  const { sequence, toState: to, note = null, documents = [] } = item;
  const occurredAt = Date.parse(item["occurredAt"]);
  const detail = detailOf(record.line, item);
  const body = JSON.stringify([sequence, to, occurredAt, note, detail === undefined ? "none" : detail, documents]);
  return { sequence, to, occurredAt, note, detail, documents: documents.length, receivedAt: world.now, body };
}

function stepFault(record: RecordFact, report: ReportFact): string | undefined {
  if (!stateRow(record, report.to)) return "STATE_UNKNOWN";
  if (!WORKFLOWS[record.line].transitions.some(({ from, to }) => from === record.state && to === report.to)) return "STEP_NOT_ALLOWED";
  return mayBeEntered(stateRow(record, report.to)!, chineseDay(report.occurredAt)) ? undefined : "STATE_LEGACY";
}

function apply(world: World, dispute: DisputeFact, record: RecordFact, report: ReportFact): void {
  const { sequence, to, occurredAt, receivedAt, note, documents } = report;
  world.steps.push(`${record.line} ${record.state} ${to}`);
  tell(world, dispute, { kind: "STATUS", occurredAt, recordedAt: receivedAt, agency: record.agency, record, from: record.state, to, sequence, note, documents });
  record.applied[sequence] = report.body;
  record.lastSequence = sequence;
  if (report.detail !== undefined) record.detail = report.detail;
  enterState(dispute, record, stateRow(record, to)!, occurredAt);
}

/** @param occurredAt null when a record goes back: an end it falls back into was reached before. */
function enterState(dispute: DisputeFact, record: RecordFact, { id, phase, outcome }: StateRow, occurredAt: number | null): void {
  if (outcome !== record.outcome) dispute.isEvaluated = false;
  const endedAt = phase === "ENDED" ? (record.endedAt ?? occurredAt) : null;
  Object.assign(record, { state: id, phase, outcome, endedAt, version: record.version + 1 });
}

export const stateRow = ({ line }: Pick<RecordFact, "line">, id: string) => WORKFLOWS[line].states.find((state) => state.id === id);

/** What a record may be told next on a day, in the order of the table. */
export function stepsFrom(record: Pick<RecordFact, "line" | "state">, day: string): TransitionRow[] {
  return WORKFLOWS[record.line].transitions.filter(({ from, to }) => from === record.state && mayBeEntered(stateRow(record, to)!, day));
}

const mayBeEntered = (state: StateRow, day: string) => !state.legacyUntil || day <= state.legacyUntil;
/** China has kept UTC+8 since 1992. */
export const chineseDay = (moment: number) => new Date(moment + 8 * 3_600_000).toISOString().slice(0, 10);
const isSameNumber = (one: string, other: string) => toBrackets(one) === toBrackets(other);
const toBrackets = (number: string) => number.replace(/[（〔]/g, "(").replace(/[）〕]/g, ")");
const papers = (input: Input) => (input["documents"] ?? []).length as number;

/** The one field of each line's record that the sequences write. */
export const DETAIL_FIELDS = {
  PETITION: ["petition", "petitionIsFirst"],
  LITIGATION: ["litigation", "causeOfAction"],
  MEDIATION: ["mediation", "mediator"],
  ARBITRATION: ["arbitration", "workerCount"],
  LEGAL_AID: ["legalAid", "lawyer"],
} as const;

/** Undefined leaves the field as it is, null clears it. */
function detailOf(line: RecordFact["line"], input: Input): unknown {
  const [group, field] = DETAIL_FIELDS[line];
  return input["details"]?.[group]?.[field];
}

function detailsFault(line: RecordFact["line"], input: Input): Answer | undefined {
  const [own] = DETAIL_FIELDS[line];
  const other = Object.keys(input["details"] ?? {}).find((group) => input["details"][group] && group !== own);
  if (other) return refuse("DETAILS_OF_OTHER_LINE", `details.${other}`);
  const workers = input["details"]?.arbitration?.workerCount;
  return typeof workers === "number" && workers < 1 ? refuse("DETAILS_INVALID", "details.arbitration.workerCount") : undefined;
}

// ---- what follows from it

function tell(world: World, dispute: DisputeFact, event: Pick<EventFact, "kind" | "occurredAt"> & Partial<EventFact>): EventFact {
  dispute.version += 1;
  const full: EventFact = {
    ref: newRef(),
    recordedAt: world.now,
    agency: null,
    record: null,
    from: null,
    to: null,
    sequence: null,
    note: null,
    corrects: null,
    documents: 0,
    isCorrected: false,
    isWithdrawn: false,
    ...event,
  };
  dispute.events.push(full);
  world.feed.push({ kind: full.kind, dispute: dispute.ref, version: dispute.version, event: full.ref });
  return full;
}

/** Nobody sets a dispute's state: docs/workflows/dispute-state.md, read from the top. */
function derive(world: World, dispute: DisputeFact): void {
  const done = dispute.records.filter((record) => record.phase !== "ACTIVE");
  const best = Math.max(0, ...done.map((record) => RANKS.indexOf(record.outcome!)));
  const facts: DisputeFacts = {
    hasActiveRecord: dispute.records.some((record) => record.phase === "ACTIVE"),
    hasSettlingRecord: dispute.records.some((record) => record.phase === "SETTLING"),
    hasPendingReferral: dispute.referrals.some((referral) => referral.state === "OFFERED"),
    bestOutcome: RANKS[best]!,
    isGradedOrReferred: dispute.isGraded || dispute.isReferred,
    isEvaluated: dispute.isEvaluated,
    isReturned: dispute.isReturned,
  };
  const fits = (when: object) =>
    Object.entries(when).every(([fact, wanted]) => [wanted].flat().includes(facts[fact as keyof DisputeFacts] as never));
  const row = DISPUTE_STATE_ROWS.find(({ when }) => fits(when))!;
  world.rows.push(row.id);
  dispute.state = row.state;
}

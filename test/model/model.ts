import type { StateRow } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import {
  closeInformers,
  enter,
  identityOf,
  intakeFault,
  isParty,
  isSame,
  isSecretOf,
  likeness,
  nameOf,
  namesOf,
  weight,
} from "./intake";
import {
  chineseDay,
  detailOf,
  detailsFault,
  enterState,
  isSameNumber,
  mayBeEntered,
  papers,
  stateRow,
} from "./records";
import { FUTURE_MS, refuse, stale } from "./refusal";
import { coordinateAfter, isLateObjection, mindedIn, routesOf, turnAway, type Target } from "./routing";
import { judge, type Note } from "./statuses";
import { derive, tell } from "./story";
import {
  eventsOf,
  newRef,
  recordsOf,
  referralsOf,
  type Answer,
  type Call,
  type DeedName,
  type DisputeFact,
  type Input,
  type RecordFact,
  type ReferralFact,
  type World,
} from "./world";

// The rules of the hub a second time, written from the documents and the tables (docs/workflows, design 3 and 6) and
// not from the code: what the two disagree on is a fault of one of them.

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

function compareIds(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one, "base64"), Buffer.from(other, "base64"));
}

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
        sameRespondent: dispute.parties.some(
          (party) => party.role === "RESPONDENT" && respondents.includes(nameOf(party.who)),
        ),
        titleLikeness: likeness(dispute.title, input["title"]),
      }))
      .filter((found) => found.sameCategory || found.sameRespondent || found.titleLikeness >= 0.5)
      // Ids are given as calls arrive. Of two that came at once the second may have been entered first.
      .sort((a, b) => weight(b) - weight(a) || compareIds(a.dispute.id!, b.dispute.id!));
    if (similar.some(({ dispute }) => !input["openBesides"]?.includes(dispute.id)))
      return { is: "SimilarDisputesFound", similar };
    const dispute: DisputeFact = {
      ref: newRef(),
      title: input["title"],
      category: input["category"],
      isGraded: Boolean(input["grade"]),
      traceCode: null,
      version: 0,
      state: "REGISTERED",
      appointed: null,
      lead: null,
      isReferred: false,
      isReturned: false,
      isEvaluated: false,
      round: 1,
      parties: [],
      submissions: [],
      referrals: [],
      records: [],
      isCoordinated: false,
      events: [],
      links: [],
      evaluations: 0,
    };
    const known = world.disputes.filter(({ ref }) => similar.some((found) => found.dispute === ref));
    world.disputes.push(dispute);
    return enter(world, dispute, input, !known.every((one) => isSecretOf(one, who)));
  },

  attachSubmission(world, user, input) {
    const fault = intakeFault(world, input);
    if (fault) return fault;
    const dispute = visible(world, user, input["disputeId"]);
    if (!dispute) return refuse("NOT_FOUND", "disputeId");
    if (dispute.version !== input["expectedVersion"]) return stale(dispute.version);
    const who = identityOf(input["applicant"]);
    if (dispute.state === "CLOSED")
      Object.assign(dispute, { isReturned: true, isEvaluated: false, round: dispute.round + 1, appointed: null });
    return enter(
      world,
      dispute,
      input,
      dispute.submissions.some((submission) => isSame(submission.who, who)),
    );
  },

  referDispute(world, user, input, audit) {
    const targets = input["targets"] as Target[];
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
    const routes = routesOf(dispute, user, targets);
    const turnedAway = turnAway(world, dispute, routes, targets);
    if (turnedAway) return turnedAway;
    dispute.isReferred = true;
    for (const route of routes) if (route.ok && route.change.verdict === "OVERRIDDEN") audit("OVERRIDDEN");
    audit("ALLOWED");
    const referrals = targets.map(({ line, agencyCodes, takesLead = false, reason }, at) => {
      const candidates = agencyCodes.map((agency) => ({ agency, state: "OFFERED" as const }));
      const referral = {
        ref: newRef(),
        line,
        takesLead,
        version: 1,
        state: "OFFERED",
        holder: null,
        offeredAt: world.now,
        returnedAt: null,
        candidates,
      } as ReferralFact;
      dispute.referrals.push(referral);
      tell(world, dispute, { kind: "REFERRED", occurredAt: world.now, note: reason + mindedIn(routes[at]!) });
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
    if (line === "LITIGATION" && !/^[(（]\d{4}[)）]浙0482民初\d+号$/.test(input["number"]))
      return refuse("NUMBER_FORMAT", "number");
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
      round: dispute.round,
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
    if (line === "INSPECTION" && opening.id === "REPORT") closeInformers(dispute);
    for (const candidate of referral.candidates) {
      if (candidate.agency === user) candidate.state = "ACCEPTED";
      else if (candidate.state === "OFFERED") candidate.state = "LAPSED";
    }
    Object.assign(referral, { state: "ACCEPTED", holder: user, version: referral.version + 1 });
    if (referral.takesLead) dispute.appointed = user;
    Object.assign(dispute, { isEvaluated: false, isReturned: false });
    tell(world, dispute, {
      kind: "ACCEPTED",
      occurredAt,
      agency: user,
      record,
      to: opening.id,
      documents: papers(input),
    });
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
    if (isLateObjection(input["reason"], referral.offeredAt, world.now)) return refuse("OBJECTION_LATE", "reason");
    Object.assign(
      referral.candidates.find((candidate) => candidate.agency === user)!,
      {
        state: "RETURNED",
        answer: { at: world.now, reason: input["reason"], note: input["note"] },
      },
    );
    if (referral.candidates.every((candidate) => candidate.state === "RETURNED")) {
      Object.assign(referral, { state: "RETURNED", returnedAt: world.now });
    }
    referral.version += 1;
    tell(world, dispute, {
      kind: "RETURNED",
      occurredAt: Date.parse(input["occurredAt"]),
      agency: user,
      note: input["note"],
    });
    coordinateAfter(world, dispute, referral, user);
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
    if (event.isWithdrawn || (event.isCorrected && !input["withdraws"])) return refuse("EVENT_CORRECTED", "eventId");
    let backTo: StateRow | null = null;
    if (input["withdraws"]) {
      const inForce = dispute.events.filter(
        (other) => other.kind === "STATUS" && other.record === record && !other.isWithdrawn,
      );
      if (event.kind !== "STATUS" || inForce.some((other) => other.sequence! > event.sequence!))
        return refuse("NOT_LAST_STATUS", "eventId");
      backTo = stateRow(record!, event.from!)!;
    }
    const occurredAt = input["occurredAt"] ? Date.parse(input["occurredAt"]) : event.occurredAt;
    if (occurredAt > world.now + FUTURE_MS) return refuse("OCCURRED_IN_FUTURE", "occurredAt");
    const others = dispute.records.filter((other) => other !== record && other.agency === user);
    if (backTo && backTo.phase !== "ENDED" && others.some((other) => other.phase !== "ENDED")) {
      return refuse("RECORD_OPEN", "eventId");
    }
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
    if (from.links.some((link) => link.to === to && link.kind === input["kind"]))
      return refuse("LINK_EXISTS", "toDisputeId");
    from.links.push({ to, kind: input["kind"] });
    for (const side of [from, to]) {
      tell(world, side, { kind: "LINKED", occurredAt: world.now });
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
    // Nobody reached is a try, not a follow-up.
    dispute.isEvaluated ||= input["centre"] !== "NOT_REACHED" || input["agency"] !== "NOT_REACHED";
    tell(world, dispute, { kind: "EVALUATED", occurredAt: evaluatedAt, note: input["remark"] ?? null });
    derive(world, dispute);
    return { is: "DisputeEvaluated", state: dispute.state, disputeVersion: dispute.version, dispute: dispute.ref };
  },
};

/** The desk sees its region; an agency what it was offered or holds. */
function visible(world: World, user: string, disputeId: string | null): DisputeFact | undefined {
  const dispute = world.disputes.find(({ ref }) => ref.id === disputeId && disputeId !== null);
  if (!dispute || user in STAFF) return dispute;
  const candidates = dispute.referrals.flatMap((referral) => referral.candidates);
  const takesPart = candidates.some(
    ({ agency, state }) => agency === user && (state === "OFFERED" || state === "ACCEPTED"),
  );
  return takesPart ? dispute : undefined;
}

function isOffered(dispute: DisputeFact, agency: string): boolean {
  return dispute.referrals.some(({ candidates }) =>
    candidates.some((offer) => offer.agency === agency && offer.state === "OFFERED"),
  );
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
  if (candidate.state !== "OFFERED")
    return { no: refuse("REFERRAL_ANSWERED", "referralId", { ...(holder && { holder }) }) };
  if (referral.version !== input["expectedVersion"]) return { no: stale(referral.version) };
  if (Date.parse(input["occurredAt"]) > world.now + FUTURE_MS)
    return { no: refuse("OCCURRED_IN_FUTURE", "occurredAt") };
  return found;
}

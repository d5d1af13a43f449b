import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from "graphql";
import {
  aStatus,
  doDeed,
  deadlineOf,
  freshKey,
  freshNumber,
  openCoordinated,
  openDispute,
  openedDeadline,
  openRecord,
  openReferral,
  spareAgency,
  versionOf,
  walk,
  type Deed,
} from "./deeds";
import { businessDay } from "../../src/platform/clock";
import type { TestHub } from "./hub";
import { aNotice } from "./notices";
import { aPerson } from "./people";

const DIGEST = "0f".repeat(32);
const now = (hub: TestHub) => hub.clock.now().toISOString();

export interface Prepared {
  readonly user: string;
  /** An input with every field there is filled in. */
  readonly input: Record<string, unknown>;
}
const PAPER = {
  kind: "身份证明",
  name: "身份证复印件",
  digest: DIGEST,
  digestAlgorithm: "SHA256",
  issuedOn: "2026-03-01",
};
const DETAILS = {
  petition: {
    petitionReceiver: "BUREAU",
    petitionMatter: "APPEAL",
    petitionOpinion: "SUPPORT",
    petitionIsFirst: true,
    petitionItem: "OPINION",
    petitionIsSimple: false,
  },
  litigation: { courtProcedure: "ORDINARY", causeOfAction: "相邻关系纠纷", claimAmountYuan: "100.00" },
  mediation: { mediationKind: "PEOPLES", mediator: "钱调解员", agreedAmountYuan: "200.00" },
  arbitration: { awardKind: "FINAL", isSimplified: false, workerCount: 3, awardAmountYuan: "300.00" },
  legalAid: { aidForm: "DRAFTING", meansTestWaived: false, lawyer: "孙律师" },
  inspection: { inspectionMatter: "WAGES", affectedWorkers: 3, orderedAmountYuan: "400.00" },
  hotline: { hotlineRequest: "HELP", handlingUnit: "市水务集团", isSolved: true, isSatisfied: false },
};
const body = () => ({ organisation: { name: "平湖某物业公司", uscc: "91330482MA28A1B2XW" } });

const submission = (hub: TestHub) => ({
  channel: "AGENT",
  submittedAt: now(hub),
  content: "楼上漏水。",
  applicant: aPerson(),
  otherParties: [{ role: "RESPONDENT", headCount: 2, ...body() }],
  isReport: false,
  headCount: 3,
  agent: { ...aPerson("代办员"), authorisation: "授权委托书" },
  sourceSystem: "12345热线",
  externalNo: freshKey(),
  documents: [PAPER],
});

/** What each deed is given, each on things of its own so that it may be allowed. */
const PREPARE: Readonly<Record<Deed, (hub: TestHub) => Promise<Prepared>>> = {
  registerSubmission: async (hub) => ({
    user: "clerk",
    input: {
      ...submission(hub),
      title: "楼上住户漏水",
      category: "NEIGHBOR",
      regionCode: "330482",
      flags: ["URGENT"],
      grade: "SIMPLE",
      amountYuan: "500.00",
      openBesides: [(await openDispute(hub)).disputeId],
    },
  }),
  attachSubmission: async (hub) => {
    const { disputeId, version } = await openDispute(hub);
    return { user: "clerk", input: { ...submission(hub), disputeId, expectedVersion: version, inOwnName: true } };
  },
  referDispute: async (hub) => {
    const { disputeId, version } = await openDispute(hub);
    const target = {
      line: "MEDIATION",
      agencyCodes: ["ph-mediation"],
      takesLead: true,
      reason: "人民调解法17",
      door: "PEOPLES_MEDIATION",
      overrideReason: "双方均在本村",
    };
    const facts = [{ fact: "isMinorScuffle", isSo: false }];
    return { user: "clerk", input: { disputeId, expectedVersion: version, targets: [target], facts } };
  },
  acceptReferral: async (hub) => {
    const petition = await openRecord(hub, "PETITION");
    await walk(hub, "PETITION", petition.recordId, ["SCREENED", "FORWARDED", "NOTIFIED", "CHANNELLED"]);
    const overrideReason = "双方愿意调解";
    const { referrals } = await doDeed(hub, "supervisor", "referDispute", {
      disputeId: petition.disputeId,
      expectedVersion: await versionOf(hub, petition.disputeId),
      targets: [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], reason: "人民调解法17", overrideReason }],
    });
    const input = {
      referralId: referrals[0].id,
      expectedVersion: 1,
      number: freshNumber("MEDIATION"),
      state: "APPLIED",
      occurredAt: now(hub),
      follows: { recordId: petition.recordId, code: "F-PET-CHANNEL" },
    };
    return { user: "ph-mediation", input: { ...input, details: DETAILS, documents: [PAPER] } };
  },
  returnReferral: async (hub) => {
    const { referralId } = await openReferral(hub);
    return {
      user: "ph-mediation",
      input: { referralId, expectedVersion: 1, reason: "NOT_COMPETENT", note: "不属职权", occurredAt: now(hub) },
    };
  },
  closeSupervision: async (hub) => {
    const { disputeId, version } = await openCoordinated(hub);
    return { user: "supervisor", input: { disputeId, expectedVersion: version, resolution: "由镇调委会办理" } };
  },
  closeAgency: async (hub) => {
    const [agencyCode, successorCode] = [await spareAgency(hub), await spareAgency(hub)];
    await openReferral(hub, "MEDIATION", [agencyCode]);
    return { user: "supervisor", input: { agencyCode, successorCode, reason: "机构改革" } };
  },
  loadCalendarNotice: async () => ({ user: "supervisor", input: { ...aNotice() } }),
  reportStatus: async (hub) => {
    const { recordId, number } = await openRecord(hub);
    return {
      user: "ph-mediation",
      input: { ...aStatus(hub, recordId, 1, "ACCEPTED"), number, note: "受理", details: DETAILS, documents: [PAPER] },
    };
  },
  reportStatuses: async (hub) => {
    const { input, user } = await PREPARE.reportStatus(hub);
    return { user, input: { items: [input] } };
  },
  correctEvent: async (hub) => {
    const { disputeId, version } = await openDispute(hub);
    const { data } = await hub.ask("clerk", `{ dispute(id: "${disputeId}") { timeline { nodes { id } } } }`);
    const input = {
      eventId: data.dispute.timeline.nodes[0].id,
      expectedVersion: version,
      reason: "日期有误",
      occurredAt: now(hub),
      withdraws: false,
    };
    return { user: "clerk", input };
  },
  linkDisputes: async (hub) => {
    const [from, to] = [await openDispute(hub), await openDispute(hub)];
    const input = {
      fromDisputeId: from.disputeId,
      expectedVersion: 1,
      toDisputeId: to.disputeId,
      kind: "RELATED",
      reason: "同一楼栋",
    };
    return { user: "clerk", input };
  },
  confirmDeadline: async (hub) => {
    const { disputeId, recordId } = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", recordId, ["FILED", "ENTRUSTED_MEDIATION"]);
    const deadlineId = await deadlineOf(hub, recordId, "LIT-ENTMED-ORDINARY");
    const expectedVersion = await versionOf(hub, disputeId);
    const receivedOn = businessDay(hub.clock.now());
    return { user: "ph-court", input: { deadlineId, expectedVersion, receivedOn, applies: true, reason: "送达回证" } };
  },
  extendDeadline: async (hub) => {
    const { disputeId, recordId } = await openRecord(hub, "ARBITRATION");
    await walk(hub, "ARBITRATION", recordId, ["ACCEPTED"]);
    const deadlineId = await deadlineOf(hub, recordId, "ARB-AWARD");
    const expectedVersion = await versionOf(hub, disputeId);
    const granted = { length: 15, unit: "CALENDAR_DAY", grantor: "仲裁委员会主任", notifiedOn: "2026-04-10" };
    return { user: "ph-arbitration", input: { deadlineId, expectedVersion, ...granted, reason: "案情复杂" } };
  },
  openDeadline: async (hub) => {
    const { disputeId, recordId } = await openRecord(hub, "LITIGATION");
    const expectedVersion = await versionOf(hub, disputeId);
    const anchorAt = now(hub);
    const set = { limitId: "LIT-EVID-ORDINARY", anchorOn: businessDay(hub.clock.now()), anchorAt, length: 20 };
    const input = { recordId, expectedVersion, ...set, unit: "CALENDAR_DAY", reason: "举证通知书" };
    return { user: "ph-court", input };
  },
  closeDeadline: async (hub) => {
    const { deadlineId, version } = await openedDeadline(hub);
    const input = { deadlineId, expectedVersion: version, closedOn: businessDay(hub.clock.now()), withdraws: false };
    return { user: "ph-petition", input: { ...input, reason: "收到反馈" } };
  },
  evaluateDispute: async (hub) => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL"]);
    const input = {
      disputeId,
      expectedVersion: await versionOf(hub, disputeId),
      centre: "SATISFIED",
      agency: "SATISFIED",
      remark: "好",
      evaluatedAt: now(hub),
    };
    return { user: "clerk", input };
  },
};

/** An input for the deed with every field filled in, though two fields of it may not go together. */
export function prepare(hub: TestHub, deed: Deed): Promise<Prepared> {
  return PREPARE[deed](hub);
}

/** The same without what would be refused: fields of other lines, a record named twice. */
export async function prepareAllowed(hub: TestHub, deed: Deed): Promise<Prepared> {
  const { user, input } = await prepare(hub, deed);
  const allow = (given: Record<string, unknown>): Record<string, unknown> => ({
    ...given,
    ...("details" in given && { details: { mediation: DETAILS.mediation } }),
    ...("recordId" in given && "number" in given && { number: null }),
  });
  const items = input["items"] as Record<string, unknown>[] | undefined;
  return { user, input: { ...allow(input), ...(items && { items: items.map(allow) }) } };
}

/** Every place of an input where a value stands, with the type it has. */
export function* places(
  type: GraphQLInputObjectType,
  value: Record<string, unknown>,
  path: (string | number)[] = [],
): Generator<[(string | number)[], GraphQLInputType]> {
  for (const field of Object.values(type.getFields())) {
    if (field.name === "clientKey" && path.length === 0) continue;
    const here = [...path, field.name];
    const given = value[field.name];
    if (given === undefined) throw new Error(`${here.join(".")} is not filled in`);
    if (given === null) continue;
    yield [here, field.type];
    const inner = getNamedType(field.type);
    if (!isInputObjectType(inner)) continue;
    const isList = isListType(getNullableType(field.type));
    for (const [index, member] of (isList
      ? (given as Record<string, unknown>[])
      : [given as Record<string, unknown>]
    ).entries()) {
      yield* places(inner, { ...complement(inner), ...member }, isList ? [...here, index] : here);
    }
  }
}

/** Alternatives of which an input holds one: the other is null. */
function complement(type: GraphQLInputObjectType): Record<string, unknown> {
  return "person" in type.getFields() && "organisation" in type.getFields() ? { person: null, organisation: null } : {};
}

/** A copy of the input with another value at one place. */
export function withChange(value: unknown, [key, ...rest]: readonly (string | number)[], changed: unknown): unknown {
  if (key === undefined) return changed;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key] = withChange(copy[key], rest, changed);
  return copy;
}

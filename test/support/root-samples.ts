import {
  aStatus,
  aSubmission,
  doDeed,
  freshKey,
  deadlineOf,
  freshNumber,
  openCoordinated,
  openDispute,
  openedDeadline,
  openRecord,
  openReferral,
  spareAgency,
  versionOf,
  walk,
  type OpenRecord,
} from "./deeds";
import type { TestHub, User } from "./hub";
import { aNotice } from "./notices";
import { freshIdNumber } from "./people";

/** One way to ask a root field that answers with as much as there can be. */
export interface RootSample {
  readonly field: string;
  readonly operation: "query" | "mutation";
  readonly user: User;
  /** The type asked for, where the field itself tells of any. */
  readonly on?: string;
  /** What the field is asked with; what must be there before is done here. */
  variables(hub: TestHub, whole: WholeDispute): Promise<object>;
}

/** A dispute with something of every kind hanging on it. */
export interface WholeDispute extends OpenRecord {
  readonly idNumber: string;
  readonly personId: string;
}

const DOCUMENT = { kind: "证据", name: "现场照片", digest: "a".repeat(64) };
const AGREED = ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL"];

/** Agent, body, papers, links both ways, an ended and an open record, a status that waits, a correction, an evaluation. */
export async function openWholeDispute(hub: TestHub): Promise<WholeDispute> {
  const idNumber = freshIdNumber();
  const person = { name: "沈秋实", idKind: "RESIDENT_ID", idNumber, phone: "13912345678" };
  const changes = {
    applicant: { person },
    otherParties: [
      { role: "RESPONDENT", organisation: { name: "平湖市某某物业服务有限公司" } },
      { role: "THIRD_PARTY", person: { name: "顾长风", idKind: "NONE" } },
    ],
    agent: { person: { name: "林知远", idKind: "RESIDENT_ID", idNumber: freshIdNumber() }, authorisation: "一般代理" },
    documents: [DOCUMENT],
  };
  const record = await openRecordOf(hub, await openDispute(hub, changes), "MEDIATION", "ph-mediation");
  await walk(hub, "MEDIATION", record.recordId, [...AGREED, "PERFORMED"]);
  await doDeed(hub, "ph-mediation", "correctEvent", {
    eventId: await lastEvent(hub, record.disputeId),
    expectedVersion: await versionOf(hub, record.disputeId),
    reason: "录入有误",
    occurredAt: hub.clock.now().toISOString(),
  });
  const litigation = await openRecordOf(hub, record, "LITIGATION", "ph-court");
  await doDeed(hub, "ph-court", "reportStatus", aStatus(hub, litigation.recordId, 3, "FILED"));
  const other = await openDispute(hub);
  for (const [from, to] of [
    [record.disputeId, other.disputeId],
    [other.disputeId, record.disputeId],
  ] as const) {
    await doDeed(hub, "clerk", "linkDisputes", {
      fromDisputeId: from,
      toDisputeId: to,
      kind: "RELATED",
      reason: "同一小区",
      expectedVersion: await versionOf(hub, from),
    });
  }
  const QUERY = "query ($id: ID!) { dispute(id: $id) { parties(first: 1) { nodes { person { id } } } } }";
  const { data } = await hub.ask("clerk", QUERY, { id: record.disputeId });
  return { ...litigation, idNumber, personId: data.dispute.parties.nodes[0].person.id };
}

async function openRecordOf(
  hub: TestHub,
  dispute: { readonly disputeId: string; readonly traceCode: string; readonly followCode: string },
  line: string,
  agency: string,
): Promise<OpenRecord> {
  const referred = await doDeed(hub, "clerk", "referDispute", {
    disputeId: dispute.disputeId,
    expectedVersion: await versionOf(hub, dispute.disputeId),
    targets: [{ line, agencyCodes: [agency], reason: "依法分流", takesLead: true }],
    facts: [{ fact: "hasCrimeClue", isSo: false }],
  });
  const referralId = referred.referrals[0].id;
  const number = freshNumber(line);
  const { record } = await doDeed(hub, agency, "acceptReferral", {
    referralId,
    expectedVersion: 1,
    number,
    occurredAt: hub.clock.now().toISOString(),
  });
  return { ...dispute, version: await versionOf(hub, dispute.disputeId), referralId, recordId: record.id, number };
}

async function lastEvent(hub: TestHub, disputeId: string): Promise<string> {
  const QUERY = "query ($id: ID!) { dispute(id: $id) { timeline(first: 100) { nodes { id } } } }";
  const { data } = await hub.ask("clerk", QUERY, { id: disputeId });
  return data.dispute.timeline.nodes.at(-1).id;
}

const query = (
  field: string,
  user: User,
  variables: (whole: WholeDispute) => object = () => ({}),
  on?: string,
): RootSample => ({
  field,
  operation: "query",
  user,
  ...(on && { on }),
  variables: async (_hub, whole) => variables(whole),
});

const deed = (
  field: string,
  user: User,
  input: (hub: TestHub, whole: WholeDispute) => Promise<object>,
): RootSample => ({
  field,
  operation: "mutation",
  user,
  variables: async (hub, whole) => ({ input: { clientKey: freshKey(), ...(await input(hub, whole)) } }),
});

const PAGE = { first: 50 };
const now = (hub: TestHub) => hub.clock.now().toISOString();

/** Every root field at least once, and once for each kind of caller that it reads differently for. */
export const ROOT_SAMPLES: readonly RootSample[] = [
  query("me", "ph-court"),
  query("labels", null),
  query("agencies", "clerk", () => ({ line: "MEDIATION", regionCode: "330482" })),
  query("dispute", "clerk", ({ traceCode }) => ({ traceCode })),
  query("dispute", "ph-court", ({ disputeId }) => ({ id: disputeId })),
  query("routingAdvice", "clerk", ({ disputeId }) => ({
    disputeId,
    facts: [{ fact: "concernsBuildingOrNoise", isSo: true }],
  })),
  query("supervisionOrders", "clerk"),
  query("disputes", "clerk", () => PAGE),
  query("disputes", "ph-court", () => ({ ...PAGE, filter: { states: ["IN_PROCESS"] } })),
  query("disputes", "supervisor", () => ({ ...PAGE, filter: { text: "漏水", categories: ["NEIGHBOR"] } })),
  query("worklist", "clerk", () => PAGE),
  query("worklist", "ph-court", () => PAGE),
  query("worklist", "clerk", () => ({ ...PAGE, by: "DUE_SOON" })),
  query("worklist", "ph-court", () => ({ ...PAGE, by: "DUE_SOON" })),
  query("deadlines", "clerk", () => PAGE),
  query("deadlines", "supervisor", () => ({ ...PAGE, filter: { light: "ORANGE", line: "LITIGATION" } })),
  query("deadlines", "ph-court", () => ({ ...PAGE, filter: { isOverdue: false, dueBefore: "2027-01-01" } })),
  query("changes", "supervisor", () => PAGE),
  query("changes", "ph-court", () => PAGE),
  query("node", "clerk", ({ personId }) => ({ id: personId }), "Person"),
  query("node", "clerk", ({ disputeId }) => ({ id: disputeId }), "Dispute"),
  query("node", "clerk", ({ recordId }) => ({ id: recordId }), "AgencyRecord"),
  query("nodes", "clerk", ({ disputeId }) => ({ ids: [disputeId] }), "Dispute"),
  query("nodes", "ph-court", ({ disputeId, personId, recordId }) => ({ ids: [personId, recordId, disputeId] }), "Node"),
  query("person", "clerk", ({ personId }) => ({ id: personId })),
  query("citizenHistory", "clerk", ({ idNumber }) => ({ idNumber, idKind: "RESIDENT_ID", purpose: "INTAKE" })),
  query("searchPersons", "clerk", () => ({ name: "沈秋实", purpose: "INTAKE" })),
  query("searchPersons", "clerk", () => ({ name: "沈秋实", phone: "13912345678", purpose: "INTAKE" })),
  query("routePreview", "supervisor", () => ({ draft: { remove: ["05-邻里.FIRST.PEOPLES_MEDIATION"] } })),
  query("trackSubmission", null, ({ followCode }) => ({ followCode })),

  deed("registerSubmission", "clerk", async (hub) => aSubmission(hub, { documents: [DOCUMENT] })),
  deed("attachSubmission", "clerk", async (hub) => {
    const { disputeId, version } = await openDispute(hub);
    const applicant = { person: { name: "许清和", idKind: "RESIDENT_ID", idNumber: freshIdNumber() } };
    return { disputeId, expectedVersion: version, channel: "WEB", submittedAt: now(hub), content: "补充", applicant };
  }),
  deed("referDispute", "clerk", async (hub) => {
    const { disputeId, version } = await openDispute(hub);
    const targets = [{ line: "MEDIATION", agencyCodes: ["ph-mediation", "ph-mediation-property"], reason: "依法分流" }];
    const facts = ["isMinorScuffle", "hasCrimeClue"].map((fact) => ({ fact, isSo: false }));
    return { disputeId, expectedVersion: version, targets, facts };
  }),
  deed("acceptReferral", "ph-mediation", async (hub) => {
    const { referralId } = await openReferral(hub);
    return { referralId, expectedVersion: 1, number: freshNumber("MEDIATION"), occurredAt: now(hub) };
  }),
  deed("returnReferral", "ph-mediation", async (hub) => {
    const { referralId } = await openReferral(hub);
    return { referralId, expectedVersion: 1, reason: "OTHER_AGENCY", note: "不属本会", occurredAt: now(hub) };
  }),
  deed("closeSupervision", "supervisor", async (hub) => {
    const { disputeId, version } = await openCoordinated(hub);
    return { disputeId, expectedVersion: version, resolution: "由镇调委会办理" };
  }),
  deed("closeAgency", "supervisor", async (hub) => {
    const [agencyCode, successorCode] = [await spareAgency(hub), await spareAgency(hub)];
    await openReferral(hub, "MEDIATION", [agencyCode]);
    return { agencyCode, successorCode, reason: "机构改革" };
  }),
  deed("loadCalendarNotice", "supervisor", async () => aNotice()),
  deed("reportStatus", "ph-mediation", async (hub) => {
    const { recordId } = await openRecord(hub);
    return aStatus(hub, recordId, 1, "ACCEPTED", { documents: [DOCUMENT] });
  }),
  deed("reportStatuses", "ph-mediation", async (hub) => {
    const records = [await openRecord(hub), await openRecord(hub)];
    const items = records.flatMap(({ recordId }) => [
      ...AGREED.map((state, index) => aStatus(hub, recordId, index + 1, state)),
      aStatus(hub, recordId, 7, "PERFORMED"),
    ]);
    return { items };
  }),
  deed("correctEvent", "ph-mediation", async (hub) => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, AGREED);
    const expectedVersion = await versionOf(hub, disputeId);
    return { eventId: await lastEvent(hub, disputeId), expectedVersion, reason: "录入有误", withdraws: true };
  }),
  deed("linkDisputes", "clerk", async (hub) => {
    const [from, to] = [await openDispute(hub), await openDispute(hub)];
    const ends = { fromDisputeId: from.disputeId, toDisputeId: to.disputeId };
    return { ...ends, kind: "RELATED", reason: "同一小区", expectedVersion: from.version };
  }),
  deed("confirmDeadline", "ph-petition", async (hub) => {
    const { disputeId, recordId } = await openRecord(hub, "PETITION");
    const expectedVersion = await versionOf(hub, disputeId);
    return {
      deadlineId: await deadlineOf(hub, recordId, "PET-FWD"),
      expectedVersion,
      applies: true,
      reason: "信访局收到",
    };
  }),
  deed("extendDeadline", "clerk", async (hub) => {
    const { disputeId, recordId } = await openRecord(hub, "ARBITRATION");
    await walk(hub, "ARBITRATION", recordId, ["ACCEPTED"]);
    const expectedVersion = await versionOf(hub, disputeId);
    const deadlineId = await deadlineOf(hub, recordId, "ARB-AWARD");
    const granted = { length: 10, unit: "CALENDAR_DAY", grantor: "仲裁委员会主任", notifiedOn: "2026-03-02" };
    return { deadlineId, expectedVersion, ...granted, reason: "案情复杂" };
  }),
  deed("openDeadline", "supervisor", async (hub) => {
    const { disputeId, recordId } = await openRecord(hub, "PETITION");
    await walk(hub, "PETITION", recordId, ["SCREENED", "ASSIGNED"]);
    const expectedVersion = await versionOf(hub, disputeId);
    const set = { limitId: "PET-FEEDBACK", anchorOn: "2026-03-02", length: 20, unit: "CALENDAR_DAY" };
    return { recordId, expectedVersion, ...set, reason: "交办函" };
  }),
  deed("closeDeadline", "supervisor", async (hub) => {
    const { deadlineId, version } = await openedDeadline(hub);
    return { deadlineId, expectedVersion: version, closedOn: "2026-03-02", reason: "收到反馈" };
  }),
  deed("evaluateDispute", "clerk", async (hub) => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, [...AGREED, "PERFORMED"]);
    const expectedVersion = await versionOf(hub, disputeId);
    return { disputeId, expectedVersion, centre: "SATISFIED", agency: "SATISFIED", evaluatedAt: now(hub) };
  }),
];

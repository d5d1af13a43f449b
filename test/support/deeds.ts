import type { Answer, TestHub, User } from "./hub";
import { freshIdNumber } from "./people";

let running = 0;

/** A client key nobody has used yet. */
export function freshKey(): string {
  running += 1;
  return `test-key-${process.pid}-${running}`;
}

const REFUSED = "... on Refused { code message field currentVersion holder { code } allowedSteps { toState label } }";

const DOCUMENTS = {
  registerSubmission: [
    "RegisterSubmissionInput",
    `... on SubmissionRegistered { traceCode receiptNo followCode isNewDispute isRepeat disputeVersion dispute { id version state } submission { id } }
     ... on SimilarDisputesFound { message similar { sameCategory sameRespondent titleLikeness dispute { id version } } }`,
  ],
  attachSubmission: [
    "AttachSubmissionInput",
    "... on SubmissionRegistered { traceCode receiptNo followCode isNewDispute isRepeat disputeVersion dispute { id version state } submission { id } }",
  ],
  referDispute: [
    "ReferDisputeInput",
    "... on DisputeReferred { disputeVersion dispute { id state } referrals { id version line state candidates { agency { code } state } } }",
  ],
  acceptReferral: [
    "AcceptReferralInput",
    "... on ReferralAccepted { number state leadPassed disputeVersion dispute { id state } record { id number state version lastSequence } }",
  ],
  returnReferral: ["ReturnReferralInput", "... on ReferralReturned { state disputeVersion referral { id } }"],
  closeSupervision: ["CloseSupervisionInput", "... on SupervisionClosed { disputeVersion dispute { id state } }"],
  closeAgency: [
    "CloseAgencyInput",
    "... on AgencyClosed { movedDisputes isHandedOver agency { code closedAt } successor { code } }",
  ],
  reportStatus: [
    "ReportStatusInput",
    `... on StatusRecorded { effect number sequence state phase lastSequence missing released refusedHeld refusedHeldCode disputeVersion }`,
  ],
  reportStatuses: [
    "ReportStatusesInput",
    `... on StatusBatchRecorded { applied held duplicate refused results { __typename ... on StatusRecorded { effect sequence state lastSequence missing } ... on Refused { code field } } }`,
  ],
  correctEvent: ["CorrectEventInput", "... on EventCorrected { disputeVersion backTo event { id } }"],
  linkDisputes: ["LinkDisputesInput", "... on DisputesLinked { disputeVersion link { id kind } }"],
  confirmDeadline: ["ConfirmDeadlineInput", "... on DeadlineChanged { disputeVersion deadline { dueOn state light } }"],
  extendDeadline: ["ExtendDeadlineInput", "... on DeadlineChanged { disputeVersion deadline { dueOn state light } }"],
  loadCalendarNotice: ["LoadCalendarNoticeInput", "... on CalendarNoticeLoaded { version touchedRecords }"],
  openDeadline: ["OpenDeadlineInput", "... on DeadlineChanged { disputeVersion deadline { id dueOn state light } }"],
  closeDeadline: ["CloseDeadlineInput", "... on DeadlineChanged { disputeVersion deadline { dueOn state light } }"],
  evaluateDispute: ["EvaluateDisputeInput", "... on DisputeEvaluated { state disputeVersion }"],
} as const;

export type Deed = keyof typeof DOCUMENTS;

/** The text of a mutation, for tests that send it in their own way. */
export function documentOf(deed: Deed): string {
  const [input, success] = DOCUMENTS[deed];
  return `mutation ($input: ${input}!) { ${deed}(input: $input) { __typename ${success} ${REFUSED} } }`;
}

export const DEEDS = Object.keys(DOCUMENTS) as Deed[];

export async function tryDeed(hub: TestHub, user: User, deed: Deed, input: object): Promise<Answer> {
  return hub.ask(user, documentOf(deed), { input: { clientKey: freshKey(), ...input } });
}

/** What the deed answered, success or refusal; a broken request fails the test. */
// oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it asked for
export async function doDeed(hub: TestHub, user: User, deed: Deed, input: object): Promise<any> {
  const answer = await tryDeed(hub, user, deed, input);
  if (answer.errors) throw new Error(`${deed} as ${user}: ${answer.text}`);
  return answer.data[deed];
}

/** A submission that may be registered as it is; every call is another citizen with another matter. */
export function aSubmission(hub: TestHub, changes: object = {}): object {
  const now = hub.clock.now().toISOString();
  return {
    channel: "WINDOW",
    submittedAt: now,
    title: "楼上住户漏水",
    content: "楼上住户卫生间漏水,要求修复并赔偿。",
    category: "NEIGHBOR",
    regionCode: "330482",
    applicant: { person: { name: "沈秋实", idKind: "RESIDENT_ID", idNumber: freshIdNumber(), phone: "13912345678" } },
    otherParties: [{ role: "RESPONDENT", person: { name: "顾长风", idKind: "NONE" } }],
    ...changes,
  };
}

export interface OpenDispute {
  readonly disputeId: string;
  readonly version: number;
  readonly traceCode: string;
  readonly followCode: string;
}

export async function openDispute(hub: TestHub, changes: object = {}): Promise<OpenDispute> {
  const answer = await doDeed(hub, "clerk", "registerSubmission", aSubmission(hub, changes));
  if (answer.__typename !== "SubmissionRegistered") throw new Error(JSON.stringify(answer));
  const { dispute, traceCode, followCode } = answer;
  return { disputeId: dispute.id, version: dispute.version, traceCode, followCode };
}

export interface OpenReferral extends OpenDispute {
  readonly referralId: string;
}

/** A category of quarrel that may lawfully go to the line as it is, with nothing asked. */
const CATEGORY_OF_LINE: Readonly<Record<string, string>> = {
  PETITION: "OTHER",
  ARBITRATION: "LABOR_CONTRACT",
  INSPECTION: "WAGE_ARREARS",
  HOTLINE: "URBAN_SERVICE",
};

/** What a dispute is registered with so that it may be referred to the line. */
export const fitFor = (line: string): object => ({ category: CATEGORY_OF_LINE[line] ?? "NEIGHBOR" });

/** A dispute referred to agencies of one line. */
export async function openReferral(
  hub: TestHub,
  line = "MEDIATION",
  agencyCodes: readonly string[] = ["ph-mediation"],
  takesLead = true,
  { submission, facts = [] }: Pick<RecordOpening, "submission" | "facts"> = {},
): Promise<OpenReferral> {
  const dispute = await openDispute(hub, { ...fitFor(line), ...submission });
  const answer = await doDeed(hub, "clerk", "referDispute", {
    disputeId: dispute.disputeId,
    expectedVersion: dispute.version,
    targets: [{ line, agencyCodes, takesLead, reason: "人民调解法17" }],
    facts,
  });
  if (answer.__typename !== "DisputeReferred") throw new Error(JSON.stringify(answer));
  return { ...dispute, version: answer.disputeVersion, referralId: answer.referrals[0].id };
}

export interface OpenRecord extends OpenReferral {
  readonly recordId: string;
  readonly number: string;
}

const NUMBERS: Readonly<Record<string, (serial: number) => string>> = {
  PETITION: (serial) => `PH2026${String(serial).padStart(6, "0")}`,
  LITIGATION: (serial) => `(2026)浙0482民初${serial}号`,
  MEDIATION: (serial) => `(2026)平人调字第${serial}号`,
  ARBITRATION: (serial) => `平劳人仲案字〔2026〕第${serial}号`,
  LEGAL_AID: (serial) => `(2026)援申字第${serial}号`,
  INSPECTION: (serial) => `平劳监案字〔2026〕第${serial}号`,
  HOTLINE: (serial) => `PH12345-2026-${String(serial).padStart(6, "0")}`,
};

/** A number nobody has used yet, in the form of its line. */
export function freshNumber(line: string): string {
  running += 1;
  return NUMBERS[line]!(running);
}

export const AGENCY_OF_LINE: Readonly<Record<string, string>> = {
  PETITION: "ph-petition",
  LITIGATION: "ph-court",
  MEDIATION: "ph-mediation",
  ARBITRATION: "ph-arbitration",
  LEGAL_AID: "ph-legal-aid",
  INSPECTION: "ph-inspection",
  HOTLINE: "ph-hotline",
};

export interface RecordOpening {
  /** Differences in what was submitted. */
  readonly submission?: object;
  /** What the desk asked before it referred. */
  readonly facts?: readonly object[];
  /** The record's own fields. */
  readonly details?: object;
  readonly number?: string;
}

/** A record just opened by the agency of a line. */
export async function openRecord(
  hub: TestHub,
  line = "MEDIATION",
  state?: string,
  { details, number = freshNumber(line), ...asked }: RecordOpening = {},
): Promise<OpenRecord> {
  const agency = AGENCY_OF_LINE[line]!;
  const referral = await openReferral(hub, line, [agency], true, asked);
  const answer = await doDeed(hub, agency, "acceptReferral", {
    referralId: referral.referralId,
    expectedVersion: 1,
    number,
    state,
    details,
    occurredAt: hub.clock.now().toISOString(),
  });
  if (answer.__typename !== "ReferralAccepted") throw new Error(JSON.stringify(answer));
  return { ...referral, version: answer.disputeVersion, recordId: answer.record.id, number };
}

/** A status that happened now. */
export function aStatus(
  hub: TestHub,
  recordId: string,
  sequence: number,
  toState: string,
  changes: object = {},
): object {
  return { recordId, sequence, toState, occurredAt: hub.clock.now().toISOString(), ...changes };
}

/** Sends statuses of one record one after the other, from its first number on, or from `after`. */
export async function walk(
  hub: TestHub,
  line: string,
  recordId: string,
  states: readonly string[],
  after = 0,
): Promise<void> {
  for (const [index, toState] of states.entries()) {
    const answer = await doDeed(
      hub,
      AGENCY_OF_LINE[line]!,
      "reportStatus",
      aStatus(hub, recordId, after + index + 1, toState),
    );
    if (answer.effect !== "APPLIED") throw new Error(JSON.stringify(answer));
  }
}

/** The last running of a limit in a record. */
export async function deadlineOf(hub: TestHub, recordId: string, limitId: string): Promise<string> {
  const query =
    "query ($id: ID!) { node(id: $id) { ... on AgencyRecord { deadlines(first: 100) { nodes { id limitId } } } } }";
  const { data, text } = await hub.ask("supervisor", query, { id: recordId });
  const found = data.node.deadlines.nodes.findLast((one: { limitId: string }) => one.limitId === limitId);
  if (!found) throw new Error(`${limitId}: ${text}`);
  return found.id;
}

/** A deadline that somebody opened: the time to answer that was set with an assignment. */
export async function openedDeadline(hub: TestHub): Promise<OpenRecord & { readonly deadlineId: string }> {
  const record = await openRecord(hub, "PETITION");
  await walk(hub, "PETITION", record.recordId, ["SCREENED", "ASSIGNED"]);
  const answer = await doDeed(hub, "ph-petition", "openDeadline", {
    recordId: record.recordId,
    expectedVersion: await versionOf(hub, record.disputeId),
    limitId: "PET-FEEDBACK",
    anchorOn: "2026-03-02",
    length: 20,
    unit: "CALENDAR_DAY",
    reason: "交办函",
  });
  if (answer.__typename !== "DeadlineChanged") throw new Error(JSON.stringify(answer));
  return { ...record, version: answer.disputeVersion, deadlineId: answer.deadline.id };
}

export async function versionOf(hub: TestHub, disputeId: string): Promise<number> {
  const { data } = await hub.ask("supervisor", "query ($id: ID!) { dispute(id: $id) { version } }", { id: disputeId });
  return data.dispute.version;
}

export async function stateOfDispute(hub: TestHub, disputeId: string): Promise<string> {
  const { data } = await hub.ask("supervisor", "query ($id: ID!) { dispute(id: $id) { state } }", { id: disputeId });
  return data.dispute.state;
}

/** An agency that no other test needs, to be closed. */
export async function spareAgency(hub: TestHub): Promise<string> {
  running += 1;
  const code = `ph-spare-${process.pid}-${running}`;
  await hub.hub.parts.db.query(
    "insert into agency (id, code, line, name, region_code) values (uuidv7(), $1, 'MEDIATION', $1, '330482')",
    [code],
  );
  return code;
}

/** A dispute that came back to the desk twice, and so is with the coordinating meeting. */
export async function openCoordinated(hub: TestHub): Promise<OpenReferral> {
  const first = await openReferral(hub);
  const giveBack = (agency: string, referralId: string) =>
    doDeed(hub, agency, "returnReferral", {
      referralId,
      expectedVersion: 1,
      reason: "MATERIAL_MISSING",
      note: "缺身份证明",
      occurredAt: hub.clock.now().toISOString(),
    });
  await giveBack("ph-mediation", first.referralId);
  const again = await doDeed(hub, "clerk", "referDispute", {
    disputeId: first.disputeId,
    expectedVersion: await versionOf(hub, first.disputeId),
    targets: [{ line: "LITIGATION", agencyCodes: ["ph-court"], takesLead: true, reason: "民事诉讼法122" }],
  });
  const referralId = again.referrals[0].id;
  await giveBack("ph-court", referralId);
  return { ...first, referralId, version: await versionOf(hub, first.disputeId) };
}

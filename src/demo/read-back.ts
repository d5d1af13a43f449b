import {
  acceptedEntry,
  disputeEntry,
  evaluationEntry,
  holderEntry,
  recordEntry,
  referralEntry,
  returnedEntry,
  statusEntry,
  submissionEntry,
  type Entry,
} from "./book";
import type { HubClient } from "./hub-client";
import type { Line } from "../agencies/workflow.rules";

interface PageInfo {
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

interface ReadDispute {
  readonly state: string;
  readonly submissions: Page<{ readonly externalNo: string; readonly isRepeat: boolean; readonly receiptNo: string }>;
  readonly referrals: Page<{
    readonly reason: string;
    readonly line: Line;
    readonly takesLead: boolean;
    readonly candidates: readonly {
      readonly state: string;
      readonly returnReason: string | null;
      readonly agency: { readonly code: string };
    }[];
  }>;
  readonly records: Page<{
    readonly id: string;
    readonly line: Line;
    readonly number: string;
    readonly state: string;
    readonly phase: string;
    readonly lastSequence: number;
    readonly agency: { readonly code: string };
    readonly referral: { readonly reason: string };
  }>;
  readonly timeline: Page<{
    readonly kind: string;
    readonly sequence: number | null;
    readonly toState: string | null;
    readonly record: { readonly id: string } | null;
  }>;
  readonly evaluations: Page<{ readonly centre: string; readonly agency: string }>;
}

const MORE = "pageInfo { endCursor hasNextPage }";

/** Few disputes a page: what hangs on one of them may be much, and an operation's cost is limited. */
const DISPUTES = `query ($after: String) {
  disputes(first: 10, after: $after) {
    nodes {
      state
      submissions(first: 20) { nodes { externalNo isRepeat receiptNo } ${MORE} }
      referrals(first: 10) { nodes { reason line takesLead candidates { state returnReason agency { code } } } ${MORE} }
      records(first: 10) { nodes { id line number state phase lastSequence agency { code } referral { reason } } ${MORE} }
      timeline(first: 100) { nodes { kind sequence toState record { id } } ${MORE} }
      evaluations(first: 10) { nodes { centre agency } ${MORE} }
    }
    ${MORE}
  }
}`;

const WORKLIST = `query ($after: String) {
  worklist(first: 100, after: $after) { nodes { kind record { referral { reason } } } ${MORE} }
}`;

interface WorkItem {
  readonly kind: string;
  readonly record: { readonly referral: { readonly reason: string } } | null;
}

/** Whether nobody has worked with the hub yet; a book can only be balanced that begins with nothing. */
export async function isEmpty(hub: HubClient): Promise<boolean> {
  const { disputes } = await hub.ask<{ disputes: Page<{ readonly id: string }> }>(
    "{ disputes(first: 1) { nodes { id } } }",
  );
  return disputes.nodes.length === 0;
}

/** Reads everything back through the API and writes the hub's own book of it. */
export async function bookOfHub(desk: HubClient, agencies: readonly HubClient[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const dispute of all<ReadDispute>(desk, DISPUTES, "disputes")) entries.push(...entriesOf(dispute));
  for (const agency of agencies) {
    for await (const { kind, record } of all<WorkItem>(agency, WORKLIST, "worklist")) {
      if (kind === "RECORD") entries.push({ kind: "WORK", id: slipIn(record!.referral.reason), value: "OPEN" });
    }
  }
  return entries;
}

async function* all<Node>(hub: HubClient, query: string, field: string): AsyncGenerator<Node> {
  let after: string | null = null;
  for (;;) {
    const data: Record<string, Page<Node>> = await hub.ask<Record<string, Page<Node>>>(query, { after });
    const { nodes, pageInfo } = data[field]!;
    yield* nodes;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}

function entriesOf(dispute: ReadDispute): Entry[] {
  const submissions = whole(dispute.submissions);
  // The first receipt of a dispute is the one that opened it; the others carry a running number behind it.
  const [opening] = [...submissions].sort((a, b) => (a.receiptNo < b.receiptNo ? -1 : 1));
  const of = opening!.externalNo;
  const slipOf = new Map<string, { slip: string; line: Line }>();
  const entries: Entry[] = submissions.map(({ externalNo, isRepeat }) => submissionEntry(externalNo, of, isRepeat));
  for (const { reason, line, takesLead, candidates } of whole(dispute.referrals)) {
    const slip = slipIn(reason);
    entries.push(referralEntry(slip, line, takesLead));
    for (const { state, returnReason, agency } of candidates) {
      if (state === "RETURNED") entries.push(returnedEntry(slip, agency.code, returnReason!));
    }
  }
  for (const { id, line, number, state, phase, lastSequence, agency, referral } of whole(dispute.records)) {
    const slip = slipIn(referral.reason);
    slipOf.set(id, { slip, line });
    entries.push(acceptedEntry(slip, line), holderEntry(slip, agency.code, number));
    entries.push(recordEntry(slip, state, lastSequence, phase));
  }
  for (const { kind, record, sequence, toState } of whole(dispute.timeline)) {
    if (kind !== "STATUS") continue;
    const { slip, line } = slipOf.get(record!.id)!;
    entries.push(statusEntry(slip, line, sequence!, toState!));
  }
  whole(dispute.evaluations).forEach(({ centre, agency }, index) =>
    entries.push(evaluationEntry(of, index + 1, centre, agency)),
  );
  return [...entries, disputeEntry(of, dispute.state)];
}

/** A list that does not end on its first page would silently be counted short. */
function whole<Node>({ nodes, pageInfo }: Page<Node>): readonly Node[] {
  if (pageInfo.hasNextPage) throw new Error("a dispute has more on it than the demo ever plans");
  return nodes;
}

function slipIn(reason: string): string {
  return /分流单号 (R\d+)/.exec(reason)?.[1] ?? reason;
}

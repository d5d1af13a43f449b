import { eventually } from "../support/eventually";
import type { TestHub } from "../support/hub";
import { difference } from "./compare";
import type { Door } from "./door";
import { DETAIL_FIELDS, chineseDay, stateRow, stepsFrom } from "./records";
import { recordsOf, type DisputeFact, type EventFact, type RecordFact, type World } from "./world";

/** Fewer than a long sequence has, so that pages are turned. */
const PAGE = 30;

const TIMELINE = `timeline(first: ${PAGE}, after: $after) {
  nodes {
    id kind occurredAt recordedAt fromState toState sequence note agency { code } record { id } corrects { id } correctedBy { kind }
    documents { digest }
  }
  pageInfo { hasNextPage endCursor }
}`;

const DISPUTE = `query ($id: ID!, $after: String) {
  dispute(id: $id) {
    version state closedAt leadOwner { agency { code } } allowedActions { action }
    parties(first: 50) { nodes { role } }
    submissions(first: 50) { nodes { isRepeat submittedAt } }
    referrals(first: 50) { nodes { id line state version takesLead holder { code } candidates { agency { code } state } } }
    records(first: 50) {
      nodes {
        id line number state stateLabel phase outcome version lastSequence openedAt endedAt agency { code } referral { id }
        ... on PetitionRecord { petitionIsFirst }
        ... on LitigationRecord { causeOfAction }
        ... on MediationRecord { mediator }
        ... on ArbitrationRecord { workerCount }
        ... on LegalAidRecord { lawyer }
        ... on InspectionRecord { affectedWorkers }
        ... on HotlineRecord { handlingUnit }
      }
    }
    links(first: 50) { nodes { kind to { id } } }
    linkedFrom(first: 50) { nodes { kind from { id } } }
    evaluations(first: 50) { nodes { centre } }
    ${TIMELINE}
  }
}`;

const MORE_TIMELINE = `query ($id: ID!, $after: String) { dispute(id: $id) { ${TIMELINE} } }`;

/** Reads one dispute as the desk sees it and compares all of it; events learn their names on the way. */
export async function readDispute(door: Door, world: World, dispute: DisputeFact): Promise<string | undefined> {
  const id = dispute.ref.id!;
  const { dispute: found } = await door.ask("clerk", DISPUTE, { id });
  const timeline = found.timeline.nodes;
  for (let page = found.timeline.pageInfo; page.hasNextPage;) {
    const { dispute: more } = await door.ask("clerk", MORE_TIMELINE, { id, after: page.endCursor });
    timeline.push(...more.timeline.nodes);
    page = more.timeline.pageInfo;
  }
  return (
    difference(headOf(world, dispute), toHead(found), "dispute") ??
    difference(byMoment(dispute.events, (event) => event.occurredAt).map(eventView), timeline.map(toEvent), "timeline")
  );
}

/** A list is in the order of a moment, and within it in the order of entry. */
function byMoment<Item>(items: readonly Item[], at: (item: Item) => number): Item[] {
  return [...items].sort((a, b) => at(a) - at(b));
}

const iso = (moment: number) => new Date(moment).toISOString();

function headOf(world: World, dispute: DisputeFact): object {
  const isOpen = dispute.state !== "CLOSED";
  const mayEvaluate = ["RESOLVED", "UNRESOLVED", "FOLLOW_UP"].includes(dispute.state);
  const to = (other: DisputeFact) =>
    other.links.filter((link) => link.to === dispute).map(({ kind }) => ({ kind, from: other.ref }));
  return {
    version: dispute.version,
    state: dispute.state,
    isOpen,
    lead: dispute.lead,
    actions: ["ATTACH_SUBMISSION", ...(isOpen ? ["REFER"] : []), "LINK", ...(mayEvaluate ? ["EVALUATE"] : [])],
    parties: dispute.parties.map(({ role }) => role),
    submissions: byMoment(dispute.submissions, (one) => one.submittedAt).map(({ isRepeat, submittedAt }) => ({
      isRepeat,
      submittedAt: iso(submittedAt),
    })),
    referrals: dispute.referrals.map(({ ref, line, state, version, takesLead, holder, candidates }) => ({
      ref,
      line,
      state,
      version,
      takesLead,
      holder,
      candidates: candidates.map((candidate) => `${candidate.agency} ${candidate.state}`).sort(),
    })),
    records: byMoment(dispute.records, (record) => record.openedAt).map(recordView),
    links: dispute.links.map(({ kind, to: other }) => ({ kind, to: other.ref })),
    linkedFrom: world.disputes
      .flatMap(to)
      .map(({ kind }) => kind)
      .sort(),
    evaluations: dispute.evaluations,
  };
}

function recordView(record: RecordFact): object {
  const { ref, line, number, state, phase, outcome, version, lastSequence, agency, referral, detail } = record;
  return {
    ref,
    line,
    number,
    state,
    stateLabel: stateRow(record, state)!.label,
    phase,
    outcome,
    version,
    lastSequence,
    openedAt: iso(record.openedAt),
    endedAt: record.endedAt === null ? null : iso(record.endedAt),
    agency,
    referral: referral.ref,
    detail,
  };
}

function eventView({
  ref,
  kind,
  from,
  to,
  sequence,
  note,
  agency,
  record,
  corrects,
  documents,
  ...event
}: EventFact): object {
  return {
    ref,
    kind,
    occurredAt: iso(event.occurredAt),
    recordedAt: iso(event.recordedAt),
    fromState: from,
    toState: to,
    sequence,
    note,
    agency,
    record: record?.ref ?? null,
    corrects: corrects?.ref ?? null,
    isCorrected: event.isCorrected,
    documents,
  };
}

// What GraphQL gave, in the same shape.
// oxlint-disable-next-line typescript/no-explicit-any -- the query above says what it is
type Given = any;

function toEvent({ id, correctedBy, agency, documents, ...event }: Given): object {
  const isCorrected = correctedBy?.kind === "CORRECTION";
  return { ...event, ref: { id }, agency: agency?.code ?? null, isCorrected, documents: documents.length };
}

function toHead(found: Given): object {
  return {
    version: found.version,
    state: found.state,
    isOpen: found.closedAt === null,
    lead: found.leadOwner.agency?.code ?? null,
    actions: found.allowedActions.map(({ action }: Given) => action),
    parties: found.parties.nodes.map(({ role }: Given) => role),
    submissions: found.submissions.nodes,
    referrals: found.referrals.nodes.map(({ id, holder, candidates, ...referral }: Given) => ({
      ...referral,
      ref: { id },
      holder: holder?.code ?? null,
      candidates: candidates.map((candidate: Given) => `${candidate.agency.code} ${candidate.state}`).sort(),
    })),
    records: found.records.nodes.map((record: Given) => {
      const [, field] = DETAIL_FIELDS[record.line as keyof typeof DETAIL_FIELDS];
      const { id, agency, [field]: detail, ...rest } = record;
      return { ...rest, ref: { id }, agency: agency.code, detail };
    }),
    links: found.links.nodes,
    linkedFrom: found.linkedFrom.nodes.map(({ kind }: Given) => kind).sort(),
    evaluations: found.evaluations.nodes.length,
  };
}

const OWN_RECORDS = `query ($ids: [ID!]!) {
  nodes(ids: $ids) { ... on AgencyRecord { waiting { sequence toState refusalCode } allowedActions { action step { toState } } } }
}`;

/** Reads what each agency is told of its own records: what waits, and what it may report next. */
export async function readOwnRecords(door: Door, world: World): Promise<string | undefined> {
  const records = recordsOf(world).map(({ record }) => record);
  for (const agency of new Set(records.map((record) => record.agency))) {
    const own = records.filter((record) => record.agency === agency);
    const { nodes } = await door.ask(agency, OWN_RECORDS, { ids: own.map(({ ref }) => ref.id) });
    const expected = own.map((record) => ({
      waiting: [
        ...record.held.map(({ sequence, to }) => `${sequence} ${to} null`),
        ...record.refusedHeld
          .filter(({ report }) => report.sequence > record.lastSequence)
          .map(({ report, code }) => `${report.sequence} ${report.to} ${code}`),
      ].sort(),
      next: stepsFrom(record, chineseDay(world.now)).map(({ to }) => to),
    }));
    const found = nodes.map((node: Given) => ({
      waiting: node.waiting
        .map(({ sequence, toState, refusalCode }: Given) => `${sequence} ${toState} ${refusalCode}`)
        .sort(),
      next: node.allowedActions.map(({ step }: Given) => step.toState),
    }));
    const fault = difference(expected, found, `records of ${agency}`);
    if (fault) return fault;
  }
  return undefined;
}

const FEED = `query ($after: String) {
  changes(first: 100, after: $after) {
    nodes { kind disputeVersion dispute { id } event { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** A reader of the change feed that keeps its place, as an agency's system does. */
export class FeedReader {
  private after: string | null = null;

  constructor(
    private readonly door: Door,
    private readonly patienceMs: number,
  ) {}

  /** Reads on until as much has come as the model knows of, and compares it; nothing may be left over or come twice. */
  async read(world: World): Promise<string | undefined> {
    const own = new Set(world.disputes.map(({ ref }) => ref.id));
    const found: { dispute: { id: string } }[] = [];
    const readOn = async () => {
      for (let more = true; more;) {
        const { changes } = await this.door.ask("clerk", FEED, { after: this.after });
        this.after = changes.pageInfo.endCursor ?? this.after;
        more = changes.pageInfo.hasNextPage;
        for (const { kind, disputeVersion, dispute, event } of changes.nodes) {
          // A sequence that failed and was tried again smaller leaves changes nobody waits for.
          if (own.has(dispute.id)) found.push({ ...{ kind, version: disputeVersion, event }, dispute });
        }
      }
      return found.length >= world.feed.length;
    };
    // Another test's long transaction on the same server holds the feed back for a while.
    await eventually("the feed tells of everything", readOn, this.patienceMs);
    // Deeds on different disputes that ran at once may stand in either order; those on one dispute may not.
    return world.disputes
      .map(({ ref }) =>
        difference(
          world.feed.filter(({ dispute }) => dispute === ref),
          found.filter(({ dispute }) => dispute.id === ref.id),
          "feed",
        ),
      )
      .find((fault) => fault !== undefined);
  }
}

/** The trail has a line for every verdict, under the key it was given for. */
export async function readTrail({ hub }: TestHub, world: World): Promise<string | undefined> {
  const keys = Object.keys(world.trail);
  const rows = await hub.parts.db.query<{ client_key: string; verdict: string }>(
    "select client_key, verdict from audit_entry where client_key = any($1::text[])",
    [keys],
  );
  const found: Record<string, string[]> = {};
  for (const { client_key: key, verdict } of rows) (found[key] ??= []).push(verdict);
  for (const verdicts of [...Object.values(found), ...Object.values(world.trail)]) verdicts.sort();
  return difference(world.trail, found, "trail");
}

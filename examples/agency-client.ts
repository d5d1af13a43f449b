/**
 * A client of the dispute hub for one agency's system: fetch and nothing else. Copy it and cut it to your needs.
 *
 * Every deed ends in one of three ways:
 * - done: the returned object is the deed's success;
 * - refused: the returned object is a `Refused`; mend the request and send it under a new key;
 * - unknown: `OutcomeUnknown` is thrown; send the very same input, with the same key, later.
 * `RequestBroken` is none of them: the request itself is wrong, nothing was done, and a person has to look.
 */

export type Line = "PETITION" | "LITIGATION" | "MEDIATION" | "ARBITRATION" | "LEGAL_AID" | "INSPECTION" | "HOTLINE";

export interface DocumentInput {
  readonly kind: string;
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly digest: string;
  readonly digestAlgorithm?: "SHA256" | "SM3";
  /** YYYY-MM-DD */
  readonly issuedOn?: string;
}

/** Only the part of your own line may be given; here that of mediation. */
export interface RecordDetailsInput {
  readonly mediation?: MediationDetailsInput;
}

export interface MediationDetailsInput {
  readonly mediationKind?: "PEOPLES" | "ADMIN" | "INDUSTRY" | "JUDICIAL_ENTRUSTED" | "LABOR" | "POLICE";
  readonly mediator?: string;
  /** Yuan, as a string: "12000.50". */
  readonly agreedAmountYuan?: string;
}

export interface AcceptReferralInput {
  readonly clientKey: string;
  readonly referralId: string;
  readonly expectedVersion: number;
  /** Your own number of the record. */
  readonly number: string;
  readonly state?: string;
  /** RFC 3339 with an offset, as in every other `…At`. */
  readonly occurredAt: string;
  readonly details?: RecordDetailsInput;
  readonly documents?: readonly DocumentInput[];
}

export interface ReturnReferralInput {
  readonly clientKey: string;
  readonly referralId: string;
  readonly expectedVersion: number;
  readonly reason: "NOT_COMPETENT" | "OTHER_AGENCY" | "NOT_ACCEPTABLE" | "MATERIAL_MISSING" | "DUPLICATE" | "RECUSAL";
  readonly note: string;
  readonly occurredAt: string;
}

export interface StatusItemInput {
  /** The record, by its id in the hub or by your own number: just one of them. */
  readonly recordId?: string;
  readonly number?: string;
  /** 1, 2, 3 … within the record, without holes. */
  readonly sequence: number;
  readonly toState: string;
  readonly occurredAt: string;
  readonly note?: string;
  readonly details?: RecordDetailsInput;
  readonly documents?: readonly DocumentInput[];
}

export interface ReportStatusInput extends StatusItemInput {
  readonly clientKey: string;
}

export interface ReportStatusesInput {
  readonly clientKey: string;
  /** 1 to 1,000. */
  readonly items: readonly StatusItemInput[];
}

export interface WorkflowStep {
  readonly toState: string;
  readonly label: string;
}

export interface Agency {
  readonly code: string;
  readonly name: string;
}

export interface Refused {
  readonly __typename: "Refused";
  /** A code of docs/errors.md. The list grows: treat one you do not know like the others. */
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly allowedSteps: readonly WorkflowStep[];
  readonly currentVersion: number | null;
  /** For REFERRAL_TAKEN: who was faster. */
  readonly holder: Agency | null;
}

export interface AgencyRecord {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly lastSequence: number;
}

export interface ReferralAccepted {
  readonly __typename: "ReferralAccepted";
  readonly number: string;
  readonly state: string;
  readonly leadPassed: boolean;
  readonly disputeVersion: number;
  readonly record: AgencyRecord | null;
}

export interface ReferralReturned {
  readonly __typename: "ReferralReturned";
  readonly state: "OFFERED" | "ACCEPTED" | "RETURNED";
  readonly disputeVersion: number;
}

export interface StatusRecorded {
  readonly __typename: "StatusRecorded";
  readonly effect: "APPLIED" | "HELD" | "DUPLICATE";
  readonly number: string;
  readonly sequence: number;
  readonly state: string;
  readonly phase: "ACTIVE" | "SETTLING" | "ENDED";
  readonly lastSequence: number;
  /** Send these, or nothing after them takes effect. */
  readonly missing: readonly number[];
  readonly released: readonly number[];
  /** One that had been held and was refused now: send it again, corrected, under a new key. */
  readonly refusedHeld: number | null;
  readonly refusedHeldCode: string | null;
  readonly disputeVersion: number;
}

export interface StatusBatchRecorded {
  readonly __typename: "StatusBatchRecorded";
  readonly applied: number;
  readonly held: number;
  readonly duplicate: number;
  readonly refused: number;
  /** In the order of the items. */
  readonly results: readonly (StatusRecorded | Refused)[];
}

export interface WorklistItem {
  readonly kind: "DESK" | "REFERRAL" | "RECORD";
  readonly since: string;
  readonly dispute: Dispute | null;
  readonly referral: Referral | null;
  readonly record: AgencyRecord | null;
}

export interface Dispute {
  readonly id: string;
  readonly traceCode: string;
  readonly version: number;
  readonly state: string;
}

export interface Referral {
  readonly id: string;
  readonly version: number;
  readonly reason: string;
}

export interface Change {
  readonly kind: string;
  readonly changedAt: string;
  readonly disputeVersion: number;
  readonly dispute: Dispute | null;
  readonly event: TimelineEvent | null;
}

export interface TimelineEvent {
  readonly id: string;
  readonly toState: string | null;
  readonly occurredAt: string;
  readonly agency: Agency | null;
}

export interface ChangeEdge {
  /** Store it once the change is dealt with. */
  readonly cursor: string;
  readonly node: Change;
}

export interface ChangeConnection {
  readonly edges: readonly ChangeEdge[];
  readonly pageInfo: PageInfo;
}

export interface WorklistConnection {
  readonly nodes: readonly WorklistItem[];
  readonly pageInfo: PageInfo;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

const REFUSED =
  "... on Refused { code message field currentVersion holder { code name } allowedSteps { toState label } }";
const RECORD = "record { id number state lastSequence }";
const DISPUTE = "dispute { id traceCode version state }";
const RECORDED = `... on StatusRecorded {
    effect number sequence state phase lastSequence missing released refusedHeld refusedHeldCode disputeVersion
  }`;

/** Everything this client ever sends. */
export const DOCUMENTS = {
  acceptReferral: `mutation ($input: AcceptReferralInput!) { acceptReferral(input: $input) {
    __typename ... on ReferralAccepted { number state leadPassed disputeVersion ${RECORD} } ${REFUSED} } }`,
  returnReferral: `mutation ($input: ReturnReferralInput!) { returnReferral(input: $input) {
    __typename ... on ReferralReturned { state disputeVersion } ${REFUSED} } }`,
  reportStatus: `mutation ($input: ReportStatusInput!) { reportStatus(input: $input) {
    __typename ${RECORDED} ${REFUSED} } }`,
  reportStatuses: `mutation ($input: ReportStatusesInput!) { reportStatuses(input: $input) {
    __typename
    ... on StatusBatchRecorded { applied held duplicate refused results { __typename ${RECORDED} ${REFUSED} } }
    ${REFUSED} } }`,
  worklist: `query ($after: String) { worklist(first: 100, after: $after) {
    nodes { kind since ${DISPUTE} referral { id version reason } ${RECORD} }
    pageInfo { hasNextPage endCursor } } }`,
  changes: `query ($after: String) { changes(first: 100, after: $after) {
    edges { cursor node {
      kind changedAt disputeVersion ${DISPUTE} event { id toState occurredAt agency { code name } } } }
    pageInfo { hasNextPage endCursor } } }`,
} as const;

type Field = keyof typeof DOCUMENTS;

/** Nobody knows whether the deed was done. The same input under the same key, whenever, finds out or does it. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
}

/** The request is wrong or not allowed; sending it again changes nothing. */
export class RequestBroken extends Error {
  override readonly name = "RequestBroken";

  constructor(
    readonly code: string,
    message: string,
    readonly requestId: string | undefined,
  ) {
    super(`${code}: ${message}`);
  }
}

export interface AgencyClientOptions {
  /** Of the hub, as http://127.0.0.1:4000 */
  readonly address: string;
  /** Gives a token. Asked again when the hub no longer takes the last one. */
  readonly token: () => Promise<string>;
  /** Tries before a deed counts as unknown. */
  readonly attempts?: number;
  /** How long one try may take; the hub itself gives up after 30 seconds. */
  readonly timeoutMs?: number;
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** What one try brought: an answer, or a reason to send the same again. */
type Try<Data> =
  { readonly data: Data } | { readonly again: string; readonly afterMs?: number; readonly signIn?: boolean };

interface HubError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly requestId?: string };
}

/** Errors after which the same request, under the same key, is sent again. */
const PASSING = ["INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE", "RATE_LIMITED"];
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

export class AgencyClient {
  private token: string | undefined;

  constructor(private readonly options: AgencyClientOptions) {}

  acceptReferral(input: AcceptReferralInput): Promise<ReferralAccepted | Refused> {
    return this.ask("acceptReferral", { input });
  }

  returnReferral(input: ReturnReferralInput): Promise<ReferralReturned | Refused> {
    return this.ask("returnReferral", { input });
  }

  reportStatus(input: ReportStatusInput): Promise<StatusRecorded | Refused> {
    return this.ask("reportStatus", { input });
  }

  reportStatuses(input: ReportStatusesInput): Promise<StatusBatchRecorded | Refused> {
    return this.ask("reportStatuses", { input });
  }

  /** Everything that waits for this agency, longest waiting first. */
  async *readWorklist(): AsyncGenerator<WorklistItem, void, void> {
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo }: WorklistConnection = await this.ask("worklist", { after });
      yield* nodes;
      if (!pageInfo.hasNextPage) return;
      after = pageInfo.endCursor;
    }
  }

  /**
   * Changes behind the cursor up to the present end of the feed. Store the cursor of each change together with what you
   * did about it; after a crash go on from the stored one. Null reads from the very beginning.
   */
  async *readChanges(cursor: string | null): AsyncGenerator<ChangeEdge, void, void> {
    for (let after = cursor; ;) {
      const { edges, pageInfo }: ChangeConnection = await this.ask("changes", { after });
      yield* edges;
      if (!pageInfo.hasNextPage) return;
      after = pageInfo.endCursor;
    }
  }

  private async ask<Answer>(field: Field, variables: object): Promise<Answer> {
    const { attempts = 8, pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms)) } = this.options;
    // Written once: every try sends the same bytes, so the hub knows them for the same request.
    const body = JSON.stringify({ query: DOCUMENTS[field], variables });
    let signedInAgain = false;
    for (let attempt = 1; ; attempt++) {
      const result = await this.tryOnce<Record<Field, Answer>>(body);
      if ("data" in result) return result.data[field];
      if (result.signIn) {
        if (signedInAgain) throw new RequestBroken("UNAUTHENTICATED", result.again, undefined);
        signedInAgain = true;
        this.token = undefined;
        continue;
      }
      if (attempt >= attempts) throw new OutcomeUnknown(result.again);
      const grown = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      // Apart from each other, or a thousand clients come back in the same second.
      await pause(result.afterMs ?? grown * (0.5 + Math.random()));
    }
  }

  private async tryOnce<Data>(body: string): Promise<Try<Data>> {
    const { address, timeoutMs = 40_000 } = this.options;
    let response: Response;
    let text: string;
    try {
      this.token ??= await this.options.token();
      response = await fetch(`${address}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/graphql-response+json, application/json;q=0.9",
          authorization: `Bearer ${this.token}`,
        },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      // Not reached, cut off or silent: whether the hub has done it is not known.
      return { again: `no answer: ${String(error)}` };
    }
    const answer = readAnswer<Data>(text);
    // Something between us and the hub has answered in its place.
    if (!answer) return { again: `HTTP ${response.status} without an answer of the hub` };
    const [error] = answer.errors ?? [];
    if (!error && answer.data) return { data: answer.data };
    return judge(error, Number(response.headers.get("retry-after")) * 1_000);
  }
}

function readAnswer<Data>(text: string): { data?: Data | null; errors?: readonly HubError[] } | undefined {
  try {
    const answer = JSON.parse(text) as { data?: Data | null; errors?: readonly HubError[] } | null;
    return answer && (answer.data || answer.errors) ? answer : undefined;
  } catch {
    return undefined;
  }
}

function judge(error: HubError | undefined, afterMs: number): Try<never> {
  const { code = "", requestId } = error?.extensions ?? {};
  const message = error?.message ?? "an answer without data";
  if (code === "UNAUTHENTICATED") return { again: message, signIn: true };
  if (PASSING.includes(code)) return { again: message, ...(afterMs > 0 && { afterMs }) };
  throw new RequestBroken(code, message, requestId);
}

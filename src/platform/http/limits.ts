/** What one document may look like. Checked on its text, before anything is run. */
export interface DocumentLimits {
  /** Comments and commas cost memory in the parser but are not tokens, so the length is bounded as well. */
  readonly characters: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Fields and fragments together, each counted as often as it is spread. */
  readonly selections: number;
  /**
   * Pairs of fields with one result key, which validation has to compare: 141 times the same field. Fragments of a
   * normal client that overlap come to a few hundred.
   */
  readonly repeats: number;
  /** Nesting of a value written into the document. */
  readonly literalDepth: number;
  /** Root fields of which one document may hold only one, so that one request cannot try out many keys. */
  readonly sensitiveRootFields: readonly string[];
  /** How many errors of one document are told. */
  readonly errors: number;
}

/** What one operation may cost once its variables are known. */
export interface CostLimits<C> {
  /** Null is the anonymous caller. A unit is about one value in the answer. */
  maxCost(caller: C | null): number;
  /** Upper bound of `first` and `last`, unless the field's extension `maxPageSize` says otherwise. */
  maxPageSize(caller: C | null): number;
  /** Counted when a paged field is asked for without a size; resolvers must hand out no more. */
  readonly defaultPageSize: number;
  /** Counted for a list that has no page size and no `listSize` extension. */
  readonly listSize: number;
}

export interface TransportLimits {
  readonly bodyBytes: number;
  /** Nesting of a JSON body; input types that contain themselves would otherwise exhaust the stack. */
  readonly jsonDepth: number;
  /** Members of a JSON body altogether: half a million numbers fit in a megabyte and are coerced more than once. */
  readonly jsonValues: number;
  readonly headerBytes: number;
  readonly headers: number;
  readonly headersMs: number;
  readonly requestMs: number;
  /** Longer than the idle time of usual reverse proxies, or they reuse a connection we are just closing. */
  readonly keepAliveMs: number;
  /** How often the two timeouts above are looked at. */
  readonly timeoutCheckMs: number;
  /** When an answer takes longer the caller is told to come back. */
  readonly answerMs: number;
  readonly readinessMs: number;
  /** How long closing waits for requests under way and for readers who do not read. */
  readonly closeMs: number;
}

export interface SubscriptionLimits {
  readonly perConnection: number;
  /** Open WebSockets and event streams of this process together. */
  readonly connections: number;
  readonly messageBytes: number;
  readonly initMs: number;
  readonly heartbeatMs: number;
  /** A consumer that has not taken an event for so long is cut off. */
  readonly stalledMs: number;
}

export interface Limits<C> {
  readonly document: DocumentLimits;
  readonly cost: CostLimits<C>;
  readonly transport: TransportLimits;
  readonly subscription: SubscriptionLimits;
}

export type LimitOptions<C> = { readonly [Part in keyof Limits<C>]?: Partial<Limits<C>[Part]> };

export const DOCUMENT_LIMITS: DocumentLimits = {
  characters: 64_000,
  // The full introspection query has 184 tokens; a document of 1,000 fields with arguments stays below 4,000.
  tokens: 4_000,
  depth: 15,
  aliases: 30,
  rootFields: 10,
  directives: 20,
  selections: 1_000,
  repeats: 10_000,
  literalDepth: 24,
  sensitiveRootFields: [],
  errors: 5,
};

export const COST_LIMITS: CostLimits<unknown> = {
  maxCost: () => 20_000,
  maxPageSize: () => 100,
  defaultPageSize: 20,
  listSize: 10,
};

const TRANSPORT_LIMITS: TransportLimits = {
  // A batch of 1,000 items of about 1 kB (Chinese takes three bytes a character) must fit.
  bodyBytes: 1024 * 1024,
  jsonDepth: 24,
  jsonValues: 50_000,
  headerBytes: 16 * 1024,
  headers: 100,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 72_000,
  timeoutCheckMs: 5_000,
  answerMs: 30_000,
  readinessMs: 2_000,
  closeMs: 15_000,
};

const SUBSCRIPTION_LIMITS: SubscriptionLimits = {
  perConnection: 20,
  connections: 1_000,
  messageBytes: 256 * 1024,
  initMs: 5_000,
  heartbeatMs: 12_000,
  stalledMs: 30_000,
};

export function limitsFrom<C>(options: LimitOptions<C> = {}): Limits<C> {
  return {
    document: { ...DOCUMENT_LIMITS, ...options.document },
    cost: { ...COST_LIMITS, ...options.cost },
    transport: { ...TRANSPORT_LIMITS, ...options.transport },
    subscription: { ...SUBSCRIPTION_LIMITS, ...options.subscription },
  };
}

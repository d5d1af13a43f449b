import { buildSchema, GraphQLError, type GraphQLObjectType, type GraphQLScalarType, type GraphQLSchema } from "graphql";

// Words that occur in no message of the server, so that one of them in a reply can only have come from here.
const SDL = `
  "A secret with a checksum"
  scalar Zifferkode

  enum Binding { LEINENBAND SCHWEINSLEDER }

  interface Exlibris { id: ID! }

  type Folio implements Exlibris {
    id: ID!
    inscription: String
    marginalia(first: Int = 20, after: String): MarginaliaConnection!
    copies(first: Int): [Folio!]!
    keywords: [String!]!
    neighbour: Folio
    binding: Binding
  }

  type Marginalia implements Exlibris { id: ID! wording: String folio: Folio }
  type MarginaliaEdge { cursor: String! node: Marginalia! }
  type MarginaliaConnection { edges: [MarginaliaEdge!]! nodes: [Marginalia!]! pageInfo: PageInfo! total: Int }
  type PageInfo { hasNextPage: Boolean! endCursor: String }

  input FolioFilter {
    inscription: String
    binding: Binding
    zifferkode: Zifferkode
    all: [FolioFilter!]
    number: Int
  }
  input ShelfmarkInput { clientKey: String! shelfmark: String! zifferkode: Zifferkode }

  type Query {
    hello(name: String, filter: FolioFilter): String
    folio: Folio
    folios(first: Int = 20, last: Int, after: String, filter: FolioFilter): MarginaliaConnection!
    shelf(first: Int): [Folio!]!
    ledger(first: Int!): [Folio!]!
    exlibrisList(ids: [ID!]!): [Exlibris]!
    lookup(zifferkode: Zifferkode!): Folio
    lookupByName(name: String!): Folio
    fail(how: String!): String
    mustFail(how: String!): String!
    slow: String
  }
  type Mutation { shelve(input: ShelfmarkInput!): Folio shelveMany(inputs: [ShelfmarkInput!]!): Int! }
  type Subscription { ticks(upTo: Int = 3, key: String): Int! secretTicks: Int! broadsheet: String! }
`;

/** What a resolver of the sample does when a test wants it to fail. */
export type Failures = Record<string, () => unknown>;

export interface SampleOptions {
  readonly failures?: Failures;
  readonly ticks?: (key: string | undefined) => AsyncIterable<unknown>;
  readonly executed?: string[];
  readonly slow?: () => Promise<string>;
}

export function sampleSchema(options: SampleOptions = {}): GraphQLSchema {
  const schema = buildSchema(SDL);
  const run = (name: string) => options.executed?.push(name);
  const folio = { id: "1", inscription: "ex dono", keywords: ["a", "b"], binding: "LEINENBAND", __typename: "Folio" };

  const zifferkode = schema.getType("Zifferkode") as GraphQLScalarType;
  zifferkode.parseValue = (value) => {
    if (typeof value === "string" && /^\d{18}$/.test(value)) return value;
    throw new GraphQLError("校验码的格式不对：须为 18 位数字。", { extensions: { code: "BAD_USER_INPUT" } });
  };
  zifferkode.parseLiteral = (node) => zifferkode.parseValue("value" in node ? node.value : undefined);

  const connection = { edges: [], nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  const resolvers: Record<string, Record<string, (...args: never[]) => unknown>> = {
    Query: {
      hello: (_root: unknown, { name }: { name?: string }) => (run("hello"), `hello ${name ?? ""}`),
      folio: () => (run("folio"), folio),
      folios: () => (run("folios"), connection),
      shelf: () => (run("shelf"), [folio]),
      ledger: () => (run("ledger"), [folio]),
      exlibrisList: () => (run("exlibrisList"), []),
      lookup: () => (run("lookup"), folio),
      lookupByName: () => (run("lookupByName"), folio),
      fail: (_root: unknown, { how }: { how: string }) => options.failures?.[how]?.(),
      mustFail: (_root: unknown, { how }: { how: string }) => options.failures?.[how]?.(),
      slow: () => options.slow?.() ?? "done",
    },
    Mutation: {
      shelve: () => (run("shelve"), folio),
      shelveMany: (_root: unknown, { inputs }: { inputs: unknown[] }) => (run("shelveMany"), inputs.length),
    },
    Folio: {
      neighbour: () => folio,
      copies: () => [folio],
      marginalia: () => connection,
    },
  };
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName) as GraphQLObjectType;
    for (const [name, resolve] of Object.entries(fields)) type.getFields()[name]!.resolve = resolve as never;
  }
  for (const field of Object.values(schema.getSubscriptionType()!.getFields())) {
    field.subscribe = (_root, { key }: { key?: string }) => options.ticks?.(key) ?? countTo(3);
  }
  return schema;
}

async function* countTo(last: number): AsyncGenerator<{ ticks: number; secretTicks: number }> {
  for (let tick = 1; tick <= last; tick++) yield { ticks: tick, secretTicks: tick };
}

// Mercurius as its documentation recommends it for speed: fastify, loaders for what is nested, and the JIT compiler.

import Fastify from "fastify";
import mercurius from "mercurius";
import {
  agenciesOf,
  citizenHistory,
  disputesOf,
  eventsOf,
  leadOf,
  PLAIN,
  recordsOf,
  SCHEMA,
} from "./history-schema.mjs";
import { identify, stopOnTerm } from "./shared.mjs";

const app = Fastify();

const keyed = (load) => (queries) =>
  load(
    queries.map(({ obj }) => obj.id),
    queries[0].params.first,
  );

const agency = (queries) => agenciesOf(queries.map(({ obj }) => obj.agency_id));

app.register(mercurius, {
  schema: SCHEMA,
  resolvers: {
    Query: { citizenHistory: (_root, args, context) => citizenHistory(args, context) },
    CitizenHistory: { disputes: ({ person }, { first }, context) => disputesOf(person.id, first, context) },
    ...PLAIN,
  },
  loaders: {
    Dispute: {
      records: keyed(recordsOf),
      timeline: keyed(eventsOf),
      leadOwner: async (queries) => (await agenciesOf(queries.map(({ obj }) => obj.lead_agency_id))).map(leadOf),
    },
    Record: { agency },
    Event: { agency },
  },
  context: ({ headers }) => identify(headers.authorization),
  jit: 1,
  graphiql: false,
});

app.get("/health/ready", () => ({}));
stopOnTerm(() => app.close());
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });

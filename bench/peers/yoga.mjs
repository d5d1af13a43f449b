// GraphQL Yoga over node:http, with loaders of its own for each request.

import { createServer } from "node:http";
import DataLoader from "dataloader";
import { createSchema, createYoga } from "graphql-yoga";
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

/** One loader for each size of page, made when first asked for. */
function pages(load) {
  const bySize = new Map();
  return (id, first) => {
    if (!bySize.has(first)) bySize.set(first, new DataLoader((keys) => load(keys, first)));
    return bySize.get(first).load(id);
  };
}

async function context({ request }) {
  const agencies = new DataLoader(agenciesOf);
  return {
    ...(await identify(request.headers.get("authorization"))),
    agency: (id) => (id ? agencies.load(id) : null),
    records: pages(recordsOf),
    events: pages(eventsOf),
  };
}

const agency = ({ agency_id }, _args, { agency: load }) => load(agency_id);

const yoga = createYoga({
  schema: createSchema({
    typeDefs: SCHEMA,
    resolvers: {
      Query: { citizenHistory: (_root, args, given) => citizenHistory(args, given) },
      CitizenHistory: { disputes: ({ person }, { first }, given) => disputesOf(person.id, first, given) },
      ...PLAIN,
      Dispute: {
        ...PLAIN.Dispute,
        records: ({ id }, { first }, { records }) => records(id, first),
        timeline: ({ id }, { first }, { events }) => events(id, first),
        leadOwner: async ({ lead_agency_id }, _args, given) => leadOf(await given.agency(lead_agency_id)),
      },
      Record: { ...PLAIN.Record, agency },
      Event: { ...PLAIN.Event, agency },
    },
  }),
  context,
  graphiql: false,
  landingPage: false,
  logging: false,
  healthCheckEndpoint: "/health/ready",
});

const server = createServer((request, response) => void yoga(request, response));
server.listen(Number(process.env.PORT), "127.0.0.1");
stopOnTerm(() => {
  server.closeAllConnections();
  server.close();
});

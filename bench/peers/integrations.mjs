// The same small Apollo behind one HTTP integration or another: `node integrations.mjs NAME`. The hub's own route is taken
// from the hub as it was built, without what the hub puts around it (tokens, documents, headers of its own).

import { createRequire } from "node:module";
import { ApolloServer } from "@apollo/server";
import * as off from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { expressMiddleware } from "@as-integrations/express5";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import express from "express";
import Fastify from "fastify";

const require = createRequire(import.meta.url);
const built = (file) => require(`../../dist/src/platform/http/${file}.js`);

const apollo = new ApolloServer({
  typeDefs: "type Query { greet(name: String!): String! }",
  resolvers: { Query: { greet: (_root, { name }) => `hello ${name}` } },
  persistedQueries: false,
  stopOnTerminationSignals: false,
  plugins: [
    off.ApolloServerPluginCacheControlDisabled(),
    off.ApolloServerPluginInlineTraceDisabled(),
    off.ApolloServerPluginLandingPageDisabled(),
    off.ApolloServerPluginSchemaReportingDisabled(),
    off.ApolloServerPluginUsageReportingDisabled(),
    {
      // The hub's route asks whether Apollo has answered or refused; the others carry it along.
      requestDidStart: async () => ({
        willSendResponse: async ({ request }) => {
          request.http.answered = true;
        },
      }),
    },
  ],
});

const at = { port: Number(process.env.PORT), host: "127.0.0.1" };
const context = async () => ({});

const integrations = {
  async own() {
    const app = Fastify();
    await apollo.start();
    built("graphql-route").registerGraphqlRoute(app, {
      apollo,
      // Apollo remembers documents itself here, as it does behind the others.
      reader: { read: () => ({ ok: true }) },
      authenticate: async () => null,
      createContext: context,
      limits: built("limits").limitsFrom().transport,
      scheduler: built("scheduler").systemScheduler,
      log: app.log,
    });
    await app.listen(at);
  },
  async fastify() {
    const app = Fastify();
    await apollo.start();
    app.route({ url: "/graphql", method: ["GET", "POST"], handler: fastifyApolloHandler(apollo, { context }) });
    await app.listen(at);
  },
  async express5() {
    const app = express();
    await apollo.start();
    app.use("/graphql", express.json(), expressMiddleware(apollo, { context }));
    app.listen(at.port, at.host);
  },
  async standalone() {
    await startStandaloneServer(apollo, { context, listen: at });
  },
};

process.once("SIGTERM", () => process.exit(0));
await integrations[process.argv[2]]();

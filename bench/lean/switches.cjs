// What can be changed about the hub for a measurement, one thing at a time: texts of what was built, or of a package it
// uses, and what they are replaced by while they are loaded. `ran()` in a replacement counts for the proof that it was in
// force. Each text must be found exactly once, so that a change of the code is noticed here and not measured past.

const { join } = require("node:path");

const HTTP = "dist/src/platform/http";
const APOLLO = "node_modules/@apollo/server/dist/cjs";
const JIT = JSON.stringify(join(__dirname, "jit.cjs"));

/** Which of the two it can show in; none for what is to be seen only beside another switch. */
const BOTH = ["history", "status"];

const without = (file, texts) => texts.map((text) => [file, text, ""]);

module.exports = {
  "cache control": {
    says: "Apollo's cache control on",
    shows: BOTH,
    edits: [
      ...without(`${HTTP}/apollo.js`, ["(0, _disabled.ApolloServerPluginCacheControlDisabled)(),"]),
      [
        `${APOLLO}/plugin/cacheControl/index.js`,
        "async requestDidStart(requestContext) {",
        "async requestDidStart(requestContext) { ran();",
      ],
    ],
  },
  "other defaults": {
    says: "Apollo's other defaults on: its four further plugins, persisted queries",
    shows: BOTH,
    edits: [
      ...without(`${HTTP}/apollo.js`, [
        "(0, _disabled.ApolloServerPluginInlineTraceDisabled)(),",
        "(0, _disabled.ApolloServerPluginLandingPageDisabled)(),",
        "(0, _disabled.ApolloServerPluginSchemaReportingDisabled)(),",
        "(0, _disabled.ApolloServerPluginUsageReportingDisabled)(),",
        "persistedQueries: false,",
      ]),
      [
        `${APOLLO}/plugin/inlineTrace/index.js`,
        "async requestDidStart({ request: { http }, metrics }) {",
        "async requestDidStart({ request: { http }, metrics }) { ran();",
      ],
    ],
  },
  documents: {
    says: "documents parsed and validated each time",
    shows: BOTH,
    // What hangs on a document (its price, its plan) stays remembered: that is measured apart.
    edits: [
      [
        `${HTTP}/documents.js`,
        "const known = this.byText.get(text);",
        "const known = this.byText.get(text); ran(); if (known) this.check(text);",
      ],
    ],
  },
  prices: {
    says: "prices worked out each time",
    shows: BOTH,
    edits: [[`${HTTP}/cost.js`, "known.get(priced, ()=>priceOf(priced, limits))", "(ran(), priceOf(priced, limits))"]],
  },
  plans: {
    says: "plans made each time",
    shows: BOTH,
    edits: [["dist/src/platform/read/plan-cache.js", "plans.get(key)", "(ran(), undefined)"]],
  },
  "field by field": {
    says: "executed field by field, with DataLoader",
    shows: BOTH,
    edits: [[`${HTTP}/apollo.js`, "await answerAhead?.(", "await (ran(), undefined)?.("]],
  },
  "prepared statements": {
    says: "statements without names, never prepared",
    shows: BOTH,
    edits: [["dist/src/platform/prepared-names.js", "isNamed(name) {", "isNamed(name) { ran(); return false;"]],
  },
  packets: {
    says: "each statement of a deed in a packet of its own",
    shows: ["status"],
    edits: [["dist/src/platform/connection-pool.js", "gather() {", "gather() { ran(); return;"]],
  },
  tokens: {
    says: "tokens verified each time",
    shows: BOTH,
    edits: [["dist/src/access/token.js", "if (known && ", "if ((ran(), false) && "]],
  },
  helmet: {
    says: "helmet's headers off",
    shows: BOTH,
    edits: [
      [
        "node_modules/@fastify/helmet/index.js",
        "fastify.addHook('onRequest', function helmetApplyHeaders (request, reply, next) {",
        "fastify.addHook('onRequest', function helmetApplyHeaders (request, reply, next) { ran(); return next();",
      ],
    ],
  },
  "graphql-jit": {
    says: "graphql-jit instead of graphql's execute",
    shows: [],
    edits: [
      [
        `${APOLLO}/incrementalDeliveryPolyfill.js`,
        "return (0, graphql_1.execute)(args);",
        `ran(); return require(${JIT}).execute(args);`,
      ],
    ],
  },
};

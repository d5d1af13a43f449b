// ESM-only packages that jest on Node 20 cannot require as they are.
const esmOnly = ["jose", "graphql-ws", "graphql-sse", "fast-check", "pure-rand"];

module.exports = {
  testEnvironment: "node",
  setupFiles: ["reflect-metadata"],
  // test/long has a configuration of its own: npm run test:long.
  testMatch: ["<rootDir>/test/**/*.test.ts", "!**/test/long/**"],
  transform: { "^.+\\.(ts|js|mjs)$": "@swc/jest" },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join("|")})/)`],
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/.data"],
  // What hangs is told in the end; what is slow on a small or busy machine is no fault. A test that is given up goes on
  // beside the next one of its file, which then fails too.
  testTimeout: 120_000,
  // Much of a test's time is PostgreSQL's, so a worker for every core is not too many; jest would leave one core idle.
  maxWorkers: "100%",
};

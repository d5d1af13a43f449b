// Hours of model runs, killed processes and other time zones: they prove more than a change can wait for.
const quick = require("./jest.config.js");

module.exports = {
  ...quick,
  testMatch: ["<rootDir>/test/long/**/*.test.ts"],
  testTimeout: 3_600_000,
};

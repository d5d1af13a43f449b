// Runs the suite as if the machine stood in other places. A date that passes through local midnight is a day off for half
// the world and right on the desk of whoever wrote it (reliability H13), so no run in one zone can find it.
// To see it fail: take the type parsers out of calendarSafeTypes() in src/platform/connection-pool.ts.
// Arguments are handed to jest: node scripts/check-time-zones.mjs test/platform

import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const JEST = join(ROOT, "node_modules/jest/bin/jest.js");

/** The servers' usual one, the country's own, and one that is neither whole hours off nor east of Greenwich. */
const ZONES = ["UTC", "Asia/Shanghai", "America/St_Johns"];

const red = ZONES.filter((zone) => {
  console.log(`\n==== TZ=${zone}`);
  const { status } = spawnSync(process.execPath, [JEST, ...process.argv.slice(2)], {
    cwd: ROOT,
    env: { ...process.env, TZ: zone },
    stdio: "inherit",
  });
  return status !== 0;
});

console.log(red.length === 0 ? `\ngreen in ${ZONES.join(", ")}` : `\nRED in ${red.join(", ")}`);
process.exit(red.length === 0 ? 0 : 1);

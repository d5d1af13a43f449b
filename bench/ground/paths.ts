import { join } from "node:path";

export const ROOT = join(__dirname, "..", "..");
export const BENCH = join(ROOT, "bench");
export const PEERS = join(BENCH, "peers");
/** Filled clusters; git does not look at it. */
export const CACHE = join(BENCH, ".cache");
export const HUB_PROGRAM = join(ROOT, "dist", "src", "main.js");

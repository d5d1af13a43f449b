// What the peers have in common with the hub, taken from the hub as it was built: the check of tokens, the seals, the rules
// of numbers and names. What is left to each is how it gets from a query to an answer.

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import pg from "pg";

const require = createRequire(import.meta.url);
const built = (file) => require(`../../dist/src/${file}.js`);

const { TokenDesk } = built("access/token");
const { regionPrefix } = built("access/region.rules");
const { systemClock, businessDay } = built("platform/clock");
const { createCryptoProvider, loadOrCreateMasterKey } = built("platform/crypto");
const { randomIds } = built("platform/ids");
const { toGlobalId } = built("platform/global-id");
const { decideIdentity, maskIdNumber } = built("person/identity.rules");
const { personIndex } = built("person/subjects");
const { WORKFLOWS } = built("agencies/workflows.rules");

export { maskIdNumber, toGlobalId };

export const CENTRE = "矛盾纠纷调处化解中心";

export const RECORD_TYPES = {
  PETITION: "PetitionRecord",
  LITIGATION: "LitigationRecord",
  MEDIATION: "MediationRecord",
  ARBITRATION: "ArbitrationRecord",
  LEGAL_AID: "LegalAidRecord",
  INSPECTION: "InspectionRecord",
  HOTLINE: "HotlineRecord",
};

const LABELS = new Map(
  Object.values(WORKFLOWS).flatMap(({ line, states }) => states.map(({ id, label }) => [`${line} ${id}`, label])),
);

export const stateLabel = ({ line, state }) => LABELS.get(`${line} ${state}`);

const dataDir = process.env.HUB_DATA_DIR;
export const crypto = createCryptoProvider({ masterKey: loadOrCreateMasterKey(join(dataDir, "master.key")) });
export const ids = randomIds(systemClock);
const tokens = await TokenDesk.open(join(dataDir, "token.key"), systemClock);

/** As many connections as the hub has. Given back soon, so that the servers that wait for their turn hold none. */
export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  idleTimeoutMillis: 3_000,
  options: "-c TimeZone=UTC -c DateStyle=ISO",
});

/** Named, so that it is parsed once per connection. */
export async function rows(name, text, values) {
  return (await pool.query({ name, text, values })).rows;
}

/** Who is asking, and the first and last place they may see. Only callers of the desk are served. */
export async function identify(authorization) {
  if (!authorization?.startsWith("Bearer ")) throw new Error("no token");
  const caller = await tokens.verify(authorization.slice(7));
  if (caller.role !== "WINDOW_CLERK" && caller.role !== "SUPERVISOR") throw new Error("not a caller of the desk");
  const prefix = regionPrefix(caller.regionCode);
  return { caller, requestId: randomUUID(), region: [prefix, `${prefix}:`] };
}

/** The keyed index of a citizen's number. */
export function indexOf(idNumber) {
  const identity = decideIdentity("RESIDENT_ID", idNumber, businessDay(new Date()));
  if (!identity.ok) throw new Error("not a number");
  return personIndex(crypto, identity.change.kind, identity.change.number);
}

const READ_LOG = `insert into read_entry (id, at, principal, role, action, person_id, purpose, request_id)
  values ($1, $2, $3, $4, 'citizenHistory', $5, $6, $7)`;

/** The line of the read log; nothing is shown before it is written. */
export async function logRead({ caller, requestId }, personId, purpose) {
  const values = [ids.uuid(), new Date(), caller.subject, caller.role, personId, purpose, requestId];
  await rows("read-log", READ_LOG, values);
}

export function stopOnTerm(close) {
  const stop = async () => {
    await close();
    await pool.end();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
}

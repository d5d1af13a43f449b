import { ANY_DISPUTE, disputesOf, lockDisputes } from "../../src/dispute/lock-disputes";
import type { Tx } from "../../src/platform/database";
import { fromGlobalId } from "../../src/platform/global-id";
import type { Condition } from "../../src/platform/keyset-page";
import { openDispute } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
let id: string;
beforeAll(async () => {
  hub = await openTestHub();
  id = fromGlobalId("Dispute", (await openDispute(hub)).disputeId)!;
  await hub.hub.parts.db.query("create sequence asked");
});
afterAll(() => hub.close());

const LOCKS = "select count(*)::int as held from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";

function lock(which: Condition): Promise<{ ids: string[]; held: number; tries: number }> {
  let tries = 0;
  const { db, ...parts } = hub.hub.parts;
  return db.inTransaction(async (tx: Tx) => {
    tries += 1;
    const { disputes } = await lockDisputes({ tx, hub: { db, ...parts } }, which, ANY_DISPUTE);
    const [{ held }] = (await tx.query(LOCKS)) as [{ held: number }];
    return { ids: [...disputes.keys()], held, tries };
  });
}

test("what is locked is held until the deed ends", async () => {
  expect(await lock(disputesOf([id]))).toEqual({ ids: [id], held: 1, tries: 1 });
});

test("a dispute that the lock did not see and the reading does is locked in a new transaction first", async () => {
  const appears = { text: "select t.id from dispute t where t.id = $1 and nextval('asked') > 1", values: [id] };
  expect(await lock(appears)).toEqual({ ids: [id], held: 1, tries: 2 });
});

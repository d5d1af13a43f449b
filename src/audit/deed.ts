import { digest } from "../platform/canonical-json";
import type { Caller } from "../access/caller";
import { callerScope } from "../access/caller";
import { ChangeSet } from "../platform/change-set";
import { JsonText } from "../platform/row-values";
import type { Tx } from "../platform/database";
import { Idempotency } from "../platform/idempotency.entity";
import { isUniqueViolation, RetryTransaction } from "../platform/pg-errors";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { Hub } from "../hub-parts";
import { AuditEntry } from "./audit-entry.entity";

/** What a deed answers: plain data under the name of its GraphQL type, so that it can be kept and given again. */
export type Answer = { readonly __typename: string };

/** Who asks, and in which transaction. */
export interface Asking {
  readonly tx: Tx;
  readonly hub: Hub;
  readonly caller: Caller;
}

/** One try at a deed, inside its transaction. */
export interface Deed extends Asking {
  readonly now: Date;
  /** What will be written if the deed is allowed; a refusal drops it, unless it is to be kept. */
  readonly changes: ChangeSet;
  /** Adds a line to the trail; a deed that adds none gets one line with its own verdict. */
  audit(line: AuditLine): void;
  /** A refusal that must leave a trace (登记必做, 信访工作条例 44): what was changed so far is written all the same. */
  keepThoughRefused(): void;
}

export interface AuditLine {
  readonly disputeId?: string | null;
  readonly recordId?: string | null;
  /** `ALLOWED` or the refusal code. */
  readonly verdict: string;
}

export interface DeedRequest {
  readonly hub: Hub;
  readonly caller: Caller;
  readonly requestId: string;
}

/**
 * Carries out a deed once per client key: lock, decide, record, and only then write. State, event, change feed, audit
 * line and the answer under its key become visible together or not at all; the same key gets the same answer again.
 */
export async function runDeed<Result extends Answer>(
  request: DeedRequest,
  action: string,
  input: { readonly clientKey: string },
  work: (deed: Deed) => Promise<Result | RefusedAnswer>,
): Promise<Result | RefusedAnswer> {
  return runPreparedDeed(request, action, input, async () => undefined, work);
}

/**
 * A deed that knows what it has to lock and read. That goes to the server together with the search for the client key,
 * and the deed needs no other round trip but the one that writes.
 * @param prepare locks and reads, all of it by `tx.lookUp`
 */
export async function runPreparedDeed<Result extends Answer, Prepared, Input extends { readonly clientKey: string }>(
  request: DeedRequest,
  action: string,
  input: Input,
  prepare: (asking: Asking) => Promise<Prepared>,
  work: (deed: Deed, prepared: Prepared, input: Input) => Result | RefusedAnswer | Promise<Result | RefusedAnswer>,
): Promise<Result | RefusedAnswer> {
  const { hub, caller, requestId } = request;
  const { clientKey, ...body } = input;
  const bodyHash = digest({ action, body });
  const scope = callerScope(caller);

  return hub.db.inTransaction(async (tx) => {
    const now = hub.clock.now();
    const trail = (line: AuditLine): Partial<AuditEntry> => ({
      id: hub.ids.uuid(),
      at: now,
      principal: caller.subject,
      role: caller.role,
      action,
      disputeId: line.disputeId ?? null,
      recordId: line.recordId ?? null,
      verdict: line.verdict,
      requestId,
      clientKey,
      bodyHash,
    });

    const asking = { tx, hub, caller };
    // The key is looked for behind the lock: who waited there for a twin of this deed finds the answer that it left.
    const [prepared, [earlier]] = await Promise.all([
      prepare(asking),
      tx.lookUp<{ body_hash: string; answer: Result | RefusedAnswer }>(
        "select body_hash, answer from idempotency where scope = $1 and key = $2",
        [scope, clientKey],
      ),
    ]);
    if (earlier?.body_hash === bodyHash) return earlier.answer;
    if (earlier) {
      const changes = new ChangeSet(hub.catalogue);
      changes.insert(AuditEntry, trail({ verdict: "CLIENT_KEY_REUSED" }));
      await changes.commit(tx);
      return refused("CLIENT_KEY_REUSED", { field: "clientKey" });
    }

    const lines: AuditLine[] = [];
    let changes = new ChangeSet(hub.catalogue);
    let isKept = false;
    const keepThoughRefused = () => void (isKept = true);
    const deed = { ...asking, now, changes, audit: (line: AuditLine) => lines.push(line), keepThoughRefused };
    const answer = await work(deed, prepared, input);
    const refusal = isRefused(answer) ? answer : undefined;
    if (refusal && !isKept) changes = new ChangeSet(hub.catalogue);
    if (lines.length === 0) lines.push({ verdict: refusal?.code ?? "ALLOWED" });
    for (const line of lines) changes.insert(AuditEntry, trail(line));
    const kept = new JsonText(JSON.stringify(answer));
    changes.insert(Idempotency, { scope, key: clientKey, action, bodyHash, answer: kept, createdAt: now });
    await commitOrRetry(tx, changes);
    return answer;
  });
}

/**
 * A unique constraint that is hit means that somebody else was first since we looked: with the same key, or with the
 * same number. A new transaction sees what they wrote and decides again.
 */
export async function commitOrRetry(tx: Tx, changes: ChangeSet): Promise<void> {
  try {
    await changes.commit(tx);
  } catch (error) {
    throw isUniqueViolation(error) ? new RetryTransaction(error) : error;
  }
}

function isRefused(answer: Answer): answer is RefusedAnswer {
  return answer.__typename === "Refused";
}

import { Client } from "pg";
import { documentOf, freshNumber } from "./deeds";
import { HttpClient } from "./http-client";
import type { HubProcess } from "./hub-process";
import { freshIdNumber } from "./people";

const AGENCY = "ph-petition";
const FIRST_STEPS = ["SCREENED", "NOTIFIED", "PROCESSING"];
/** The two states an endless hearing goes to and fro between. */
const next = (state: string): string => (state === "PROCESSING" ? "HEARING" : "PROCESSING");

interface Recorded {
  readonly effect: string;
  readonly sequence: number;
  readonly state: string;
  readonly lastSequence: number;
}

// oxlint-disable-next-line typescript/no-explicit-any -- each line below knows which mutation it has sent
type Given = any;

/**
 * Writers as agencies and windows are: each sends one thing after the other, again with the same key while it has not
 * heard, and notes what it was told. The note of every status is its key, so that it can be found again.
 */
export class Load {
  readonly client: HttpClient;
  /** `record sequence key` of every status and title of every submission the hub has confirmed. */
  readonly statuses: string[] = [];
  readonly submissions: string[] = [];
  /** A hub that forgets takes the next number for an early one. */
  heldInstead = 0;
  private isStopping = false;
  private running: Promise<unknown> = Promise.resolve();
  private tokens: { clerk: string; agency: string } | undefined;
  private keys = 0;

  private constructor(
    private hub: HubProcess,
    private readonly name: string,
  ) {
    this.client = new HttpClient(hub.url);
  }

  static async start(hub: HubProcess, writers: number): Promise<Load> {
    const load = new Load(hub, `load-${process.pid}-${Date.now()}`);
    load.tokens = { clerk: await hub.token("clerk"), agency: await hub.token(AGENCY) };
    const records = await Promise.all(Array.from({ length: writers }, () => load.openRecord()));
    load.running = Promise.all(records.map((recordId) => load.write(recordId)));
    // A writer that fails is heard of when the load is stopped.
    load.running.catch(() => {});
    return load;
  }

  /** The hub was started again and listens elsewhere. */
  moveTo(hub: HubProcess): void {
    this.hub = hub;
    this.client.moveTo(hub.url);
  }

  get acknowledged(): number {
    return this.statuses.length + this.submissions.length;
  }

  /** Every writer finishes what it has begun; afterwards nothing is unknown any more. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
    this.client.close();
  }

  /** For a test that has failed: nobody waits for the hub any more. */
  abandon(): void {
    this.isStopping = true;
    this.client.close();
  }

  private async write(recordId: string): Promise<void> {
    let state = FIRST_STEPS.at(-1)!;
    for (let sequence = FIRST_STEPS.length + 1; !this.isStopping;) {
      if (this.keys % 5 === 0) await this.register();
      const recorded = await this.report(recordId, sequence, next(state));
      if (recorded.effect === "HELD") this.heldInstead += 1;
      state = recorded.state;
      sequence = recorded.lastSequence + 1;
    }
  }

  private async report(recordId: string, sequence: number, toState: string): Promise<Recorded> {
    const key = this.freshKey();
    const input = { recordId, sequence, toState, occurredAt: new Date().toISOString(), note: key };
    const recorded = (await this.send("reportStatus", "agency", key, input)) as Recorded;
    if (recorded.effect === "APPLIED") this.statuses.push(`${recordId} ${sequence} ${key}`);
    return recorded;
  }

  private async register(): Promise<string> {
    const key = this.freshKey();
    const answer = await this.send("registerSubmission", "clerk", key, {
      channel: "WINDOW",
      submittedAt: new Date().toISOString(),
      title: key,
      content: "要求修复并赔偿。",
      category: "OTHER",
      regionCode: "330482",
      applicant: { person: { name: "沈秋实", idKind: "RESIDENT_ID", idNumber: freshIdNumber() } },
    });
    this.submissions.push(key);
    return answer.dispute.id;
  }

  private async openRecord(): Promise<string> {
    const disputeId = await this.register();
    const targets = [{ line: "PETITION", agencyCodes: [AGENCY], reason: "信访工作条例22" }];
    const referred = await this.send("referDispute", "clerk", this.freshKey(), {
      disputeId,
      expectedVersion: 1,
      targets,
    });
    const accepted = await this.send("acceptReferral", "agency", this.freshKey(), {
      referralId: referred.referrals[0].id,
      expectedVersion: 1,
      number: freshNumber("PETITION"),
      occurredAt: new Date().toISOString(),
    });
    const recordId: string = accepted.record.id;
    for (const [index, state] of FIRST_STEPS.entries()) await this.report(recordId, index + 1, state);
    return recordId;
  }

  private async send(
    deed: Parameters<typeof documentOf>[0],
    user: "clerk" | "agency",
    clientKey: string,
    input: object,
  ): Promise<Given> {
    const { data } = await this.client.untilAnswered(
      this.tokens![user],
      documentOf(deed),
      { input: { clientKey, ...input } },
      120_000,
    );
    const answer = data[deed] as { __typename: string };
    if (answer.__typename === "Refused") throw new Error(`${deed} was refused: ${JSON.stringify(answer)}`);
    return answer;
  }

  private freshKey(): string {
    this.keys += 1;
    return `${this.name}-${this.keys}`;
  }

  /** What is in the database, beside what the writers were told. */
  async audit(): Promise<Findings> {
    const database = new Client({ connectionString: this.hub.databaseUrl });
    await database.connect();
    try {
      const events = await database.query(
        `select r.id, r.line, t.sequence, t.note from timeline_event t join agency_record r on r.id = t.record_id
          where t.kind = 'STATUS' and t.note like $1`,
        [`${this.name}-%`],
      );
      const statuses = events.rows.map(
        ({ id, sequence, note }) => `${Buffer.from(`PetitionRecord:${id}`).toString("base64url")} ${sequence} ${note}`,
      );
      const disputes = await database.query("select title from dispute where title like $1", [`${this.name}-%`]);
      const submissions = disputes.rows.map(({ title }) => title as string);
      const broken = await database.query(BROKEN);
      return {
        acknowledged: this.acknowledged,
        lost: [...missing(this.statuses, statuses), ...missing(this.submissions, submissions)],
        twice: [
          ...repeated(statuses.map((status) => status.split(" ").slice(0, 2).join(" "))),
          ...repeated(submissions),
        ],
        unheard: [...missing(statuses, this.statuses), ...missing(submissions, this.submissions)],
        broken: broken.rows,
      };
    } finally {
      await database.end();
    }
  }
}

export interface Findings {
  readonly acknowledged: number;
  /** Confirmed and not there. */
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  /** There, though nobody was told. */
  readonly unheard: readonly string[];
  /** Disputes whose parts do not fit together. */
  readonly broken: readonly unknown[];
}

/** State, event, change, trail and key are written together or not at all. */
const BROKEN = `
  with events as (select dispute_id as id, count(*) as n from timeline_event group by 1),
       changes as (select dispute_id as id, count(*) as n, count(distinct dispute_version) as versions from change_log group by 1),
       deeds as (select dispute_id as id, count(distinct client_key) as n from audit_entry where verdict = 'ALLOWED' group by 1)
  select id, d.version, e.n as events, c.n as changes, c.versions, a.n as deeds
    from dispute d left join events e using (id) left join changes c using (id) left join deeds a using (id)
   where (d.version, d.version, d.version, d.version) is distinct from (e.n, c.n, c.versions, a.n)
  union all
  select r.id, r.last_sequence, r.version, max(t.sequence), count(t.sequence), 0
    from agency_record r left join timeline_event t on t.record_id = r.id
   group by r.id having r.last_sequence <> coalesce(max(t.sequence), 0) or r.last_sequence <> count(t.sequence)
  union all
  select a.id, 0, 0, 0, 0, 0 from audit_entry a
   where not exists (select from idempotency i where i.key = a.client_key)`;

function missing(wanted: readonly string[], there: readonly string[]): string[] {
  const found = new Set(there);
  return wanted.filter((item) => !found.has(item));
}

function repeated(items: readonly string[]): string[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.size === seen.add(item).size);
}

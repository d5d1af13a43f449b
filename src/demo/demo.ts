import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Line } from "../agencies/workflow.rules";
import { balance, type Account } from "./account";
import { bookOfPlan, withWork } from "./book";
import { planYear } from "./county-year";
import { HABITS } from "./habits";
import { HubClient } from "./hub-client";
import { isRace, mattersOf, referralsOf, takingOf, type Plan, type PlanSize } from "./plan";
import { openProgress, type Track } from "./progress";
import { bookOfHub, isEmpty } from "./read-back";
import { Staff } from "./staff";

export interface DemoOptions {
  readonly size: PlanSize;
  readonly url: string;
  /** A token for a user of the sample centre. */
  readonly tokenFor: (user: string) => Promise<string>;
  /** Where the clients keep their journals. */
  readonly dir: string;
  readonly out: NodeJS.WriteStream;
  /** Ends the demo before it is done. */
  readonly signal?: AbortSignal | undefined;
  /** Called once, when half of all statuses have been reported. */
  readonly onHalf?: ((note: (line: string) => void) => Promise<void>) | undefined;
}

export interface DemoOutcome {
  readonly account: Account;
  /** What the run happened to meet with. No two runs agree on it, so it is no part of the account. */
  readonly observations: Observations;
}

export interface Observations {
  readonly seconds: number;
  readonly readBackSeconds: number;
  readonly deeds: number;
  readonly restarts: number;
  /** Attempts repeated and refusals of the moment, by reason. */
  readonly met: Readonly<Record<string, number>>;
  /** Who won the races, by agency code. */
  readonly races: Readonly<Record<string, number>>;
}

/** The hub is not empty: what is in it already would stand in no client's book. */
export class HubNotEmpty extends Error {
  override readonly name = "HubNotEmpty";
}

const LINE_TRACKS: readonly (readonly [line: Line, label: string])[] = [
  ["PETITION", "信访报送"],
  ["LITIGATION", "诉讼报送"],
  ["MEDIATION", "调解报送"],
  ["ARBITRATION", "仲裁报送"],
  ["LEGAL_AID", "法援报送"],
  ["INSPECTION", "监察报送"],
  ["HOTLINE", "热线报送"],
];
const DYING_AGENCY = "ph-mediation";

/** Lets the clients work through the year at a hub that is up, reads everything back, and balances the books. */
export async function runDemo(options: DemoOptions): Promise<DemoOutcome> {
  const { size, url, tokenFor, dir, out, onHalf, signal } = options;
  const plan = planYear(size);
  const desk = new HubClient({ url, token: await tokenFor("clerk") });
  if (!(await isEmpty(desk))) throw new HubNotEmpty("the hub is not empty");

  mkdirSync(dir, { recursive: true });
  const staff = new Staff();
  if (signal?.aborted) await staff.stop();
  signal?.addEventListener("abort", () => void staff.stop());
  const startedAt = performance.now();
  const tracks = tracksOf(plan);
  const half = tracks.reduce((sum, { total }) => sum + total, 0) / 2;
  const progress = openProgress(tracks, out);
  let interruption: Promise<void> | undefined;
  try {
    for (const role of ["desk", ...Object.keys(HABITS)]) {
      staff.hire({
        role,
        url,
        token: await tokenFor(role === "desk" ? "clerk" : role),
        size,
        journalFile: join(dir, `${role}.journal`),
        bookFile: join(dir, `${role}.book.json`),
        diesInDeed: role === DYING_AGENCY ? dyingDeed(plan) : null,
      });
    }
    const reports = await staff.work((counts) => {
      progress.show(counts);
      const done = [...counts.values()].reduce((sum, count) => sum + count, 0);
      if (!onHalf || done < half || interruption) return;
      interruption = onHalf((line) => progress.note(line));
      interruption.catch((error: Error) => staff.fail(error));
    });
    await interruption;
    const workedAt = performance.now();
    const agencies = await Promise.all(
      Object.keys(HABITS).map(async (code) => new HubClient({ url, token: await tokenFor(code) })),
    );
    const clients = withWork([...reports.values()].flatMap(({ entries }) => entries));
    const account = balance(size, { plan: bookOfPlan(plan), clients, hub: await bookOfHub(desk, agencies) });
    const met = [...reports.values()].flatMap((report) => Object.entries(report.met));
    return {
      account,
      observations: {
        seconds: (workedAt - startedAt) / 1000,
        readBackSeconds: (performance.now() - workedAt) / 1000,
        deeds: clients.filter(({ kind }) => DEED_KINDS.includes(kind)).length,
        restarts: staff.restarts,
        met: sumUp(met),
        races: sumUp(racesIn(plan, clients).map((code) => [code, 1] as const)),
      },
    };
  } finally {
    progress.stop();
    await staff.stop();
  }
}

const DEED_KINDS = ["SUBMISSION", "REFERRAL", "ACCEPTED", "RETURNED", "STATUS", "DUPLICATE", "REFUSED", "EVALUATION"];

function tracksOf(plan: Plan): Track[] {
  const matters = mattersOf(plan);
  const steps = (line: Line): number =>
    matters
      .flatMap(referralsOf)
      .reduce((sum, referral) => sum + (referral.line === line ? (takingOf(referral)?.steps.length ?? 0) : 0), 0);
  const evaluations = matters.flatMap((matter) => [matter.evaluation, matter.laterEvaluation].filter(Boolean));
  return [
    { key: "submissions", label: "窗口登记", total: plan.submissions },
    ...LINE_TRACKS.map(([line, label]) => ({ key: line, label, total: steps(line) })),
    { key: "evaluations", label: "回访评价", total: evaluations.length },
  ];
}

/** In the middle of what this agency has to do at the least, whatever it wins in races. */
function dyingDeed(plan: Plan): number {
  const own = mattersOf(plan)
    .flatMap(referralsOf)
    .filter((referral) => referral.answers.has(DYING_AGENCY) && !isRace(referral));
  const deeds = own.reduce((sum, referral) => sum + 1 + (takingOf(referral)?.steps.length ?? 0), 0);
  return Math.max(1, Math.floor(deeds / 2));
}

function racesIn(plan: Plan, clients: ReturnType<typeof withWork>): string[] {
  const races = new Set(
    mattersOf(plan)
      .flatMap(referralsOf)
      .filter(isRace)
      .map(({ slip }) => slip),
  );
  return clients.filter(({ kind, id }) => kind === "HOLDER" && races.has(id)).map(({ value }) => value.split(" ")[0]!);
}

function sumUp(pairs: readonly (readonly [string, number])[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [key, count] of pairs) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

import { writeFileSync } from "node:fs";
import { AgencyClient } from "./agency-client";
import type { ClientReport, FromClient, Orders, ToClient } from "./client-orders";
import { planYear } from "./county-year";
import { Deeds } from "./deeds";
import { DeskClient } from "./desk-client";
import { HABITS } from "./habits";
import { HubClient } from "./hub-client";
import { Journal } from "./journal";

const PROGRESS_MS = 100;

/** One client of the demo, a process of its own: it knows its orders, its journal and what the hub tells it. */
async function work(orders: Orders, finished: Promise<void>): Promise<void> {
  const { role, url, token, size } = orders;
  const counts: Record<string, number> = {};
  const met: Record<string, number> = {};
  const report = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  const onRetry = (reason: string): void => void (met[reason] = (met[reason] ?? 0) + 1);
  const timer = setInterval(() => tell({ type: "progress", counts }), PROGRESS_MS);

  const plan = planYear(size);
  const journal = new Journal(orders.journalFile);
  const hub = new HubClient({ url, token, onRetry });
  const deeds = new Deeds(hub, journal, `demo-${size.seed}-${size.submissions}:`);
  if (orders.diesInDeed !== null && journal.isNew) deeds.dieInDeed(orders.diesInDeed);
  if (role === "desk") {
    const publicHub = new HubClient({ url, token: null, onRetry });
    await new DeskClient({ plan, hub, publicHub, deeds, journal, report }).run();
  } else {
    await new AgencyClient({ code: role, habit: HABITS[role]!, plan, hub, deeds, journal, report }).run(finished);
  }
  clearInterval(timer);
  for (const [code, times] of deeds.conflicts) met[code] = (met[code] ?? 0) + times;
  writeFileSync(orders.bookFile, JSON.stringify({ entries: journal.book(), met } satisfies ClientReport));
  tell({ type: "progress", counts });
  tell({ type: "done" });
}

function tell(message: FromClient): void {
  // Whom to tell may have gone at this very moment; then there is nobody left to mind.
  if (process.connected) process.send!(message, () => {});
}

function main(): void {
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  process.on("message", (message: ToClient) => {
    if (message.type === "finish") return finish();
    const { role } = message.orders;
    work(message.orders, finished).catch((error: unknown) => {
      process.stderr.write(`${role}: ${error instanceof Error ? error.stack : String(error)}\n`);
      tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
      process.exitCode = 1;
      if (process.connected) process.disconnect();
    });
  });
  // Ctrl-C reaches every process of the terminal; the one that started this one decides, and its end is the end here.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit());
}

if (require.main === module) main();

import type { Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { AGENCY_OF_LINE, fitFor, freshNumber } from "../support/deeds";
import type { TestHub } from "../support/hub";
import { Dice, newCast, statusItem, wayTo } from "./plan";
import type { Bench } from "./run";
import { newWorld, type DeedName, type Input, type World } from "./world";

const USUAL = new Dice([0]);

/** Ways that begin where a record may open and together take every step of the table. */
function waysThrough(line: Line): { opening: string; way: string[] }[] {
  const { states, transitions } = WORKFLOWS[line];
  const left = new Set(transitions);
  const ways: { opening: string; way: string[] }[] = [];
  for (const { id: opening } of states.filter(({ entry }) => entry)) {
    for (;;) {
      const way: string[] = [];
      for (;;) {
        const next = wayTo(line, way.at(-1) ?? opening, (step) => left.has(step));
        if (!next) break;
        left.delete(next.at(-1)!);
        way.push(...next.map(({ to }) => to));
      }
      if (way.length === 0) break;
      ways.push({ opening, way });
    }
  }
  return ways;
}

/** One record led along a way, checked at every step and read back at the end. */
async function lead(bench: Bench, hub: TestHub, line: Line, opening: string, way: readonly string[]): Promise<void> {
  const cast = newCast();
  const agency = AGENCY_OF_LINE[line]!;
  let world: World = newWorld(hub.clock.now().getTime());
  let key = 0;
  const send = async (user: string, deed: DeedName, input: Input) => {
    world = await bench.race(world, [{ user, deed, key: `walk-${cast.name}-${++key}`, input }]);
  };
  const occurredAt = "2024-06-03T02:00:00.000Z";
  await send("clerk", "registerSubmission", {
    channel: "WINDOW",
    submittedAt: occurredAt,
    content: "要求修复。",
    title: "楼上住户漏水",
    ...fitFor(line),
    regionCode: "330482",
    applicant: cast.subjects[0],
  });
  const disputeId = world.disputes[0]!.ref.id;
  const targets = [{ line, agencyCodes: [agency], takesLead: true, reason: "信访工作条例22" }];
  await send("clerk", "referDispute", { disputeId, expectedVersion: 1, targets });
  const referralId = world.disputes[0]!.referrals[0]!.ref.id;
  await send(agency, "acceptReferral", {
    referralId,
    expectedVersion: 1,
    number: freshNumber(line),
    state: opening,
    occurredAt,
  });
  const record = world.disputes[0]!.records[0]!;
  const items = way.map((state, index) => ({ ...statusItem(world, record, index + 1, state, USUAL), occurredAt }));
  await send(agency, "reportStatuses", { items });
  expect(world.disputes[0]!.records[0]).toMatchObject({ state: way.at(-1), lastSequence: way.length });
  await bench.readDisputes(world);
  bench.add(world);
}

/** Leads records along every step of every workflow table, each checked against the model. */
export async function leadThroughEveryStep(bench: Bench, hub: TestHub): Promise<void> {
  for (const { line } of Object.values(WORKFLOWS)) {
    for (const { opening, way } of waysThrough(line)) await lead(bench, hub, line, opening, way);
  }
}

import * as fc from "fast-check";
import { aStatus, doDeed, openRecord } from "../support/deeds";
import type { TestHub } from "../support/hub";

const PATH = ["CONSENT_PENDING", "ACCEPTED", "IN_MEDIATION", "AGREED_WRITTEN", "PERFORMING", "PERFORMED"];

const PROJECTION = `query ($id: ID!) {
  dispute(id: $id) {
    state version closedAt leadOwner { agency { code } }
    records { nodes { state stateLabel phase outcome version lastSequence endedAt ... on MediationRecord { mediator } } }
    timeline(first: 50) { nodes { kind fromState toState sequence occurredAt note } }
  }
}`;
const WAITING = `query ($id: ID!) { node(id: $id) { ... on AgencyRecord { waiting { sequence } } } }`;

export interface Arrival {
  /** Places of the six statuses in the order they arrive. */
  readonly order: readonly number[];
  /** How many come together, over and over. */
  readonly perCall: number;
  /** Each is sent a second time once all have come. */
  readonly again: boolean;
}

const arrivals: fc.Arbitrary<Arrival> = fc.record({
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6, maxLength: 6 }),
  perCall: fc.integer({ min: 1, max: 6 }),
  again: fc.boolean(),
});

/** Six statuses arrive at a new record in some order. @returns what the hub then tells of it, without its names */
async function projectionAfter(hub: TestHub, { order, perCall, again }: Arrival): Promise<object> {
  const record = await openRecord(hub);
  const start = hub.clock.now().getTime() - 6 * 3_600_000;
  const statuses = PATH.map((toState, index) =>
    aStatus(hub, record.recordId, index + 1, toState, {
      occurredAt: new Date(start + index * 3_600_000).toISOString(),
      note: `第${index + 1}步`,
      details: { mediation: { mediator: `第${index + 1}位调解员` } },
    }),
  );
  const sent = [...order, ...(again ? order : [])].map((place) => statuses[place]!);
  for (let at = 0; at < sent.length; at += perCall) {
    await doDeed(hub, "ph-mediation", "reportStatuses", { items: sent.slice(at, at + perCall) });
  }
  const read = await hub.ask("clerk", PROJECTION, { id: record.disputeId });
  const own = await hub.ask("ph-mediation", WAITING, { id: record.recordId });
  if (read.errors || own.errors) throw new Error(read.text + own.text);
  return { ...read.data.dispute, waiting: own.data.node.waiting };
}

/** The order that every other one must agree with. */
const IN_ORDER: Arrival = { order: [0, 1, 2, 3, 4, 5], perCall: 1, again: false };

export async function checkOrders(hub: TestHub, runs: number, seed: number): Promise<void> {
  const expected = await projectionAfter(hub, IN_ORDER);
  expect(expected).toMatchObject({
    state: "RESOLVED",
    waiting: [],
    records: { nodes: [{ state: "PERFORMED", lastSequence: 6 }] },
  });
  const property = fc.asyncProperty(arrivals, async (arrival) =>
    expect(await projectionAfter(hub, arrival)).toEqual(expected),
  );
  await fc.assert(property, { numRuns: runs, seed });
}

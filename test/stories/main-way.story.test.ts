import { aStatus, doDeed, openRecord } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

test("a quarrel is registered, referred, mediated, performed, followed up and closed, and its history tells all of it", async () => {
  const record = await openRecord(hub);
  const steps = ["CONSENT_PENDING", "ACCEPTED", "IN_MEDIATION", "AGREED_WRITTEN", "PERFORMING", "PERFORMED"];
  for (const [index, toState] of steps.entries()) {
    hub.clock.pass(3_600_000);
    const answer = await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, record.recordId, index + 1, toState));
    expect(answer).toMatchObject({ effect: "APPLIED", state: toState });
  }
  const { data } = await hub.ask("clerk", `query ($id: ID!) { dispute(id: $id) { version state } }`, {
    id: record.disputeId,
  });
  expect(data.dispute.state).toBe("RESOLVED");
  const evaluated = await doDeed(hub, "clerk", "evaluateDispute", {
    disputeId: record.disputeId,
    expectedVersion: data.dispute.version,
    centre: "SATISFIED",
    agency: "BASICALLY_SATISFIED",
    evaluatedAt: hub.clock.now().toISOString(),
  });
  expect(evaluated).toMatchObject({ state: "CLOSED" });

  const timeline = await hub.ask(
    "clerk",
    `query ($id: ID!) { dispute(id: $id) { timeline(first: 50) { nodes { kind toState agency { code } } } } }`,
    { id: record.disputeId },
  );
  const told = timeline.data.dispute.timeline.nodes.map(
    (event: { kind: string; toState: string | null; agency: { code: string } | null }) =>
      [event.kind, event.toState, event.agency?.code ?? "desk"].join(" "),
  );
  expect(told).toEqual([
    "REGISTERED  desk",
    "REFERRED  desk",
    "ACCEPTED APPLIED ph-mediation",
    ...steps.map((toState) => `STATUS ${toState} ph-mediation`),
    "EVALUATED  desk",
  ]);
});

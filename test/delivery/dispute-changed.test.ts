import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { aStatus, doDeed, openRecord } from "../support/deeds";
import { eventually } from "../support/eventually";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
let address: string;

beforeAll(async () => {
  hub = await openTestHub();
  address = await hub.listen();
});
afterAll(() => hub.close());

const WATCH = "subscription { disputeChanged { kind disputeVersion event { toState } dispute { state } } }";

interface Told {
  readonly kind: string;
  readonly event: { readonly toState: string | null };
}

/** Opens a subscription over WebSocket and keeps what it tells. */
async function watch(user: string): Promise<{ told: Told[]; stop(): Promise<void> }> {
  const client = createClient({
    url: `${address.replace("http", "ws")}/graphql/ws`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${await hub.token(user)}` },
  });
  const told: Told[] = [];
  client.subscribe<{ disputeChanged: Told }>(
    { query: WATCH },
    { next: ({ data }) => void (data && told.push(data.disputeChanged)), error: () => {}, complete: () => {} },
  );
  return { told, stop: async () => client.dispose() };
}

test("a change reaches who may see the dispute over WebSocket as it happens, and nobody else", async () => {
  const record = await openRecord(hub);
  const clerk = await watch("clerk");
  const court = await watch("ph-court");
  await eventually("both listen", () => hub.hub.parts.live.listening === 2);

  await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, record.recordId, 1, "CONSENT_PENDING"));
  await eventually("the clerk is told", () => {
    hub.ticker.tick();
    return clerk.told.at(-1)?.kind === "STATUS";
  });
  expect(clerk.told.at(-1)).toMatchObject({ kind: "STATUS", event: { toState: "CONSENT_PENDING" } });
  expect(court.told).toEqual([]);

  await clerk.stop();
  await court.stop();
  await eventually("nobody listens, so nobody looks", () => hub.hub.parts.live.listening === 0);
});

test("the same change reaches a reader of server-sent events", async () => {
  const record = await openRecord(hub);
  const ending = new AbortController();
  const response = await fetch(`${address}/graphql/stream`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${await hub.token("ph-mediation")}`,
    },
    body: JSON.stringify({ query: WATCH }),
    signal: ending.signal,
  });
  expect(response.status).toBe(200);
  await eventually("it listens", () => hub.hub.parts.live.listening === 1);
  await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, record.recordId, 1, "ACCEPTED"));

  let text = "";
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const reading = (async () => {
    while (!text.includes("ACCEPTED")) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
    }
  })();
  await eventually("the event arrives", () => {
    hub.ticker.tick();
    return text.includes("ACCEPTED");
  });
  await reading;
  expect(text).toContain("event: next");
  ending.abort();
  await eventually("it has left", () => hub.hub.parts.live.listening === 0);
});

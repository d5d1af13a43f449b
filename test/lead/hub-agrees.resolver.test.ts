import type { Outcome } from "../../src/agencies/workflow.rules";
import { aStatus, doDeed, freshNumber, openDispute, versionOf } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { apply, deedsOf, dice, faultsOf, newOwnership, type Body, type Deed, type Ownership } from "./ownership";

// The hub is led along random histories of the model, through its API, and must stand where the model stands after
// every deed: who leads, in which state, which referrals wait, and whether the coordinating meeting has it.

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const SEQUENCES = 40;
const LENGTH = 12;
const CODES: Readonly<Record<Body, string>> = { A: "ph-mediation", B: "ph-mediation-property", C: "ph-court" };
const LINES: Readonly<Record<Body, "MEDIATION" | "LITIGATION">> = { A: "MEDIATION", B: "MEDIATION", C: "LITIGATION" };
const SETTLING = {
  MEDIATION: ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL"],
  LITIGATION: ["FILED", "SERVED", "COURT_MEDIATED"],
};
const LAST = { MEDIATION: "PERFORMED", LITIGATION: "EFFECTIVE" };
const ENDINGS: Readonly<Record<"MEDIATION" | "LITIGATION", Readonly<Record<Outcome, readonly string[]>>>> = {
  MEDIATION: {
    RESOLVED: [...SETTLING.MEDIATION, "PERFORMED"],
    UNRESOLVED: ["ACCEPTED", "FAILED"],
    WITHDRAWN: ["WITHDRAWN"],
    REDIRECTED: ["NOT_ACCEPTED"],
  },
  LITIGATION: {
    RESOLVED: [...SETTLING.LITIGATION, "EFFECTIVE", "PERFORMED"],
    UNRESOLVED: ["CORRECTION", "RETURNED"],
    WITHDRAWN: ["FILED", "WITHDRAWN"],
    REDIRECTED: ["FILED", "TRANSFERRED"],
  },
};

interface Led {
  readonly disputeId: string;
  readonly referralIds: string[];
  readonly records: { readonly id: string; body: Body; sequence: number }[];
}

const now = () => hub.clock.now().toISOString();
const version = ({ disputeId }: Led) => versionOf(hub, disputeId);

/** Deeds that the hub's other rules leave alone: two lines that do not exclude each other, a record that is not revived. */
function isPlain(one: Ownership, deed: Deed): boolean {
  if (deed.kind === "REVIVE" || deed.kind === "ATTACH") return false;
  if (deed.kind === "CLOSE_AGENCY") return deed.successor === null || LINES[deed.successor] === LINES[deed.body];
  if (deed.kind !== "REFER") return true;
  // A line's second body is excluded by what the first has begun or decided (exclusions are tried elsewhere).
  return new Set(deed.to.map((body) => LINES[body])).size === 1 && !deed.to.some((body) => hasHad(one, LINES[body]));
}
const hasHad = ({ records, offers }: Ownership, line: string) =>
  records.some(({ agencyId }) => LINES[agencyId] === line) ||
  offers.some(
    ({ state, candidates }) => state === "OFFERED" && candidates.some((each) => LINES[each.agencyId] === line),
  );

async function report(led: Led, record: number, states: readonly string[]): Promise<void> {
  const held = led.records[record]!;
  for (const toState of states) {
    held.sequence += 1;
    const answer = await doDeed(hub, CODES[held.body], "reportStatus", aStatus(hub, held.id, held.sequence, toState));
    expect(answer).toMatchObject({ effect: "APPLIED" });
  }
}

async function carryOut(led: Led, before: Ownership, deed: Deed): Promise<void> {
  const { disputeId } = led;
  switch (deed.kind) {
    case "REFER": {
      const { takesLead } = deed;
      const target = {
        line: LINES[deed.to[0]!],
        agencyCodes: deed.to.map((body) => CODES[body]),
        takesLead,
        reason: "依法",
      };
      const input = { disputeId, expectedVersion: await version(led), targets: [target] };
      const answer = await doDeed(hub, "clerk", "referDispute", input);
      expect(answer).toMatchObject({ __typename: "DisputeReferred" });
      led.referralIds.push(answer.referrals[0].id);
      return;
    }
    case "ACCEPT": {
      const input = { number: freshNumber(LINES[deed.by]), ...(await answering(led, deed.offer)) };
      const answer = await doDeed(hub, CODES[deed.by], "acceptReferral", input);
      expect(answer).toMatchObject({ __typename: "ReferralAccepted" });
      led.records.push({ id: answer.record.id, body: deed.by, sequence: 0 });
      return;
    }
    case "RETURN": {
      const input = { reason: "MATERIAL_MISSING", note: "缺材料", ...(await answering(led, deed.offer)) };
      expect(await doDeed(hub, CODES[deed.by], "returnReferral", input)).toMatchObject({
        __typename: "ReferralReturned",
      });
      return;
    }
    case "SETTLE":
      return report(led, deed.record, SETTLING[LINES[led.records[deed.record]!.body]]);
    case "END": {
      const line = LINES[led.records[deed.record]!.body];
      const isSettled = before.records[deed.record]!.phase === "SETTLING";
      const rest = line === "LITIGATION" ? ["EFFECTIVE", "PERFORMED"] : [LAST.MEDIATION];
      return report(led, deed.record, isSettled ? rest : ENDINGS[line][deed.outcome]);
    }
    case "EVALUATE": {
      const input = { disputeId, expectedVersion: await version(led), centre: "SATISFIED", agency: "SATISFIED" };
      await doDeed(hub, "clerk", "evaluateDispute", { ...input, evaluatedAt: now() });
      return;
    }
    case "LINK": {
      const other = await openDispute(hub);
      const input = { fromDisputeId: disputeId, toDisputeId: other.disputeId, kind: "SAME_MATTER", reason: "同一事项" };
      await doDeed(hub, "clerk", "linkDisputes", { ...input, expectedVersion: await version(led) });
      return;
    }
    case "CLOSE_ORDER": {
      const input = { disputeId, expectedVersion: await version(led), resolution: "由镇调委会办理" };
      expect(await doDeed(hub, "supervisor", "closeSupervision", input)).toMatchObject({
        __typename: "SupervisionClosed",
      });
      return;
    }
    case "CLOSE_AGENCY": {
      const successorCode = deed.successor && CODES[deed.successor];
      const input = { agencyCode: CODES[deed.body], successorCode, reason: "机构改革" };
      expect(await doDeed(hub, "supervisor", "closeAgency", input)).toMatchObject({ __typename: "AgencyClosed" });
      return;
    }
    case "ATTACH":
    case "REVIVE":
      throw new Error(`${deed.kind} is not carried out here`);
  }
}

async function answering(led: Led, offer: number): Promise<object> {
  const referralId = led.referralIds[offer]!;
  const QUERY = "query ($id: ID!) { node(id: $id) { ... on Referral { version } } }";
  const { data } = await hub.ask("supervisor", QUERY, { id: referralId });
  return { referralId, expectedVersion: data.node.version, occurredAt: now() };
}

const WHERE = `query ($id: ID!) { dispute(id: $id) { state leadOwner { agency { code } }
  referrals(first: 50) { nodes { state candidates { agency { code } state } } }
  records(first: 50) { nodes { agency { code } phase outcome } }
  supervisionOrders(first: 50) { nodes { ground closedAt } } } }`;

async function expectSame(led: Led, one: Ownership, deeds: readonly Deed[]): Promise<void> {
  const { data } = await hub.ask("supervisor", WHERE, { id: led.disputeId });
  const { state, leadOwner, referrals, records, supervisionOrders } = data.dispute;
  const isOpen = supervisionOrders.nodes.map(({ closedAt }: { closedAt: string | null }) => closedAt === null);
  const inOrder = (list: readonly object[]) => list.map((each) => JSON.stringify(each)).toSorted();
  const code = (body: string | null) => body && CODES[body as Body];
  expect({
    deeds,
    state,
    lead: leadOwner.agency?.code ?? null,
    orders: isOpen.toSorted(),
    offers: referrals.nodes.map(
      (each: { state: string; candidates: { agency: { code: string }; state: string }[] }) => ({
        state: each.state,
        candidates: inOrder(each.candidates.map(({ agency, state: said }) => ({ code: agency.code, said }))),
      }),
    ),
    records: inOrder(
      records.nodes.map((each: { agency: { code: string }; phase: string; outcome: string | null }) => {
        return [each.agency.code, each.phase, each.outcome];
      }),
    ),
  }).toEqual({
    deeds,
    state: one.state,
    lead: code(one.lead),
    orders: one.orders.map(({ closedAt }) => closedAt === null).toSorted(),
    offers: one.offers.map((each) => ({
      state: each.state,
      candidates: inOrder(each.candidates.map((c) => ({ code: CODES[c.agencyId], said: c.state }))),
    })),
    records: inOrder(one.records.map((each) => [CODES[each.agencyId], each.phase, each.outcome])),
  });
}

/** For the next history: nobody reopens an agency in the hub. */
async function openAgencies(): Promise<void> {
  await hub.hub.parts.db.query("delete from agency_succession");
  await hub.hub.parts.db.query("update agency set closed_at = null where closed_at is not null");
}

test(`${SEQUENCES} random histories end in the hub where the model ends, deed by deed`, async () => {
  const throws = dice(7);
  const seen = new Set<string>();
  for (let count = 0; count < SEQUENCES; count++) {
    const { disputeId } = await openDispute(hub);
    const led: Led = { disputeId, referralIds: [], records: [] };
    let one = newOwnership();
    const deeds: Deed[] = [];
    for (let step = 0; step < LENGTH; step++) {
      const possible = deedsOf(one).filter((deed) => isPlain(one, deed));
      const deed = possible[throws(possible.length)]!;
      hub.clock.pass(60_000);
      await carryOut(led, one, deed);
      one = apply(one, deed);
      for (const [at, { agencyId }] of one.records.entries()) led.records[at]!.body = agencyId;
      deeds.push(deed);
      seen.add(deed.kind);
      await expectSame(led, one, deeds);
      expect(faultsOf(one)).toEqual([]);
      if (one.state === "CLOSED") break;
    }
    await openAgencies();
  }
  expect([...seen].toSorted()).toEqual(
    ["ACCEPT", "CLOSE_AGENCY", "CLOSE_ORDER", "END", "EVALUATE", "LINK", "REFER", "RETURN", "SETTLE"].toSorted(),
  );
}, 240_000);

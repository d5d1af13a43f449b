import { handOverNext } from "../../src/routing/hand-over.command";
import {
  aStatus,
  deadlineOf,
  doDeed,
  freshNumber,
  openDispute,
  openReferral,
  spareAgency,
  stateOfDispute,
  tryDeed,
  versionOf,
} from "../support/deeds";
import { feedHasCaughtUp } from "../support/feed";
import { openTestHub, type TestHub } from "../support/hub";
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());
// Nobody reopens an agency in the hub.
afterEach(async () => {
  const { db } = hub.hub.parts;
  await db.query("delete from agency_succession");
  await db.query("update agency set closed_at = null");
});

const OLD = "ph-mediation-property";
const NEW = "ph-mediation";
const now = () => hub.clock.now().toISOString();
const close = (changes: object = {}) =>
  doDeed(hub, "supervisor", "closeAgency", { agencyCode: OLD, successorCode: NEW, reason: "并入市调委会", ...changes });

async function openOld(states: readonly string[] = []) {
  const referral = await openReferral(hub, "MEDIATION", [OLD]);
  const number = freshNumber("MEDIATION");
  const accepted = await accept(OLD, referral.referralId, number);
  for (const [at, state] of states.entries()) await report(OLD, accepted.record.id, at + 1, state);
  return { ...referral, number, recordId: accepted.record.id as string };
}
const accept = (user: string, referralId: string, number = freshNumber("MEDIATION"), expectedVersion = 1) =>
  doDeed(hub, user, "acceptReferral", { referralId, expectedVersion, number, occurredAt: now() });
const report = (user: string, recordId: string, sequence: number, state: string) =>
  doDeed(hub, user, "reportStatus", aStatus(hub, recordId, sequence, state));

const DISPUTE = `query ($id: ID!) { dispute(id: $id) { state leadOwner { agency { code } }
  referrals { nodes { state version holder { code } candidates { state agency { code } } } }
  records { nodes { number state version agency { code } deadlines(first: 50) { nodes { agency { code } } } } }
  supervisionOrders { nodes { ground } }
  timeline(first: 50) { nodes { kind note agency { code } record { number } } } } }`;
async function look(id: string) {
  const { data, text } = await hub.ask("supervisor", DISPUTE, { id });
  if (!data) throw new Error(text);
  const { referrals, records, supervisionOrders, timeline, ...dispute } = data.dispute;
  return {
    ...dispute,
    referrals: referrals.nodes,
    records: records.nodes,
    orders: supervisionOrders.nodes,
    events: timeline.nodes,
  };
}
const inOrder = (list: readonly { agency: { code: string }; state: string }[]) =>
  list.map(({ agency, state }) => `${agency.code} ${state}`).toSorted();

describe("an agency that is closed with a successor", () => {
  test("gives its open record over where it stands: lead, referral, clocks and number", async () => {
    const { disputeId, number } = await openOld(["ACCEPTED"]);
    expect(await close()).toMatchObject({
      movedDisputes: expect.any(Number),
      isHandedOver: true,
      successor: { code: NEW },
    });
    const found = await look(disputeId);
    expect(found).toMatchObject({
      state: "IN_PROCESS",
      leadOwner: { agency: { code: NEW } },
      referrals: [{ state: "ACCEPTED", version: 3, holder: { code: NEW } }],
      records: [{ number, state: "ACCEPTED", version: 3, agency: { code: NEW } }],
      orders: [],
    });
    expect(inOrder(found.referrals[0].candidates)).toEqual([`${NEW} ACCEPTED`, `${OLD} LAPSED`].toSorted());
    const clocks = found.records[0].deadlines.nodes.map((one: { agency: { code: string } }) => one.agency.code);
    expect(clocks.length).toBeGreaterThan(0);
    expect(new Set(clocks)).toEqual(new Set([NEW]));
    expect(found.events.at(-1)).toEqual({
      kind: "HANDED_OVER",
      note: `并入市调委会;案卷${number}由平湖市物业纠纷人民调解委员会移交平湖市人民调解委员会`,
      agency: { code: NEW },
      record: null,
    });
  });

  test("can report on it no more; the successor goes on with the next number, what waits included", async () => {
    const { disputeId, recordId, number } = await openOld(["ACCEPTED"]);
    expect(await report(OLD, recordId, 3, "FAILED")).toMatchObject({ effect: "HELD" });
    await close();
    const status = aStatus(hub, recordId, 2, "IN_MEDIATION");
    await expectRefusal(hub, OLD, "reportStatus", status, "AGENCY_SUCCEEDED", {
      field: "recordId",
      holder: { code: NEW },
    });
    const byNumber = { ...status, recordId: null, number };
    await expectRefusal(hub, OLD, "reportStatus", byNumber, "AGENCY_SUCCEEDED", { field: "number" });
    await expectRefusal(hub, NEW, "reportStatus", { ...status, sequence: 1 }, "SEQUENCE_CONFLICT", {
      field: "sequence",
    });
    expect(await report(NEW, recordId, 2, "IN_MEDIATION")).toMatchObject({ effect: "APPLIED", lastSequence: 3 });
    expect(await stateOfDispute(hub, disputeId)).toBe("UNRESOLVED");
  });

  test("gives its offer over, which the successor may accept or send back", async () => {
    const { disputeId, referralId } = await openReferral(hub, "MEDIATION", [OLD]);
    await close();
    const found = await look(disputeId);
    expect(found).toMatchObject({ state: "ROUTED", leadOwner: { agency: null }, referrals: [{ state: "OFFERED" }] });
    expect(inOrder(found.referrals[0].candidates)).toEqual([`${NEW} OFFERED`, `${OLD} LAPSED`].toSorted());
    expect(found.events.at(-1)).toMatchObject({ kind: "HANDED_OVER", agency: { code: NEW } });
    const answer = { referralId, expectedVersion: 2, number: freshNumber("MEDIATION"), occurredAt: now() };
    await expectRefusal(hub, OLD, "acceptReferral", answer, "AGENCY_SUCCEEDED", {
      field: "referralId",
      holder: { code: NEW },
    });
    expect(await accept(NEW, referralId, answer.number, 2)).toMatchObject({ leadPassed: true });
  });

  test("leaves what has ended, and leads no more what it has solved", async () => {
    const { disputeId, recordId } = await openOld(["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL", "PERFORMED"]);
    await close();
    const found = await look(disputeId);
    expect(found).toMatchObject({ leadOwner: { agency: null }, records: [{ agency: { code: OLD } }] });
    expect(found.events.at(-1)).toMatchObject({ kind: "LEAD_MOVED" });
    await expectRefusal(hub, NEW, "reportStatus", aStatus(hub, recordId, 5, "REVISITED"), "NOT_FOUND", {
      field: "recordId",
    });
  });

  test("moves rights, worklists and what may be corrected", async () => {
    const { disputeId, recordId } = await openOld(["ACCEPTED"]);
    const offered = await openReferral(hub, "MEDIATION", [OLD]);
    const WORK = "{ worklist(first: 50) { nodes { kind record { id } referral { id } } } }";
    const work = async (user: string) => (await hub.ask(user, WORK)).text;
    await close();
    const seen = async (user: string) =>
      (await hub.ask(user, "query ($id: ID!) { dispute(id: $id) { id } node(id: $id) { id } }", { id: disputeId }))
        .data;
    expect(await seen(OLD)).toEqual({ dispute: null, node: null });
    expect(await seen(NEW)).toEqual({ dispute: { id: disputeId }, node: { id: disputeId } });
    for (const id of [recordId, offered.referralId]) {
      expect(await work(OLD)).not.toContain(id);
      expect(await work(NEW)).toContain(id);
    }
    const EVENTS = "query ($id: ID!) { dispute(id: $id) { timeline(first: 50) { nodes { id kind } } } }";
    const { data } = await hub.ask(NEW, EVENTS, { id: disputeId });
    const { id: eventId } = data.dispute.timeline.nodes.find(({ kind }: { kind: string }) => kind === "STATUS");
    const correction = { eventId, expectedVersion: await versionOf(hub, disputeId), reason: "误报", withdraws: true };
    await expectRefusal(hub, OLD, "correctEvent", correction, "NOT_FOUND", { field: "eventId" });
    expect(await doDeed(hub, NEW, "correctEvent", correction)).toMatchObject({ backTo: "APPLIED" });
    const deadline = await deadlineOf(hub, recordId, "MED-PPL");
    const DEADLINES = "query ($id: ID!) { node(id: $id) { ... on Deadline { id agency { code } } } }";
    expect((await hub.ask(NEW, DEADLINES, { id: deadline })).data.node).toMatchObject({ agency: { code: NEW } });
    expect((await hub.ask(OLD, DEADLINES, { id: deadline })).data.node).toBeNull();
  });

  test("is told once in its feed that it is gone, and nothing after; the successor is led to the record", async () => {
    const { disputeId, recordId, number } = await openOld();
    const end = async (user: string) => {
      const { data } = await hub.ask(user, "{ changes(first: 100) { pageInfo { endCursor hasNextPage } } }");
      expect(data.changes.pageInfo.hasNextPage).toBe(false);
      return data.changes.pageInfo.endCursor;
    };
    const CHANGES = `query ($after: String) { changes(first: 100, after: $after) { nodes {
      kind dispute { id } record { id } referral { id } event { kind note record { id } } } } }`;
    const since = async (user: string, after: string) => (await hub.ask(user, CHANGES, { after })).data.changes.nodes;
    const users = [OLD, NEW, "supervisor"] as const;
    await feedHasCaughtUp(hub);
    const ends = await Promise.all(users.map(end));
    await close();
    await report(NEW, recordId, 1, "ACCEPTED");
    await feedHasCaughtUp(hub);
    const [old, own, desk] = await Promise.all(users.map((user, at) => since(user, ends[at])));
    const handed = (nodes: readonly { kind: string; event: { note: string | null } }[]) =>
      nodes.filter(({ event }) => event.note?.includes(number));
    expect(handed(old)).toEqual([
      {
        kind: "HANDED_OVER",
        dispute: null,
        record: null,
        referral: null,
        event: { kind: "HANDED_OVER", note: expect.stringContaining(number), record: null },
      },
    ]);
    expect(old.filter(({ kind }: { kind: string }) => kind === "STATUS")).toEqual([]);
    for (const nodes of [own, desk]) {
      expect(handed(nodes)).toMatchObject([{ dispute: { id: disputeId }, record: { id: recordId } }]);
    }
  });

  test("answers the old key as it answered before, and shows nothing of what came after", async () => {
    const { referralId } = await openReferral(hub, "MEDIATION", [OLD]);
    const input = {
      ...{ clientKey: `old-key-${referralId}`, referralId, expectedVersion: 1, number: freshNumber("MEDIATION") },
      occurredAt: now(),
    };
    const first = (await tryDeed(hub, OLD, "acceptReferral", input)).data.acceptReferral;
    expect(first).toMatchObject({ record: { version: 1 } });
    await close();
    const again = (await tryDeed(hub, OLD, "acceptReferral", input)).data.acceptReferral;
    expect(again).toMatchObject({ number: first.number, disputeVersion: first.disputeVersion, record: null });
  });

  test("hands nothing to a party, nor under a number that is in use; the coordinating meeting has those", async () => {
    const party = await openDispute(hub, {
      otherParties: [{ role: "RESPONDENT", organisation: { name: "平湖市人民调解委员会" } }],
    });
    const targets = [{ line: "MEDIATION", agencyCodes: [OLD], takesLead: true, reason: "依法分流" }];
    const input = { disputeId: party.disputeId, expectedVersion: party.version, targets };
    const referred = await doDeed(hub, "clerk", "referDispute", input);
    await accept(OLD, referred.referrals[0].id);
    const twin = await openOld();
    const other = await openReferral(hub, "MEDIATION", [NEW]);
    await accept(NEW, other.referralId, twin.number);
    await close();
    for (const { disputeId } of [party, twin]) {
      expect(await look(disputeId)).toMatchObject({
        leadOwner: { agency: null },
        records: [{ agency: { code: OLD } }],
        orders: [{ ground: "AGENCY_CLOSED" }],
      });
    }
    // What it has kept it may still bring to an end.
    expect(await report(OLD, twin.recordId, 1, "WITHDRAWN")).toMatchObject({ effect: "APPLIED" });
  });

  test("leaves a line in the trail for each dispute", async () => {
    await openOld();
    const before = await hub.count("audit_entry");
    const { movedDisputes } = await close();
    expect(await hub.count("audit_entry")).toBe(before + movedDisputes);
  });
});

describe("a successor", () => {
  test("is another body of the line, at work, whose place takes in that of the closed one", async () => {
    const refused = (successorCode: string, code: Parameters<typeof expectRefusal>[4], agencyCode = OLD) =>
      expectRefusal(hub, "supervisor", "closeAgency", { agencyCode, successorCode, reason: "撤并" }, code, {
        field: "successorCode",
      });
    await refused("nobody", "AGENCY_UNKNOWN");
    await refused(OLD, "SUCCESSOR_SAME");
    await refused("ph-court", "SUCCESSOR_LINE");
    await refused("ph-court", "SUCCESSOR_REGION", "jx-court");
    const closed = await spareAgency(hub);
    await close({ agencyCode: closed });
    await refused(closed, "AGENCY_CLOSED");
  });

  test("is not closed in the same moment: either it has what it took over, or it was too late", async () => {
    for (let round = 0; round < 3; round++) {
      const [from, to] = [await spareAgency(hub), await spareAgency(hub)];
      const { disputeId } = await openReferral(hub, "MEDIATION", [from]);
      const [first] = await Promise.all([
        close({ agencyCode: from, successorCode: to }),
        close({ agencyCode: to, successorCode: NEW }),
      ]);
      const found = await look(disputeId);
      const waiting = inOrder(found.referrals[0].candidates).filter((text) => text.endsWith("OFFERED"));
      if (first.__typename === "Refused") expect([first.code, waiting]).toEqual(["AGENCY_CLOSED", [`${from} OFFERED`]]);
      else expect(waiting).toEqual([`${NEW} OFFERED`]);
    }
  });
});

describe("a deed in the same moment as the closing", () => {
  test("an acceptance: the record is the successor's, or the offer is", async () => {
    for (let round = 0; round < 4; round++) {
      const { disputeId, referralId } = await openReferral(hub, "MEDIATION", [OLD]);
      const [accepted] = await Promise.all([accept(OLD, referralId), close()]);
      const found = await look(disputeId);
      if (accepted.__typename === "ReferralAccepted") {
        expect(found).toMatchObject({ records: [{ agency: { code: NEW } }], leadOwner: { agency: { code: NEW } } });
      } else {
        expect(accepted).toMatchObject({ code: "AGENCY_SUCCEEDED" });
        expect(found).toMatchObject({ records: [], state: "ROUTED" });
      }
      const { db } = hub.hub.parts;
      await db.query("delete from agency_succession");
      await db.query("update agency set closed_at = null");
    }
  });

  test("a status: it is applied before and goes over with the record, or it is refused", async () => {
    for (let round = 0; round < 4; round++) {
      const { recordId } = await openOld();
      const [reported] = await Promise.all([report(OLD, recordId, 1, "ACCEPTED"), close()]);
      const isApplied = reported.effect === "APPLIED";
      if (!isApplied) expect(reported).toMatchObject({ code: "AGENCY_SUCCEEDED" });
      const next = isApplied ? report(NEW, recordId, 2, "IN_MEDIATION") : report(NEW, recordId, 1, "ACCEPTED");
      expect(await next).toMatchObject({ effect: "APPLIED" });
      const { db } = hub.hub.parts;
      await db.query("delete from agency_succession");
      await db.query("update agency set closed_at = null");
    }
  });
});

test("the database itself gives no record to a body that is closed", async () => {
  const { db } = hub.hub.parts;
  await openOld();
  await db.query("update agency set closed_at = $2 where code = $1", [NEW, now()]);
  const text = `update agency_record set agency_id = (select id from agency where code = $1)
    where agency_id = (select id from agency where code = $2) and phase <> 'ENDED'`;
  await expect(db.query(text, [NEW, OLD])).rejects.toMatchObject({ cause: { code: "40001" } });
});

describe("more disputes than one deed hands over", () => {
  /** As a deed leaves it that could move none of them. */
  async function closeWithAllLeft(): Promise<void> {
    const { db } = hub.hub.parts;
    await db.query("update agency set closed_at = $2 where code = $1", [OLD, now()]);
    await db.query(
      `insert into agency_succession (id, agency_id, successor_id, reason, begun_at)
       select uuidv7(), o.id, n.id, '并入市调委会', $3 from agency o, agency n where o.code = $1 and n.code = $2`,
      [OLD, NEW, now()],
    );
  }
  const handOverAll = async (most: number) => {
    let batches = 0;
    while (await handOverNext(hub.hub.parts, most)) batches += 1;
    return batches;
  };
  const EVERYWHERE = `select count(*) filter (where a.code = $1)::int as old, count(*) filter (where a.code = $2)::int as new
    from agency_record r join agency a on a.id = r.agency_id where r.phase <> 'ENDED' and r.number = any($3)`;

  test("go over in batches, each once, whatever the size", async () => {
    const opened = [];
    for (let count = 0; count < 5; count++) opened.push(await openOld());
    await closeWithAllLeft();
    const [{ recordId }] = opened as [(typeof opened)[number]];
    // Nobody reports while it is under way, and the successor is not closed meanwhile.
    await expectRefusal(hub, OLD, "reportStatus", aStatus(hub, recordId, 1, "ACCEPTED"), "AGENCY_SUCCEEDED", {
      field: "recordId",
    });
    await expectRefusal(hub, "supervisor", "closeAgency", { agencyCode: NEW, reason: "撤并" }, "SUCCESSION_PENDING", {
      field: "agencyCode",
    });
    expect(await handOverAll(2)).toBeGreaterThanOrEqual(3);
    const numbers = opened.map(({ number }) => number);
    expect(await hub.hub.parts.db.query(EVERYWHERE, [OLD, NEW, numbers])).toEqual([{ old: 0, new: 5 }]);
    for (const { disputeId } of opened) {
      const { events } = await look(disputeId);
      expect(events.filter(({ kind }: { kind: string }) => kind === "HANDED_OVER")).toHaveLength(1);
    }
    expect(await handOverNext(hub.hub.parts, 2)).toBe(false);
  });

  test("are nobody's twice and nobody's loss when a batch fails on its way, or two hubs are at it", async () => {
    const opened = [];
    for (let count = 0; count < 4; count++) opened.push(await openOld());
    await closeWithAllLeft();
    const { db } = hub.hub.parts;
    await handOverNext(hub.hub.parts, 1);
    // The next one breaks off behind everything it wrote, as a hub does that is killed.
    await db.query(`create function fail_here() returns trigger language plpgsql as $$ begin raise 'killed'; end $$`);
    await db.query(
      "create trigger tr_fail before update on agency_succession for each row execute function fail_here()",
    );
    await expect(handOverNext(hub.hub.parts, 2)).rejects.toThrow();
    await db.query("drop trigger tr_fail on agency_succession");
    await db.query("drop function fail_here()");
    await Promise.all([handOverAll(1), handOverAll(1), handOverAll(2)]);
    await handOverAll(10);
    const numbers = opened.map(({ number }) => number);
    expect(await db.query(EVERYWHERE, [OLD, NEW, numbers])).toEqual([{ old: 0, new: 4 }]);
    for (const { disputeId } of opened) {
      const { events } = await look(disputeId);
      expect(events.filter(({ kind }: { kind: string }) => kind === "HANDED_OVER")).toHaveLength(1);
    }
  });
});

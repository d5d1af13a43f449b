import {
  aStatus,
  doDeed,
  freshNumber,
  openCoordinated,
  openDispute,
  openRecord,
  openReferral,
  spareAgency,
  stateOfDispute,
  versionOf,
  walk,
} from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const DAY = 86_400_000;
const now = () => hub.clock.now().toISOString();

const ORDERS = `query ($id: ID!) { dispute(id: $id) { state leadOwner { name agency { code } }
  supervisionOrders { nodes { ground history issuedAt closedAt resolution } }
  timeline(first: 50) { nodes { kind note agency { code } } } } }`;
async function orders(disputeId: string) {
  const { data } = await hub.ask("supervisor", ORDERS, { id: disputeId });
  const { supervisionOrders, timeline, leadOwner, state } = data.dispute;
  return { orders: supervisionOrders.nodes, events: timeline.nodes, lead: leadOwner.agency?.code ?? null, state };
}

const giveBack = (user: string, referralId: string, changes: object = {}) =>
  doDeed(hub, user, "returnReferral", {
    referralId,
    expectedVersion: 1,
    reason: "MATERIAL_MISSING",
    note: "缺身份证明",
    occurredAt: now(),
    ...changes,
  });
async function referTo(disputeId: string, line: string, agencyCodes: readonly string[], takesLead = true) {
  const targets = [{ line, agencyCodes, takesLead, reason: "依法分流" }];
  const expectedVersion = await versionOf(hub, disputeId);
  const answer = await doDeed(hub, "clerk", "referDispute", { disputeId, expectedVersion, targets });
  if (answer.__typename !== "DisputeReferred") throw new Error(JSON.stringify(answer));
  return answer.referrals[0].id as string;
}

describe("a dispute that comes back for the second time", () => {
  test("goes to the coordinating meeting with its history, in the same deed", async () => {
    const { disputeId, referralId } = await openReferral(hub);
    hub.clock.pass(DAY);
    await giveBack("ph-mediation", referralId);
    expect((await orders(disputeId)).orders).toEqual([]);
    const second = await referTo(disputeId, "LITIGATION", ["ph-court"]);
    hub.clock.pass(DAY);
    const returnedAt = now();
    await giveBack("ph-court", second, { reason: "NOT_ACCEPTABLE", note: "不属民事案由" });
    const found = await orders(disputeId);
    expect(found).toMatchObject({ lead: null, state: "TRIAGED" });
    expect(found.orders).toEqual([
      {
        ground: "SECOND_RETURN",
        history: expect.stringMatching(
          /^\d{4}-\d\d-\d\d 平湖市人民调解委员会退回\(材料不全,无法办理\):缺身份证明\n\d{4}-\d\d-\d\d 平湖市人民法院退回\(依法不予受理\):不属民事案由$/,
        ),
        issuedAt: returnedAt,
        closedAt: null,
        resolution: null,
      },
    ]);
    expect(found.events.slice(-2)).toMatchObject([
      { kind: "RETURNED", agency: { code: "ph-court" } },
      { kind: "COORDINATED", note: found.orders[0].history },
    ]);
  });

  test("counts as one return what two candidates of one referral sent back", async () => {
    const { disputeId, referralId } = await openReferral(hub, "MEDIATION", ["ph-mediation", "ph-mediation-property"]);
    await giveBack("ph-mediation", referralId);
    await giveBack("ph-mediation-property", referralId, { expectedVersion: 2 });
    expect((await orders(disputeId)).orders).toEqual([]);
  });

  test("gets no second order while the first is open", async () => {
    const { disputeId } = await openCoordinated(hub);
    await giveBack("ph-mediation", await referTo(disputeId, "MEDIATION", ["ph-mediation"]));
    expect((await orders(disputeId)).orders).toHaveLength(1);
  });

  test("is closed by a supervisor with what was decided, and counts anew from there", async () => {
    const { disputeId, version } = await openCoordinated(hub);
    hub.clock.pass(DAY);
    const input = { disputeId, expectedVersion: version, resolution: "由市调委会办理,不得再退" };
    expect(await doDeed(hub, "supervisor", "closeSupervision", input)).toMatchObject({ disputeVersion: version + 1 });
    const { orders: closed, events } = await orders(disputeId);
    expect(closed).toMatchObject([{ closedAt: now(), resolution: "由市调委会办理,不得再退" }]);
    expect(events.at(-1)).toMatchObject({ kind: "SUPERVISION_CLOSED", note: "由市调委会办理,不得再退" });
    hub.clock.pass(DAY);
    await giveBack("ph-mediation", await referTo(disputeId, "MEDIATION", ["ph-mediation"]));
    expect((await orders(disputeId)).orders).toHaveLength(1);
    await giveBack("ph-court", await referTo(disputeId, "LITIGATION", ["ph-court"]));
    expect((await orders(disputeId)).orders).toHaveLength(2);
  });

  test("is not closed twice, nor on an old view, nor where there is nothing to close", async () => {
    const { disputeId, version } = await openCoordinated(hub);
    const input = { disputeId, expectedVersion: version, resolution: "由市调委会办理" };
    await expectRefusal(hub, "supervisor", "closeSupervision", { ...input, disputeId: "x" }, "NOT_FOUND");
    await expectRefusal(hub, "supervisor", "closeSupervision", { ...input, expectedVersion: 1 }, "VERSION_CONFLICT", {
      currentVersion: version,
    });
    await doDeed(hub, "supervisor", "closeSupervision", input);
    const again = { ...input, expectedVersion: version + 1 };
    await expectRefusal(hub, "supervisor", "closeSupervision", again, "SUPERVISION_NONE", { field: "disputeId" });
  });

  test("shows its order to the desk and the auditor, not to agencies and reports", async () => {
    const { disputeId } = await openCoordinated(hub);
    const read = (user: string) =>
      hub.ask(user, "query ($id: ID!) { dispute(id: $id) { supervisionOrders { nodes { history } } } }", {
        id: disputeId,
      });
    expect((await read("auditor")).data.dispute.supervisionOrders.nodes).toHaveLength(1);
    for (const user of ["ph-mediation", "report"]) {
      expect((await read(user)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    }
  });

  test("waits in the list of its region, longest waiting first, until it is decided on", async () => {
    const WAITING = "{ supervisionOrders { issuedAt ground dispute { id } } }";
    const waiting = async (user: string) =>
      (await hub.ask(user, WAITING)).data.supervisionOrders as { issuedAt: string; dispute: { id: string } }[];
    const { disputeId, version } = await openCoordinated(hub);
    const listed = await waiting("clerk");
    expect(listed.map(({ issuedAt }) => issuedAt)).toEqual(listed.map(({ issuedAt }) => issuedAt).toSorted());
    expect(listed.map(({ dispute }) => dispute.id)).toContain(disputeId);
    const input = { disputeId, expectedVersion: version, resolution: "由市调委会办理" };
    await doDeed(hub, "supervisor", "closeSupervision", input);
    expect((await waiting("auditor")).map(({ dispute }) => dispute.id)).not.toContain(disputeId);
    expect((await hub.ask("ph-mediation", WAITING)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  test("has one order, though both candidates who are left return at once", async () => {
    const { disputeId, referralId } = await openReferral(hub);
    const court = await referTo(disputeId, "LITIGATION", ["ph-court"]);
    await Promise.all([giveBack("ph-mediation", referralId), giveBack("ph-court", court)]);
    expect((await orders(disputeId)).orders).toHaveLength(1);
  });
});

describe("an objection of competence (职权异议)", () => {
  // The fifth working day is a Sunday, on which people work before the holiday of the year's notice (调休).
  const MONDAY = Date.parse("2026-09-14T02:00:00Z");
  const offeredOnMonday = async () => {
    hub.clock.pass(MONDAY - hub.clock.now().getTime());
    return openReferral(hub);
  };

  test.each(["NOT_COMPETENT", "OTHER_AGENCY"])("for %s is raised until the fifth working day", async (reason) => {
    const { referralId } = await offeredOnMonday();
    hub.clock.pass(6 * DAY);
    expect(await giveBack("ph-mediation", referralId, { reason })).toMatchObject({ __typename: "ReferralReturned" });
  });

  test("is refused from the sixth on, with the article and the last day, whatever day the agency names", async () => {
    const { referralId } = await offeredOnMonday();
    hub.clock.pass(7 * DAY);
    const input = {
      referralId,
      expectedVersion: 1,
      reason: "NOT_COMPETENT",
      note: "不属职权",
      occurredAt: new Date(MONDAY).toISOString(),
    };
    await expectRefusal(hub, "ph-mediation", "returnReferral", input, "OBJECTION_LATE", { field: "reason" });
    const text = `mutation ($input: ReturnReferralInput!) { returnReferral(input: $input) { ... on Refused { basis reason } } }`;
    const { data } = await hub.ask("ph-mediation", text, { input: { ...input, clientKey: `late-${referralId}` } });
    expect(data.returnReferral).toEqual({
      basis: "信访工作条例 23(3)",
      reason: "提出职权异议的最后一天是2026-09-20",
    });
  });

  test("is not what a recusal or a lawful refusal to accept is", async () => {
    for (const reason of ["RECUSAL", "NOT_ACCEPTABLE"]) {
      const { referralId } = await offeredOnMonday();
      hub.clock.pass(30 * DAY);
      expect(await giveBack("ph-mediation", referralId, { reason })).toMatchObject({ state: "RETURNED" });
    }
  });
});

describe("the lead", () => {
  test("comes back to the centre when the agency that led has sent the matter elsewhere, and stays with one that solved it", async () => {
    const elsewhere = await openRecord(hub, "MEDIATION");
    expect((await orders(elsewhere.disputeId)).lead).toBe("ph-mediation");
    await walk(hub, "MEDIATION", elsewhere.recordId, ["NOT_ACCEPTED"]);
    expect(await orders(elsewhere.disputeId)).toMatchObject({ lead: null, state: "TRIAGED" });
    const solved = await openRecord(hub, "MEDIATION");
    await walk(hub, "MEDIATION", solved.recordId, ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL", "PERFORMED"]);
    expect(await orders(solved.disputeId)).toMatchObject({ lead: "ph-mediation", state: "RESOLVED" });
  });
});

describe("an agency that is closed (机关撤并)", () => {
  const close = (agencyCode: string, user = "supervisor") =>
    doDeed(hub, user, "closeAgency", { agencyCode, reason: "并入市调委会" });
  const reopen = () => hub.hub.parts.db.query("update agency set closed_at = null");
  afterEach(reopen);

  test("gives back what it was offered, loses the lead, and the coordinating meeting has what it had begun", async () => {
    const offered = await openReferral(hub, "MEDIATION", ["ph-mediation-property"]);
    const { disputeId, referralId } = await openReferral(hub, "MEDIATION", ["ph-mediation-property"]);
    const accepted = await doDeed(hub, "ph-mediation-property", "acceptReferral", {
      referralId,
      expectedVersion: 1,
      number: "物调撤并1号",
      occurredAt: now(),
    });
    expect((await orders(disputeId)).lead).toBe("ph-mediation-property");
    expect(await close("ph-mediation-property")).toMatchObject({
      agency: { code: "ph-mediation-property", closedAt: now() },
    });
    expect(await orders(offered.disputeId)).toMatchObject({ lead: null, state: "TRIAGED", orders: [] });
    const begun = await orders(disputeId);
    expect(begun).toMatchObject({ lead: null, state: "IN_PROCESS", orders: [{ ground: "AGENCY_CLOSED" }] });
    expect(begun.events.slice(-2).map(({ kind }: { kind: string }) => kind)).toEqual(["LEAD_MOVED", "COORDINATED"]);
    // What it has begun it may still bring to an end.
    const status = aStatus(hub, accepted.record.id, 1, "WITHDRAWN");
    expect(await doDeed(hub, "ph-mediation-property", "reportStatus", status)).toMatchObject({ effect: "APPLIED" });
  });

  test("is offered nothing more, and stands in no advice", async () => {
    const code = await spareAgency(hub);
    await close(code);
    const { disputeId, version } = await openDispute(hub);
    const targets = [{ line: "MEDIATION", agencyCodes: [code], reason: "依法分流" }];
    await expectRefusal(
      hub,
      "clerk",
      "referDispute",
      { disputeId, expectedVersion: version, targets },
      "AGENCY_CLOSED",
      { field: "targets" },
    );
    const ADVICE = "query ($id: ID!) { routingAdvice(disputeId: $id) { candidates { agencies { code } } } }";
    expect((await hub.ask("clerk", ADVICE, { id: disputeId })).text).not.toContain(code);
  });

  test("is closed once, by a supervisor of its place", async () => {
    const code = await spareAgency(hub);
    await expectRefusal(hub, "supervisor", "closeAgency", { agencyCode: "nobody", reason: "撤并" }, "NOT_FOUND");
    await close(code);
    await expectRefusal(hub, "supervisor", "closeAgency", { agencyCode: code, reason: "撤并" }, "AGENCY_CLOSED");
  });

  test("gets nothing from a deed that decided before it was closed: the database itself asks once more", async () => {
    await openRecord(hub);
    const code = await spareAgency(hub);
    await close(code);
    const offer = "id, referral_id, agency_id, dispute_id, state, offered_at, dispute_opened_at";
    const record = "id, agency_id, dispute_id, referral_id, line, number, number_key, state, phase, version";
    const more = "last_sequence, round, opened_at, updated_at";
    for (const [table, columns] of [
      ["referral_candidate", offer],
      ["agency_record", `${record}, ${more}`],
    ] as const) {
      const values = columns
        .replace(/\bid\b/, "uuidv7()")
        .replace(/\bagency_id\b/, `(select id from agency where code = '${code}')`);
      const text = `insert into ${table} (${columns}) select ${values} from ${table} t limit 1`;
      await expect(hub.hub.parts.db.query(text)).rejects.toMatchObject({ cause: { code: "40001" } });
    }
  });

  test("cannot accept in the same moment: either it holds the referral and loses the lead again, or it was too late", async () => {
    for (let round = 0; round < 3; round++) {
      const { disputeId, referralId } = await openReferral(hub, "MEDIATION", ["ph-mediation-property"]);
      const [accepted] = await Promise.all([
        doDeed(hub, "ph-mediation-property", "acceptReferral", {
          referralId,
          expectedVersion: 1,
          number: freshNumber("MEDIATION"),
          occurredAt: now(),
        }),
        close("ph-mediation-property"),
      ]);
      const found = await orders(disputeId);
      expect(found.lead).toBeNull();
      if (accepted.__typename === "ReferralAccepted") expect(found.orders).toHaveLength(1);
      else expect(await stateOfDispute(hub, disputeId)).toBe("TRIAGED");
      await reopen();
    }
  });
});

import {
  aStatus,
  doDeed,
  freshKey,
  freshNumber,
  openRecord,
  openReferral,
  stateOfDispute,
  tryDeed,
  versionOf,
  walk,
  type OpenRecord,
} from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { expectRefusal, fingerprint } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const AGENCY = "ph-mediation";
const DIGEST = "0f".repeat(32);
const report = (recordId: string, sequence: number, toState: string, changes: object = {}) =>
  doDeed(hub, AGENCY, "reportStatus", aStatus(hub, recordId, sequence, toState, changes));
const inMinutes = (minutes: number) => new Date(hub.clock.now().getTime() + minutes * 60_000).toISOString();

const RECORD = `query ($id: ID!) { node(id: $id) { ... on MediationRecord {
  state stateLabel phase outcome version lastSequence openedAt updatedAt endedAt mediator agreedAmountYuan mediationKind
  waiting { sequence toState receivedAt refusalCode } allowedActions { action step { toState } }
  dispute { version timeline(first: 100) { nodes { kind fromState toState sequence occurredAt recordedAt note documents { name issuedOn } } } } } } }`;
const read = async (recordId: string) => (await hub.ask(AGENCY, RECORD, { id: recordId })).data.node;
const statuses = (record: {
  dispute: { timeline: { nodes: { kind: string; sequence: number; toState: string }[] } };
}) =>
  record.dispute.timeline.nodes
    .filter(({ kind }) => kind === "STATUS")
    .map(({ sequence, toState }) => `${sequence} ${toState}`);

describe("a status that is reported", () => {
  test("moves the record, stands on the timeline with its papers, and sets the fields that come with it", async () => {
    const { recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION"]);
    const answer = await report(recordId, 3, "AGREED_WRITTEN", {
      occurredAt: "2026-03-01T15:00:00+08:00",
      note: "双方自愿达成协议",
      details: { mediation: { agreedAmountYuan: "8000", mediator: "钱调解员" } },
      documents: [{ kind: "调解协议书", name: "平调协〔2026〕1号", digest: DIGEST, issuedOn: "2026-03-01" }],
    });
    expect(answer).toEqual({
      __typename: "StatusRecorded",
      effect: "APPLIED",
      number: expect.any(String),
      sequence: 3,
      state: "AGREED_WRITTEN",
      phase: "SETTLING",
      lastSequence: 3,
      missing: [],
      released: [],
      refusedHeld: null,
      refusedHeldCode: null,
      disputeVersion: 6,
    });
    const record = await read(recordId);
    expect(record).toMatchObject({
      state: "AGREED_WRITTEN",
      stateLabel: "达成书面协议",
      phase: "SETTLING",
      outcome: "RESOLVED",
      version: 4,
      lastSequence: 3,
      endedAt: null,
      mediator: "钱调解员",
      agreedAmountYuan: "8000.00",
      dispute: { version: 6 },
    });
    expect(record.dispute.timeline.nodes).toContainEqual({
      kind: "STATUS",
      fromState: "IN_MEDIATION",
      toState: "AGREED_WRITTEN",
      sequence: 3,
      occurredAt: "2026-03-01T07:00:00.000Z",
      recordedAt: hub.clock.now().toISOString(),
      note: "双方自愿达成协议",
      documents: [{ name: "平调协〔2026〕1号", issuedOn: "2026-03-01" }],
    });
  });

  test("leaves fields alone that it does not name, and clears those it sends as null", async () => {
    const { recordId } = await openRecord(hub);
    await report(recordId, 1, "ACCEPTED", {
      details: { mediation: { mediator: "钱调解员", mediationKind: "PEOPLES" } },
    });
    await report(recordId, 2, "IN_MEDIATION", { details: { mediation: { mediationKind: "INDUSTRY" } } });
    expect(await read(recordId)).toMatchObject({ mediator: "钱调解员", mediationKind: "INDUSTRY" });
    await report(recordId, 3, "AGREED_ORAL", { details: { mediation: { mediator: null } } });
    expect(await read(recordId)).toMatchObject({ mediator: null, mediationKind: "INDUSTRY" });
  });

  test("may name its record by the agency's own number, in any writing of it", async () => {
    const record = await openRecord(hub);
    const number = ` ${record.number.replace("(", "〔").replace(")", "〕").replace("第", "第0")} `;
    const answer = await doDeed(hub, AGENCY, "reportStatus", {
      ...aStatus(hub, "", 1, "ACCEPTED"),
      recordId: null,
      number,
    });
    expect(answer).toMatchObject({ effect: "APPLIED", number: record.number });
  });

  test("of an end closes the record on the day it happened, and later steps of the file leave that day alone", async () => {
    const { recordId, disputeId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION", "AGREED_WRITTEN"]);
    await report(recordId, 4, "PERFORMED", { occurredAt: "2026-03-01T00:00:00Z" });
    await report(recordId, 5, "ARCHIVED");
    expect(await read(recordId)).toMatchObject({
      phase: "ENDED",
      outcome: "RESOLVED",
      endedAt: "2026-03-01T00:00:00.000Z",
      state: "ARCHIVED",
    });
    expect(await stateOfDispute(hub, disputeId)).toBe("RESOLVED");
  });
});

describe("B5: a status that comes early", () => {
  test("waits, is shown to its agency only, and takes effect in its turn with the time it was received", async () => {
    const { recordId, disputeId } = await openRecord(hub);
    const early = hub.clock.now().toISOString();
    const held = await report(recordId, 3, "AGREED_ORAL", {
      note: "先到的",
      details: { mediation: { agreedAmountYuan: "1" } },
    });
    expect(held).toMatchObject({
      effect: "HELD",
      missing: [1, 2],
      state: "APPLIED",
      lastSequence: 0,
      disputeVersion: 3,
    });
    expect(await read(recordId)).toMatchObject({
      waiting: [{ sequence: 3, toState: "AGREED_ORAL", receivedAt: early, refusalCode: null }],
      agreedAmountYuan: null,
    });
    hub.clock.pass(60_000);
    await report(recordId, 2, "IN_MEDIATION");
    const released = await report(recordId, 1, "ACCEPTED");
    expect(released).toMatchObject({
      effect: "APPLIED",
      state: "AGREED_ORAL",
      lastSequence: 3,
      released: [2, 3],
      disputeVersion: 6,
    });
    const record = await read(recordId);
    expect(record).toMatchObject({ waiting: [], agreedAmountYuan: "1.00", version: 4 });
    expect(statuses(record)).toEqual(
      ["3 AGREED_ORAL", "1 ACCEPTED", "2 IN_MEDIATION"].toSorted((a, b) =>
        a.startsWith("3") ? -1 : b.startsWith("3") ? 1 : 0,
      ),
    );
    const third = record.dispute.timeline.nodes.find(({ sequence }: { sequence: number }) => sequence === 3);
    expect(third).toMatchObject({ recordedAt: early, note: "先到的" });
    expect(await stateOfDispute(hub, disputeId)).toBe("RESOLVED");
  });

  test("and is then not allowed is told at once to whoever filled the hole, and its number can be used again", async () => {
    const { recordId } = await openRecord(hub);
    await report(recordId, 2, "PERFORMED");
    await report(recordId, 3, "AGREED_ORAL");
    const first = await report(recordId, 1, "ACCEPTED");
    expect(first).toMatchObject({
      effect: "APPLIED",
      lastSequence: 1,
      released: [],
      refusedHeld: 2,
      refusedHeldCode: "STEP_NOT_ALLOWED",
      missing: [2],
    });
    expect((await read(recordId)).waiting).toEqual([
      expect.objectContaining({ sequence: 2, toState: "PERFORMED", refusalCode: "STEP_NOT_ALLOWED" }),
      expect.objectContaining({ sequence: 3, toState: "AGREED_ORAL", refusalCode: null }),
    ]);
    expect(await report(recordId, 2, "IN_MEDIATION")).toMatchObject({
      effect: "APPLIED",
      released: [3],
      lastSequence: 3,
    });
  });

  test("and was refused does not wait any more once the right one has taken its number", async () => {
    const { recordId } = await openRecord(hub);
    await report(recordId, 2, "PERFORMED");
    await report(recordId, 1, "ACCEPTED");
    await report(recordId, 2, "IN_MEDIATION");
    expect((await read(recordId)).waiting).toEqual([]);
  });
});

describe("a status sent again", () => {
  test("changes nothing and says so, under a new key as well, whether it took effect or waits", async () => {
    const { recordId } = await openRecord(hub);
    await report(recordId, 1, "ACCEPTED", { note: "受理" });
    await report(recordId, 3, "AGREED_ORAL");
    const before = await fingerprint(hub);
    expect(await report(recordId, 1, "ACCEPTED", { note: "受理" })).toMatchObject({
      effect: "DUPLICATE",
      lastSequence: 1,
    });
    expect(await report(recordId, 3, "AGREED_ORAL")).toMatchObject({ effect: "DUPLICATE", missing: [2] });
    expect(await fingerprint(hub)).toEqual(before);
  });

  test("is the same report with its optional fields left out, null or empty, in one call or in a batch", async () => {
    const { recordId, number } = await openRecord(hub);
    await report(recordId, 1, "ACCEPTED");
    const again = aStatus(hub, recordId, 1, "ACCEPTED");
    const byNumber = { ...again, recordId: null, number };
    expect(
      await doDeed(hub, AGENCY, "reportStatus", { ...again, note: null, details: null, documents: [] }),
    ).toMatchObject({ effect: "DUPLICATE" });
    expect(await doDeed(hub, AGENCY, "reportStatus", byNumber)).toMatchObject({ effect: "DUPLICATE" });
    const batch = await doDeed(hub, AGENCY, "reportStatuses", { items: [{ ...byNumber, details: null }, again] });
    expect(batch).toMatchObject({ duplicate: 2, refused: 0 });
  });

  test("with the same moment written in another zone is the same report", async () => {
    const { recordId } = await openRecord(hub);
    await report(recordId, 1, "ACCEPTED", { occurredAt: "2026-03-01T08:00:00+08:00" });
    expect(await report(recordId, 1, "ACCEPTED", { occurredAt: "2026-03-01T00:00:00.000Z" })).toMatchObject({
      effect: "DUPLICATE",
    });
  });

  test.each<[string, object]>([
    ["another state", { toState: "CONSENT_PENDING" }],
    ["another time", { occurredAt: "2026-02-28T00:00:00Z" }],
    ["a note", { note: "补充" }],
    ["a field", { details: { mediation: { mediator: "赵" } } }],
    ["a paper", { documents: [{ kind: "登记表", name: "登记表", digest: DIGEST }] }],
  ])("B6: with %s under the same number contradicts the first, and moves nothing", async (_, changes) => {
    const { recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION"]);
    const other = { ...aStatus(hub, recordId, 1, "ACCEPTED"), ...changes };
    await expectRefusal(hub, AGENCY, "reportStatus", other, "SEQUENCE_CONFLICT", {
      field: "sequence",
      allowedSteps: [],
    });
  });
});

describe("a report is refused", () => {
  test.each<[string, object, string, string]>([
    ["when it names no record", { recordId: null }, "RECORD_NOT_NAMED", "recordId"],
    ["when it names a record in two ways", { number: "(2026)平人调字第1号" }, "RECORD_NOT_NAMED", "recordId"],
    ["when there is no such record", { recordId: "x" }, "NOT_FOUND", "recordId"],
    ["when there is no such number", { recordId: null, number: "(2026)平人调字第99999号" }, "NOT_FOUND", "number"],
    ["when the number is none", { recordId: null, number: "9".repeat(70) }, "NOT_FOUND", "number"],
    ["when the status has no number", { sequence: 0 }, "SEQUENCE_INVALID", "sequence"],
    ["when the status has a number below none", { sequence: -1 }, "SEQUENCE_INVALID", "sequence"],
    ["when the status is more than a hundred early", { sequence: 102 }, "SEQUENCE_TOO_FAR", "sequence"],
    ["when no line has such a state", { toState: "NIRVANA" }, "STATE_UNKNOWN", "toState"],
    ["when the table forbids the step", { toState: "PERFORMED" }, "STEP_NOT_ALLOWED", "toState"],
    ["when it happened after now", { occurredAt: "later" }, "OCCURRED_IN_FUTURE", "occurredAt"],
    [
      "when it brings fields of another line",
      { details: { petition: { petitionIsFirst: true } } },
      "DETAILS_OF_OTHER_LINE",
      "details.petition",
    ],
    [
      "when it brings fifty-one papers",
      { documents: Array.from({ length: 51 }, () => ({ kind: "卷", name: "卷", digest: DIGEST })) },
      "TOO_MANY_ENTRIES",
      "documents",
    ],
    [
      "when a paper's digest is none",
      { documents: [{ kind: "卷", name: "卷", digest: "0" }] },
      "DIGEST_FORMAT",
      "documents.0.digest",
    ],
  ])("%s", async (_, changes, code, field) => {
    const { recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED"]);
    const input: Record<string, unknown> = { ...aStatus(hub, recordId, 2, "IN_MEDIATION"), ...changes };
    if (input["occurredAt"] === "later") input["occurredAt"] = inMinutes(11);
    await expectRefusal(hub, AGENCY, "reportStatus", input, code as never, { field });
  });

  test("naming the steps that could be reported instead", async () => {
    const { recordId } = await openRecord(hub);
    expect((await report(recordId, 1, "PERFORMED")).allowedSteps).toEqual([
      { toState: "CONSENT_PENDING", label: "征求对方意见" },
      { toState: "ACCEPTED", label: "已受理" },
      { toState: "NOT_ACCEPTED", label: "不予受理" },
      { toState: "WITHDRAWN", label: "当事人撤回" },
    ]);
  });

  test("when the values are none the record can have, or the state is history", async () => {
    const arbitration = await openRecord(hub, "ARBITRATION");
    const workers = { details: { arbitration: { workerCount: 100_001 } } };
    await expectRefusal(
      hub,
      "ph-arbitration",
      "reportStatus",
      aStatus(hub, arbitration.recordId, 1, "ACCEPTED", workers),
      "DETAILS_INVALID",
    );
    const court = await openRecord(hub, "LITIGATION");
    await expectRefusal(
      hub,
      "ph-court",
      "reportStatus",
      aStatus(hub, court.recordId, 1, "PRE_FILING_MEDIATION"),
      "STATE_LEGACY",
      { field: "toState" },
    );
  });

  test("when its key was used for another one", async () => {
    const { recordId } = await openRecord(hub);
    const clientKey = freshKey();
    await tryDeed(hub, AGENCY, "reportStatus", aStatus(hub, recordId, 1, "ACCEPTED", { clientKey }));
    await expectRefusal(
      hub,
      AGENCY,
      "reportStatus",
      aStatus(hub, recordId, 2, "IN_MEDIATION", { clientKey }),
      "CLIENT_KEY_REUSED",
    );
    await expectRefusal(
      hub,
      AGENCY,
      "reportStatuses",
      { clientKey, items: [aStatus(hub, recordId, 2, "IN_MEDIATION")] },
      "CLIENT_KEY_REUSED",
    );
  });
});

describe("many statuses in one batch", () => {
  const send = (items: readonly object[], user = AGENCY) => doDeed(hub, user, "reportStatuses", { items });
  const WAY = ["CONSENT_PENDING", "ACCEPTED", "IN_MEDIATION", "AGREED_WRITTEN", "PERFORMING", "PERFORMED"];

  test("of one record may come in any order, each with a result of its own", async () => {
    const { recordId } = await openRecord(hub);
    const order = [5, 2, 6, 1, 4, 3];
    const answer = await send(order.map((sequence) => aStatus(hub, recordId, sequence, WAY[sequence - 1]!)));
    expect(answer).toMatchObject({ __typename: "StatusBatchRecorded", applied: 2, held: 4, duplicate: 0, refused: 0 });
    expect(
      answer.results.map(
        ({ effect, lastSequence }: { effect: string; lastSequence: number }) => `${effect} ${lastSequence}`,
      ),
    ).toEqual(["HELD 0", "HELD 0", "HELD 0", "APPLIED 2", "HELD 2", "APPLIED 6"]);
    const record = await read(recordId);
    expect(record).toMatchObject({ state: "PERFORMED", version: 7, waiting: [] });
    expect(statuses(record)).toEqual(WAY.map((state, index) => `${index + 1} ${state}`));
  });

  test("gives what each is due, whatever its neighbours are worth", async () => {
    const [good, other] = [await openRecord(hub), await openRecord(hub)];
    await walk(hub, "MEDIATION", other.recordId, ["ACCEPTED"]);
    const foreign = await openRecord(hub, "LITIGATION");
    const answer = await send([
      aStatus(hub, good.recordId, 1, "ACCEPTED"),
      aStatus(hub, foreign.recordId, 1, "FILED"),
      aStatus(hub, good.recordId, 1, "ACCEPTED"),
      aStatus(hub, good.recordId, 1, "WITHDRAWN"),
      aStatus(hub, other.recordId, 1, "ACCEPTED"),
      aStatus(hub, other.recordId, 2, "PERFORMED"),
      aStatus(hub, other.recordId, 4, "FAILED"),
      aStatus(hub, other.recordId, 4, "FAILED"),
      aStatus(hub, "nonsense", 1, "ACCEPTED"),
      { ...aStatus(hub, "", 2, "IN_MEDIATION"), recordId: null, number: good.number },
    ]);
    expect(
      answer.results.map(
        ({ effect, code, field }: { effect?: string; code?: string; field?: string }) => effect ?? `${code} ${field}`,
      ),
    ).toEqual([
      "APPLIED",
      "NOT_FOUND recordId",
      "DUPLICATE",
      "SEQUENCE_CONFLICT sequence",
      "DUPLICATE",
      "STEP_NOT_ALLOWED toState",
      "HELD",
      "DUPLICATE",
      "NOT_FOUND recordId",
      "APPLIED",
    ]);
    expect(answer).toMatchObject({ applied: 2, held: 1, duplicate: 3, refused: 4 });
    expect(await read(good.recordId)).toMatchObject({ state: "IN_MEDIATION", lastSequence: 2 });
    expect(await read(other.recordId)).toMatchObject({ state: "ACCEPTED", lastSequence: 1 });
  });

  test("that waited, was refused in its turn and is sent right in the same batch, is put right", async () => {
    const { recordId } = await openRecord(hub);
    const answer = await send([
      aStatus(hub, recordId, 2, "PERFORMED"),
      aStatus(hub, recordId, 1, "ACCEPTED"),
      aStatus(hub, recordId, 2, "IN_MEDIATION"),
    ]);
    expect(answer).toMatchObject({ applied: 2, held: 1, refused: 0 });
    expect(await read(recordId)).toMatchObject({ state: "IN_MEDIATION", lastSequence: 2, waiting: [] });
  });

  test("for two records of one dispute leaves the dispute with one state and every event counted", async () => {
    const first = await openRecord(hub);
    await walk(hub, "MEDIATION", first.recordId, ["ACCEPTED", "FAILED"]);
    const referred = await doDeed(hub, "clerk", "referDispute", {
      disputeId: first.disputeId,
      expectedVersion: await versionOf(hub, first.disputeId),
      targets: [{ line: "MEDIATION", agencyCodes: [AGENCY], reason: "再次调解" }],
    });
    const second = await doDeed(hub, AGENCY, "acceptReferral", {
      referralId: referred.referrals[0].id,
      expectedVersion: 1,
      number: freshNumber("MEDIATION"),
      occurredAt: hub.clock.now().toISOString(),
    });
    const answer = await send([
      aStatus(hub, second.record.id, 1, "ACCEPTED"),
      aStatus(hub, first.recordId, 3, "ARCHIVED_UNRESOLVED"),
      aStatus(hub, second.record.id, 2, "IN_MEDIATION"),
    ]);
    expect(answer).toMatchObject({ applied: 3, refused: 0 });
    expect(await versionOf(hub, first.disputeId)).toBe(second.disputeVersion + 3);
    expect(await stateOfDispute(hub, first.disputeId)).toBe("IN_PROCESS");
  });

  test("is refused whole with no status at all, or with more than a thousand", async () => {
    const { recordId } = await openRecord(hub);
    const status = aStatus(hub, recordId, 1, "ACCEPTED");
    await expectRefusal(hub, AGENCY, "reportStatuses", { items: [] }, "BATCH_SIZE", { field: "items" });
    await expectRefusal(
      hub,
      AGENCY,
      "reportStatuses",
      { items: Array.from({ length: 1001 }, () => status) },
      "BATCH_SIZE",
    );
    expect(await read(recordId)).toMatchObject({ lastSequence: 0 });
  });

  test("a thousand of them, for many records, in disorder and with some wrong, are all answered in a moment", async () => {
    const records: OpenRecord[] = [];
    for (let count = 0; count < 20; count++) records.push(await openRecord(hub));
    // 25 rounds of agreeing and not performing, so that one record takes fifty numbers.
    const long = [
      "ACCEPTED",
      "IN_MEDIATION",
      "AGREED_ORAL",
      ...Array.from({ length: 23 }, () => ["PERFORMING", "BREACHED"]).flat(),
      "PERFORMING",
    ];
    const items = records.flatMap(({ recordId }) =>
      long.map((toState, index) => aStatus(hub, recordId, index + 1, toState)),
    );
    expect(items).toHaveLength(1000);
    const shuffled = items.map((_, index) => items[(index * 617) % items.length]!);
    shuffled[500] = aStatus(hub, "nonsense", 1, "ACCEPTED");
    const [missing] = items.filter((item) => !shuffled.includes(item));
    const { version } = await read(records[0]!.recordId);
    const answer = await send(shuffled);
    expect(answer.results).toHaveLength(1000);
    expect(answer.applied + answer.held).toBe(999);
    expect(answer).toMatchObject({ duplicate: 0, refused: 1 });
    expect(answer.results[500]).toMatchObject({ code: "NOT_FOUND" });
    expect(await send([missing!])).toMatchObject({ applied: 1 });
    for (const { recordId } of records)
      expect(await read(recordId)).toMatchObject({
        state: "PERFORMING",
        lastSequence: 50,
        version: version + 50,
        waiting: [],
      });
  }, 120_000);

  test("from two processes over the same records in opposite order do not block each other, and all take effect", async () => {
    const records: OpenRecord[] = [];
    for (let count = 0; count < 6; count++) records.push(await openRecord(hub));
    const way = ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL", "PERFORMING"];
    const batch = (sequence: number, isReversed: boolean) => {
      const items = records.map(({ recordId }) => aStatus(hub, recordId, sequence, way[sequence - 1]!));
      return send(isReversed ? items.toReversed() : items);
    };
    const answers = await Promise.all([batch(4, false), batch(3, true), batch(2, false), batch(1, true)]);
    for (const { refused, duplicate } of answers) expect({ refused, duplicate }).toEqual({ refused: 0, duplicate: 0 });
    for (const { recordId } of records)
      expect(await read(recordId)).toMatchObject({ state: "PERFORMING", lastSequence: 4 });
  });
});

test("G8: six statuses sent at the same moment by six calls end as if they had come one by one", async () => {
  const way = ["CONSENT_PENDING", "ACCEPTED", "IN_MEDIATION", "AGREED_WRITTEN", "PERFORMING", "PERFORMED"];
  for (let round = 0; round < 6; round++) {
    const { recordId } = await openRecord(hub);
    const order = way.map((_, index) => (index * 5 + round) % 6);
    const answers = await Promise.all(order.map((index) => report(recordId, index + 1, way[index]!)));
    expect(answers.map(({ effect }) => effect)).toEqual(expect.not.arrayContaining([undefined]));
    const record = await read(recordId);
    expect(record).toMatchObject({
      state: "PERFORMED",
      lastSequence: 6,
      version: 7,
      waiting: [],
      dispute: { version: 9 },
    });
    expect(statuses(record).toSorted()).toEqual(way.map((state, index) => `${index + 1} ${state}`));
  }
});

test("an agency's report on a referral it has not accepted finds no record", async () => {
  const referral = await openReferral(hub);
  await expectRefusal(hub, AGENCY, "reportStatus", aStatus(hub, referral.referralId, 1, "ACCEPTED"), "NOT_FOUND", {
    field: "recordId",
  });
});

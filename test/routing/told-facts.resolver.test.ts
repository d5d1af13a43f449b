import { doDeed, openDispute, openRecord, versionOf, walk } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

type Facts = Readonly<Record<string, boolean>>;
const listed = (facts: Facts) => Object.entries(facts).map(([fact, isSo]) => ({ fact, isSo }));
const now = () => hub.clock.now().toISOString();

async function refer(disputeId: string, line: string, agency: string, facts: Facts = {}, user = "clerk") {
  const targets = [{ line, agencyCodes: [agency], reason: "依法分流" }];
  const expectedVersion = await versionOf(hub, disputeId);
  return doDeed(hub, user, "referDispute", { disputeId, expectedVersion, targets, facts: listed(facts) });
}

const FACTS = `query ($id: ID!) { dispute(id: $id) {
  facts { fact isSo word toldAt toldBy decision { line verdict facts } }
  factHistory(first: 50) { nodes { fact isSo word toldBy } } } }`;
async function told(id: string) {
  const { data, text } = await hub.ask("clerk", FACTS, { id });
  if (!data) throw new Error(text);
  return { facts: data.dispute.facts, history: data.dispute.factHistory.nodes };
}

const ADVICE = `query ($id: ID!, $facts: [RoutingFactInput!]!) { routingAdvice(disputeId: $id, facts: $facts) {
  candidates { door } undecided { door } forbidden { door } } }`;
async function doors(id: string, facts: Facts = {}) {
  const { data, text } = await hub.ask("clerk", ADVICE, { id, facts: listed(facts) });
  if (!data) throw new Error(text);
  const { candidates, undecided, forbidden } = data.routingAdvice;
  const names = (rows: readonly { door: string }[]) => rows.map(({ door }) => door);
  return { open: names(candidates), undecided: names(undecided), shut: names(forbidden) };
}

const TRAFFIC = { category: "TRAFFIC_ACCIDENT" };

describe("what the desk was told when it referred", () => {
  test("is known to the next advice and the next referral, and need not be told again", async () => {
    const { disputeId } = await openDispute(hub, TRAFFIC);
    expect((await doors(disputeId)).undecided).toContain("LITIGATION");
    expect(await refer(disputeId, "LITIGATION", "ph-court", { claimsDamages: true })).toMatchObject({
      __typename: "DisputeReferred",
    });
    expect((await doors(disputeId)).open).toContain("LITIGATION");
    expect(await refer(disputeId, "LITIGATION", "jx-court")).toMatchObject({ __typename: "DisputeReferred" });
    expect(await told(disputeId)).toEqual({
      facts: [
        {
          fact: "claimsDamages",
          isSo: true,
          word: 1,
          toldAt: now(),
          toldBy: "clerk",
          decision: { line: "LITIGATION", verdict: "CONFIRMED", facts: ["claimsDamages:true"] },
        },
      ],
      history: [{ fact: "claimsDamages", isSo: true, word: 1, toldBy: "clerk" }],
    });
  });

  test("stands beside each later decision as well, for that rests on it too", async () => {
    const { disputeId } = await openDispute(hub, TRAFFIC);
    await refer(disputeId, "LITIGATION", "ph-court", { claimsDamages: true });
    await refer(disputeId, "LITIGATION", "jx-court", { isMinorScuffle: false });
    const DECISIONS = "query ($id: ID!) { dispute(id: $id) { routingDecisions { nodes { facts } } } }";
    const { data } = await hub.ask("auditor", DECISIONS, { id: disputeId });
    expect(data.dispute.routingDecisions.nodes).toEqual([
      { facts: ["claimsDamages:true"] },
      { facts: ["claimsDamages:true", "isMinorScuffle:false"] },
    ]);
  });

  test("is corrected by the next referral that says otherwise; both words stay, and who said them", async () => {
    const { disputeId } = await openDispute(hub, TRAFFIC);
    await refer(disputeId, "LITIGATION", "ph-court", { claimsDamages: true, isMinorScuffle: false });
    expect(await refer(disputeId, "MEDIATION", "ph-mediation", { claimsDamages: false }, "supervisor")).toMatchObject({
      __typename: "Refused",
    });
    const more = { claimsDamages: true, isMinorScuffle: true };
    await refer(disputeId, "LITIGATION", "jx-court", more, "supervisor");
    const { facts, history } = await told(disputeId);
    expect(facts).toMatchObject([
      { fact: "claimsDamages", isSo: true, word: 1, toldBy: "clerk" },
      { fact: "isMinorScuffle", isSo: true, word: 2, toldBy: "supervisor" },
    ]);
    expect(history).toEqual([
      { fact: "claimsDamages", isSo: true, word: 1, toldBy: "clerk" },
      { fact: "isMinorScuffle", isSo: false, word: 1, toldBy: "clerk" },
      { fact: "isMinorScuffle", isSo: true, word: 2, toldBy: "supervisor" },
    ]);
  });

  test("is tried out in an advice without being kept, and goes before what was told earlier", async () => {
    const { disputeId } = await openDispute(hub, TRAFFIC);
    await refer(disputeId, "LITIGATION", "ph-court", { claimsDamages: true });
    expect((await doors(disputeId, { claimsDamages: false })).open).not.toContain("LITIGATION");
    expect((await doors(disputeId)).open).toContain("LITIGATION");
    expect((await told(disputeId)).history).toHaveLength(1);
  });

  test("stays too where the wish was refused and registered, and not where the deed left nothing", async () => {
    const wages = await openDispute(hub, { category: "WAGE_ARREARS" });
    const expectedVersion = await versionOf(hub, wages.disputeId);
    const targets = [{ line: "LITIGATION", agencyCodes: ["ph-court"], reason: "起诉" }];
    const input = { disputeId: wages.disputeId, expectedVersion, targets };
    const facts = listed({ hasWageIou: false });
    const refused = await doDeed(hub, "clerk", "referDispute", { ...input, facts });
    expect(refused).toMatchObject({ __typename: "Refused", code: "DOOR_FORBIDDEN" });
    expect((await told(wages.disputeId)).facts).toMatchObject([
      { fact: "hasWageIou", isSo: false, decision: { line: "LITIGATION", verdict: "REFUSED" } },
    ]);
    const { disputeId, version } = await openDispute(hub, TRAFFIC);
    await expectRefusal(
      hub,
      "clerk",
      "referDispute",
      { disputeId, expectedVersion: version, targets, facts: listed({ isMinorScuffle: false }) },
      "FACTS_MISSING",
      { field: "targets.0" },
    );
    expect((await told(disputeId)).history).toEqual([]);
  });

  test("does not outweigh what an agency has written", async () => {
    const { disputeId, recordId } = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", recordId, ["FILED"]);
    await refer(disputeId, "LEGAL_AID", "ph-legal-aid", { litigationBegan: false });
    expect((await told(disputeId)).facts).toMatchObject([{ fact: "litigationBegan", isSo: false }]);
    expect((await doors(disputeId)).open).not.toContain("COMPETENT_DEPARTMENT");
  });

  test("is kept once, though two clerks tell it in the same moment", async () => {
    const { disputeId } = await openDispute(hub, TRAFFIC);
    const facts = { claimsDamages: true };
    const answers = await Promise.all([
      refer(disputeId, "LITIGATION", "ph-court", facts),
      refer(disputeId, "LITIGATION", "jx-court", facts, "supervisor"),
    ]);
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(["DisputeReferred", "Refused"]);
    expect((await told(disputeId)).history).toHaveLength(1);
  });

  test("is seen by whoever sees the dispute; who asked, and the history, by the desk and the auditor", async () => {
    const { disputeId } = await openDispute(hub, TRAFFIC);
    await refer(disputeId, "LITIGATION", "ph-court", { claimsDamages: true });
    const read = (user: string, fields: string) =>
      hub.ask(user, `query ($id: ID!) { dispute(id: $id) { ${fields} } }`, { id: disputeId });
    for (const user of ["ph-court", "report", "auditor"]) {
      expect((await read(user, "facts { fact isSo toldAt }")).data.dispute.facts).toHaveLength(1);
    }
    expect((await read("ph-mediation", "facts { fact }")).data.dispute).toBeNull();
    for (const fields of ["facts { toldBy }", "facts { decision { line } }", "factHistory { nodes { fact } }"]) {
      expect((await read("ph-court", fields)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
      expect((await read("auditor", fields)).errors).toBeUndefined();
    }
  });
});

test("no word on a fact is ever changed or taken away", async () => {
  const { disputeId } = await openDispute(hub, TRAFFIC);
  await refer(disputeId, "LITIGATION", "ph-court", { claimsDamages: true });
  const { db } = hub.hub.parts;
  await expect(db.query("update told_fact set is_so = false")).rejects.toThrow();
  await expect(db.query("delete from told_fact")).rejects.toThrow();
});

import { aSubmission, doDeed, fitFor, openDispute, openRecord, versionOf, walk } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const ADVICE = `query ($id: ID!, $facts: [RoutingFactInput!]!) { routingAdvice(disputeId: $id, facts: $facts) {
  candidates { door line isForwarded order rule basis isVerified remark missingFacts { fact question } papers
    guidance { rule text basis } agencies { code } }
  undecided { door line missingFacts { fact question } }
  forbidden { door line rule basis reason route }
  petition { matter item does basis questions separation separationBasis }
  principles { title asks basis } } }`;

interface Row {
  readonly door: string;
  readonly line: string | null;
  readonly rule: string;
  readonly basis: string | null;
  readonly [field: string]: unknown;
}
interface Advice {
  readonly candidates: readonly Row[];
  readonly undecided: readonly Row[];
  readonly forbidden: readonly Row[];
  readonly petition: Record<string, unknown> | null;
  readonly principles: readonly { readonly title: string }[];
}

const told = (facts: object) => Object.entries(facts).map(([fact, isSo]) => ({ fact, isSo }));
async function adviceOn(id: string, facts: object = {}, user = "clerk"): Promise<Advice> {
  const answer = await hub.ask(user, ADVICE, { id, facts: told(facts) });
  if (answer.errors) throw new Error(answer.text);
  return answer.data.routingAdvice;
}
const doorIn = (rows: readonly Row[], door: string) => rows.find((row) => row.door === door);

describe("the advice on a dispute", () => {
  test("names the lawful ways with rule, basis and bodies of the place, first ways first", async () => {
    const { disputeId } = await openDispute(hub, { category: "WAGE_ARREARS" });
    const { candidates, forbidden, principles } = await adviceOn(disputeId);
    expect(doorIn(candidates, "LABOUR_ARBITRATION")).toMatchObject({
      line: "ARBITRATION",
      order: "FIRST",
      rule: "08-欠薪.FIRST.LABOUR_ARBITRATION",
      basis: "劳动争议调解仲裁法 5, 9",
      papers: ["仲裁申请书"],
      agencies: [{ code: "ph-arbitration" }],
    });
    expect(doorIn(candidates, "LABOUR_INSPECTION")).toMatchObject({
      line: "INSPECTION",
      agencies: [{ code: "ph-inspection" }],
    });
    expect(doorIn(forbidden, "LITIGATION")).toMatchObject({
      line: "LITIGATION",
      basis: "劳动争议调解仲裁法 5",
      reason: "劳动争议先仲裁后诉讼,未经仲裁不得直接起诉",
    });
    const orders = candidates.map(({ order }) => order);
    expect(orders).toEqual([...orders].sort().reverse());
    expect(principles.map(({ title }) => title)).toEqual(expect.arrayContaining(["五人代表", "回避", "首办责任"]));
  });

  test("says what to ask where a way hangs on facts, and opens or shuts it once they are told", async () => {
    const { disputeId } = await openDispute(hub, { category: "TRAFFIC_ACCIDENT" });
    const before = await adviceOn(disputeId);
    expect(doorIn(before.candidates, "LITIGATION")).toBeUndefined();
    expect(doorIn(before.undecided, "LITIGATION")).toMatchObject({
      missingFacts: expect.arrayContaining([{ fact: "claimsDamages", question: "是否请求损害赔偿?" }]),
    });
    expect(doorIn((await adviceOn(disputeId, { claimsDamages: true })).candidates, "LITIGATION")).toBeDefined();
    const crime = await adviceOn(disputeId, { claimsDamages: true, hasCrimeClue: true });
    expect(doorIn(crime.forbidden, "INDUSTRY_MEDIATION")).toMatchObject({ line: "MEDIATION" });
  });

  test("knows from the agencies' records what runs already, whatever the desk says", async () => {
    const record = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", record.recordId, ["FILED", "SERVED"]);
    const { candidates, forbidden } = await adviceOn(record.disputeId, {
      litigationBegan: false,
      concernsBuildingOrNoise: true,
    });
    // 诉访分离: what the court has is no matter for the petition office.
    expect(doorIn(candidates, "COMPETENT_DEPARTMENT")).toBeUndefined();
    expect(doorIn(forbidden, "COMPETENT_DEPARTMENT")).toMatchObject({
      rule: "LITIGATION/PETITION",
      basis: "信访工作条例 28(2)",
      reason: "同一事项已有诉讼(已受理,在办)",
      route: expect.any(String),
    });
    expect(doorIn(candidates, "PEOPLES_MEDIATION")).toMatchObject({ line: "MEDIATION" });
    expect(doorIn(candidates, "LEGAL_AID")).toMatchObject({ line: "LEGAL_AID" });
  });

  test("tells what becomes of the procedure that runs", async () => {
    const record = await openRecord(hub, "MEDIATION");
    await walk(hub, "MEDIATION", record.recordId, ["ACCEPTED"]);
    const { candidates } = await adviceOn(record.disputeId);
    expect(doorIn(candidates, "LITIGATION")).toMatchObject({
      guidance: [{ rule: "PEOPLES_MEDIATION/LITIGATION", text: "调解随之结束", basis: "人民调解法 3(3)" }],
    });
  });

  test("classifies a petition, and separates litigation by the form it came in", async () => {
    const { disputeId } = await openDispute(hub, { category: "LITIGATION_RELATED", channel: "LETTER" });
    expect((await adviceOn(disputeId)).petition).toEqual({
      matter: "APPEAL",
      item: "(一)",
      does: "涉法涉诉,由政法机关按诉讼、检察、公安程序处理",
      basis: "信访工作条例 31(一)",
      questions: [],
      separation: "登记,再转送同级政法部门",
      separationBasis: "信访工作条例 22(2), 44",
    });
    const visit = await openDispute(hub, { category: "LITIGATION_RELATED" });
    expect((await adviceOn(visit.disputeId)).petition).toMatchObject({ separation: "登记,再说明并引导向政法机关提出" });
    const other = await openDispute(hub, fitFor("PETITION"));
    expect((await adviceOn(other.disputeId)).petition).toMatchObject({ item: null, questions: expect.any(Array) });
    expect((await adviceOn(other.disputeId, { hasNoLegalChannel: true })).petition).toMatchObject({ item: "(六)" });
    const accusation = await openDispute(hub, { category: "DISCIPLINE_REPORT" });
    expect((await adviceOn(accusation.disputeId)).petition).toMatchObject({
      matter: "ACCUSATION",
      item: null,
      questions: [],
    });
  });

  test("leaves out a body that is a party of the quarrel itself (回避)", async () => {
    const { disputeId } = await openDispute(hub, {
      otherParties: [{ role: "RESPONDENT", organisation: { name: "平湖市人民调解委员会" } }],
    });
    expect(doorIn((await adviceOn(disputeId)).candidates, "PEOPLES_MEDIATION")).toMatchObject({
      agencies: [{ code: "ph-mediation-property" }],
    });
  });

  test("changes nothing, and is in the read log", async () => {
    const { disputeId, version } = await openDispute(hub);
    const lines = () => hub.count("read_entry");
    const before = await lines();
    await adviceOn(disputeId);
    expect(await lines()).toBe(before + 1);
    expect(await versionOf(hub, disputeId)).toBe(version);
  });

  test("is null for a dispute that is not there, or of another place, and not in the log", async () => {
    const elsewhere = await doDeed(hub, "supervisor", "registerSubmission", aSubmission(hub, { regionCode: "330481" }));
    const before = await hub.count("read_entry");
    expect(await adviceOn("x")).toBeNull();
    expect(await adviceOn(elsewhere.dispute.id)).toBeNull();
    expect(await hub.count("read_entry")).toBe(before);
  });

  test("asks for each fact once", async () => {
    const { disputeId } = await openDispute(hub);
    const facts = [
      { fact: "hasCrimeClue", isSo: true },
      { fact: "hasCrimeClue", isSo: false },
    ];
    const answer = await hub.ask("clerk", ADVICE, { id: disputeId, facts });
    expect(answer.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });
});

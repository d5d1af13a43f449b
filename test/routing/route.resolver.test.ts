import { aSubmission, doDeed, fitFor, freshKey, openDispute, openRecord, versionOf, walk } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

interface Known {
  readonly disputeId: string;
}
const to = (line: string, agencyCodes: readonly string[], more: object = {}) => ({
  line,
  agencyCodes,
  reason: "依法分流",
  ...more,
});
const TO_COURT = to("LITIGATION", ["ph-court"]);
const TO_ARBITRATION = to("ARBITRATION", ["ph-arbitration"]);
const TO_PETITION = to("PETITION", ["ph-petition"]);
const TO_MEDIATION = to("MEDIATION", ["ph-mediation"]);
const told = (facts: object) => Object.entries(facts).map(([fact, isSo]) => ({ fact, isSo }));

async function referral({ disputeId }: Known, targets: readonly object[], facts: object = {}) {
  return { disputeId, expectedVersion: await versionOf(hub, disputeId), targets, facts: told(facts) };
}
async function refer(known: Known, targets: readonly object[], facts: object = {}, user = "clerk") {
  return doDeed(hub, user, "referDispute", await referral(known, targets, facts));
}

const TRACE = `query ($id: ID!) { dispute(id: $id) { version referrals { nodes { line } }
  routingDecisions { nodes { line door verdict rule basis text facts decidedBy } }
  timeline(first: 50) { nodes { kind note } } } }`;
async function traceOf({ disputeId }: Known) {
  const { data } = await hub.ask("supervisor", TRACE, { id: disputeId });
  const { version, referrals, routingDecisions, timeline } = data.dispute;
  return { version, referrals: referrals.nodes, decisions: routingDecisions.nodes, events: timeline.nodes };
}

const REFUSED = "... on Refused { code field rule basis reason route currentVersion missingFacts { fact question } }";
async function refusalOf(known: Known, targets: readonly object[], user = "clerk", clientKey = freshKey()) {
  const text = `mutation ($input: ReferDisputeInput!) { referDispute(input: $input) { __typename ${REFUSED} } }`;
  const input = { clientKey, ...(await referral(known, targets)) };
  return { input, text, answer: (await hub.ask(user, text, { input })).data.referDispute };
}

describe("a wish that another procedure excludes", () => {
  test("is registered with rule and lawful way, and refused with the article", async () => {
    const record = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", record.recordId, ["FILED", "SERVED"]);
    const before = await traceOf(record);
    const { answer } = await refusalOf(record, [TO_PETITION]);
    expect(answer).toEqual({
      __typename: "Refused",
      code: "EXCLUDED",
      field: "targets.0",
      rule: "LITIGATION/PETITION",
      basis: "信访工作条例 28(2)",
      reason: "同一事项已有诉讼(已受理,在办)",
      route: expect.any(String),
      currentVersion: before.version + 1,
      missingFacts: [],
    });
    const after = await traceOf(record);
    expect(after.referrals).toEqual(before.referrals);
    expect(after.version).toBe(before.version + 1);
    expect(after.events.slice(before.events.length)).toEqual([
      {
        kind: "REFERRAL_REFUSED",
        note: `要求:信访。不予分流:${answer.reason}。依据:信访工作条例 28(2)。途径:${answer.route}`,
      },
    ]);
    expect(after.decisions.at(-1)).toEqual({
      line: "PETITION",
      door: null,
      verdict: "REFUSED",
      rule: "LITIGATION/PETITION",
      basis: "信访工作条例 28(2)",
      text: answer.route,
      facts: [],
      decidedBy: "clerk",
    });
  });

  test("is registered once, however often the same request comes", async () => {
    const record = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", record.recordId, ["FILED"]);
    const { input, text, answer } = await refusalOf(record, [TO_PETITION]);
    const { version } = await traceOf(record);
    expect((await hub.ask("clerk", text, { input })).data.referDispute).toEqual(answer);
    expect(await versionOf(hub, record.disputeId)).toBe(version);
  });

  test("is not for a supervisor to override, and takes what is wanted beside it down with it", async () => {
    const record = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", record.recordId, ["FILED"]);
    const override = to("PETITION", ["ph-petition"], { overrideReason: "群众坚持" });
    expect(await refer(record, [to("LEGAL_AID", ["ph-legal-aid"]), override], {}, "supervisor")).toMatchObject({
      code: "EXCLUDED",
      field: "targets.1",
    });
    expect((await traceOf(record)).referrals).toHaveLength(1);
  });

  test("leaves its verdict in the audit trail", async () => {
    const record = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", record.recordId, ["FILED"]);
    await refer(record, [TO_PETITION]);
    const [line] = await hub.hub.parts.db.query(
      "select verdict, action, principal, dispute_id is not null as named from audit_entry order by id desc limit 1",
    );
    expect(line).toEqual({ verdict: "EXCLUDED", action: "referDispute", principal: "clerk", named: true });
  });

  test.each([
    ["arbitration stands before the suit", "ARBITRATION", ["ACCEPTED"], TO_COURT, "ARBITRATION/LITIGATION"],
    [
      "a mediation is with another committee",
      "MEDIATION",
      ["ACCEPTED"],
      to("MEDIATION", ["ph-mediation-property"]),
      "PEOPLES_MEDIATION/PEOPLES_MEDIATION",
    ],
    [
      "what was judged is not sued for again",
      "LITIGATION",
      ["FILED", "SERVED", "TRIAL", "JUDGED", "EFFECTIVE", "CONCLUDED"],
      to("LITIGATION", ["jx-court"], { door: "LITIGATION" }),
      "EFFECTIVE_JUDGMENT/LITIGATION",
    ],
  ])("%s", async (_why, line, states, target, rule) => {
    const record = await openRecord(hub, line);
    await walk(hub, line, record.recordId, states);
    const { answer } = await refusalOf(record, [target]);
    expect(answer).toMatchObject({ code: "EXCLUDED", rule });
  });
});

describe("a procedure beside another", () => {
  test("goes on with what is to be minded on the timeline and beside the referral", async () => {
    const record = await openRecord(hub, "MEDIATION");
    await walk(hub, "MEDIATION", record.recordId, ["ACCEPTED", "IN_MEDIATION"]);
    expect(await refer(record, [TO_COURT])).toMatchObject({ __typename: "DisputeReferred" });
    const { decisions, events } = await traceOf(record);
    expect(decisions.at(-1)).toMatchObject({
      door: "LITIGATION",
      verdict: "CONFIRMED",
      text: "调解随之结束(人民调解法 3(3))",
    });
    expect(events.at(-1)).toEqual({ kind: "REFERRED", note: "依法分流;提示:调解随之结束(人民调解法 3(3))" });
  });

  test("is guided where the law only shows the way", async () => {
    const record = await openRecord(hub, "MEDIATION");
    await walk(hub, "MEDIATION", record.recordId, ["ACCEPTED"]);
    await refer(record, [TO_PETITION], { concernsBuildingOrNoise: true });
    expect((await traceOf(record)).decisions.at(-1)).toMatchObject({
      verdict: "GUIDED",
      text: expect.stringContaining("信访工作条例 31"),
      facts: ["concernsBuildingOrNoise:true"],
    });
  });

  test("may be asked of the court that judged: enforcement and retrial are no second suit", async () => {
    const record = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", record.recordId, ["FILED", "SERVED", "TRIAL", "JUDGED", "EFFECTIVE", "CONCLUDED"]);
    for (const [door, court] of [
      ["RETRIAL", "jx-court"],
      ["ENFORCEMENT", "ph-court"],
    ] as const) {
      expect(await refer(record, [to("LITIGATION", [court], { door })])).toMatchObject({
        __typename: "DisputeReferred",
      });
    }
  });
});

describe("what a person confirms", () => {
  test("is kept with name, rule, article and the facts that were told", async () => {
    const dispute = await openDispute(hub, { category: "TRAFFIC_ACCIDENT" });
    await refer(dispute, [to("LITIGATION", ["ph-court"], { door: "LITIGATION" })], { claimsDamages: true });
    expect((await traceOf(dispute)).decisions).toEqual([
      {
        line: "LITIGATION",
        door: "LITIGATION",
        verdict: "CONFIRMED",
        rule: expect.stringContaining("LITIGATION"),
        basis: expect.any(String),
        text: null,
        facts: ["claimsDamages:true"],
        decidedBy: "clerk",
      },
    ]);
  });

  test("is for the desk and the auditor to read, not for agencies and reports", async () => {
    const dispute = await openDispute(hub);
    await refer(dispute, [TO_MEDIATION]);
    const read = (user: string) =>
      hub.ask(user, "query ($id: ID!) { dispute(id: $id) { routingDecisions { nodes { decidedBy } } } }", {
        id: dispute.disputeId,
      });
    expect((await read("auditor")).data.dispute.routingDecisions.nodes).toEqual([{ decidedBy: "clerk" }]);
    for (const user of ["ph-mediation", "report"]) {
      expect((await read(user)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    }
  });
});

describe("a way that the advice shuts, or does not know", () => {
  test("is refused with the questions to ask, as long as they may open it", async () => {
    const dispute = await openDispute(hub, { category: "TRAFFIC_ACCIDENT" });
    const { answer } = await refusalOf(dispute, [TO_COURT]);
    expect(answer).toMatchObject({ code: "FACTS_MISSING", field: "targets.0", currentVersion: null });
    expect(answer.missingFacts).toContainEqual({ fact: "claimsDamages", question: "是否请求损害赔偿?" });
    expect((await traceOf(dispute)).version).toBe(1);
  });

  test("is refused and registered where the law forbids it", async () => {
    const dispute = await openDispute(hub, { category: "WAGE_ARREARS" });
    const { answer } = await refusalOf(dispute, [TO_COURT]);
    expect(answer).toMatchObject({
      code: "DOOR_FORBIDDEN",
      basis: "劳动争议调解仲裁法 5",
      reason: "劳动争议先仲裁后诉讼,未经仲裁不得直接起诉",
      route: expect.stringContaining("劳动争议仲裁"),
    });
    expect((await traceOf(dispute)).events.at(-1)).toMatchObject({ kind: "REFERRAL_REFUSED" });
  });

  test("is refused to a clerk, and open to a supervisor with a reason, which leaves its mark", async () => {
    const dispute = await openDispute(hub);
    const { answer } = await refusalOf(dispute, [TO_ARBITRATION]);
    expect(answer).toMatchObject({ code: "DOOR_NOT_LISTED", route: "可以走:人民调解、民事诉讼" });
    const override = to("ARBITRATION", ["ph-arbitration"], { overrideReason: "当事人主张存在劳务关系" });
    await expectRefusal(hub, "clerk", "referDispute", await referral(dispute, [override]), "OVERRIDE_NOT_ALLOWED", {
      field: "targets.0",
    });
    await expectRefusal(
      hub,
      "supervisor",
      "referDispute",
      await referral(dispute, [TO_ARBITRATION]),
      "DOOR_NOT_LISTED",
    );
    expect(await refer(dispute, [override], {}, "supervisor")).toMatchObject({ __typename: "DisputeReferred" });
    const { decisions, events } = await traceOf(dispute);
    expect(decisions).toMatchObject([
      { verdict: "OVERRIDDEN", text: "当事人主张存在劳务关系", decidedBy: "supervisor" },
    ]);
    expect(events.at(-1)).toEqual({ kind: "REFERRED", note: "依法分流;与建议不符:当事人主张存在劳务关系" });
    const lines = await hub.hub.parts.db.query("select verdict from audit_entry order by id desc limit 2");
    expect(lines).toEqual(expect.arrayContaining([{ verdict: "OVERRIDDEN" }, { verdict: "ALLOWED" }]));
  });

  test("is refused when the door is another line's, or a fact is told twice", async () => {
    const dispute = await openDispute(hub);
    const wrong = [to("MEDIATION", ["ph-mediation"], { door: "LITIGATION" })];
    await expectRefusal(hub, "clerk", "referDispute", await referral(dispute, wrong), "DOOR_OF_OTHER_LINE");
    const twice = {
      ...(await referral(dispute, [TO_MEDIATION])),
      facts: [...told({ seeksDivorce: true }), ...told({ seeksDivorce: false })],
    };
    await expectRefusal(hub, "clerk", "referDispute", twice, "FACT_TWICE", { field: "facts" });
  });
});

describe("who may receive what", () => {
  test("an accusation goes where it may be sent on, and nowhere else, whoever wants it", async () => {
    const dispute = await openDispute(hub, { category: "DISCIPLINE_REPORT" });
    const override = to("MEDIATION", ["ph-mediation"], { overrideReason: "先行调解" });
    expect(await refer(dispute, [override], {}, "supervisor")).toMatchObject({ code: "ACCUSATION_RECEIVER" });
    expect((await traceOf(dispute)).events.at(-1)).toMatchObject({ kind: "REFERRAL_REFUSED" });
    expect(await refer(dispute, [TO_PETITION])).toMatchObject({ __typename: "DisputeReferred" });
    expect((await traceOf(dispute)).decisions.at(-1)).toMatchObject({ door: "DISCIPLINE_ORGAN", verdict: "CONFIRMED" });
  });

  test("a body that is accused, or a party, receives nothing (回避)", async () => {
    for (const [name, changes, target] of [
      ["平湖市信访局", { category: "DISCIPLINE_REPORT" }, TO_PETITION],
      ["平湖市人民法院", fitFor("LITIGATION"), TO_COURT],
    ] as const) {
      const dispute = await openDispute(hub, {
        ...changes,
        otherParties: [{ role: "RESPONDENT", organisation: { name } }],
      });
      await expectRefusal(hub, "clerk", "referDispute", await referral(dispute, [target]), "AGENCY_IS_PARTY", {
        field: "targets",
      });
    }
  });

  test("more than five representatives are asked to name five, with the article", async () => {
    const speaker = (name: string) => ({ role: "REPRESENTATIVE", person: { name, idKind: "NONE" } });
    const text = `mutation ($input: RegisterSubmissionInput!) { registerSubmission(input: $input) { ... on Refused { code basis } } }`;
    const six = aSubmission(hub, { otherParties: ["甲", "乙", "丙", "丁", "戊"].map(speaker) });
    const answer = await hub.ask("clerk", text, { input: { clientKey: freshKey(), ...six } });
    expect(answer.data.registerSubmission).toEqual({ code: "REPRESENTATIVES_TOO_MANY", basis: "信访工作条例 20(3)" });
  });
});

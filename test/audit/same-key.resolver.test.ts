import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from "graphql";
import { SAMPLE_USERS } from "../../src/demo/sample-centre";
import {
  aStatus,
  aSubmission,
  DEEDS,
  doDeed,
  documentOf,
  freshKey,
  openRecord,
  walk,
  type Deed,
} from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { places, prepare, prepareAllowed, withChange } from "../support/inputs";
import { fingerprint } from "../support/refusals";

let hub: TestHub;
let second: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
  second = await hub.another();
});
afterAll(async () => {
  await second.close();
  await hub.close();
});

const send = (deed: Deed, user: string, input: object, through = hub) => through.ask(user, documentOf(deed), { input });

describe("B1: the same write sent fifty times at once, to two processes", () => {
  test.each(["registerSubmission", "acceptReferral", "reportStatus", "reportStatuses"] as const)(
    "%s has one effect, and every one of the fifty gets the same bytes",
    async (deed) => {
      const { user, input } = await prepareAllowed(hub, deed);
      const keyed = { ...input, clientKey: freshKey() };
      const before = {
        events: await hub.count("timeline_event"),
        keys: await hub.count("idempotency"),
        papers: await hub.count("case_document"),
      };
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => send(deed, user, keyed, index % 2 ? second : hub)),
      );
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]!.text).toMatch(/SubmissionRegistered|ReferralAccepted|StatusRecorded|StatusBatchRecorded/);
      expect({
        events: await hub.count("timeline_event"),
        keys: await hub.count("idempotency"),
        papers: await hub.count("case_document"),
      }).toEqual({
        events: before.events + 1,
        keys: before.keys + 1,
        papers: before.papers + 1,
      });
    },
  );

  test("an acceptance sent again gets the answer it got, though the record has come to its end", async () => {
    const { user, input } = await prepareAllowed(hub, "acceptReferral");
    const keyed = { ...input, clientKey: freshKey() };
    const [first] = [await send("acceptReferral", user, keyed)];
    await walk(hub, "MEDIATION", first.data.acceptReferral.record.id, ["ACCEPTED", "FAILED"]);
    const { dispute, record, ...then } = (await send("acceptReferral", user, keyed)).data.acceptReferral;
    expect(first.data.acceptReferral).toMatchObject(then);
    expect({ dispute, record }).toMatchObject({ dispute: { state: "UNRESOLVED" }, record: { state: "FAILED" } });
  });

  test.each(DEEDS)("%s sent again three days later still gets the answer it got", async (deed) => {
    const { user, input } = await prepareAllowed(hub, deed);
    const keyed = { ...input, clientKey: freshKey() };
    // Only what was answered then; what is nested below is read as it is now.
    const document = documentOf(deed).replace(
      /\b(dispute|record|referral|submission|event|link|referrals|similar) \{[^{}]*(\{[^{}]*(\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}/g,
      "",
    );
    const ask = () => hub.ask(user, document, { input: keyed });
    const first = await ask();
    expect(first.text).not.toContain("Refused");
    expect(first.errors).toBeUndefined();
    hub.clock.pass(3 * 86_400_000);
    const before = await fingerprint(hub);
    expect((await ask()).text).toBe(first.text);
    expect(await fingerprint(hub)).toEqual(before);
  });
});

/** Another value that the type takes as well. */
function another(type: GraphQLInputType, value: unknown): unknown {
  if (isListType(getNullableType(type))) return [...(value as unknown[]), ...(value as unknown[])];
  const named = getNamedType(type);
  if (isInputObjectType(named)) return null;
  if (isEnumType(named)) return named.getValues().find((candidate) => candidate.name !== value)!.name;
  switch (named.name) {
    case "Int":
      return (value as number) + 1;
    case "Boolean":
      return !value;
    case "DateTime":
      return new Date(Date.parse(value as string) - 1).toISOString();
    case "LocalDate":
      return "2026-02-28";
    case "Decimal":
      return "0.01";
    case "RegionCode":
      return "330482101";
    default:
      return `${value as string}1`;
  }
}

describe("B2: the same key with another body", () => {
  const seen = new Set<string>();

  test.each(DEEDS)("%s is refused, whichever single field is another, and has no effect", async (deed) => {
    const { user, input } = await prepare(hub, deed);
    const clientKey = freshKey();
    await send(deed, user, { ...input, clientKey });
    const before = await fingerprint(hub);
    const argument = hub.hub.schema.getMutationType()!.getFields()[deed]!.args[0]!;
    const type = getNamedType(argument.type) as GraphQLInputObjectType;
    for (const [path, fieldType] of places(type, input)) {
      const given = path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], input);
      const value = another(fieldType, given);
      // What may not be null is changed further in.
      if (value === null && getNullableType(fieldType) !== fieldType) continue;
      const answer = await send(deed, user, { ...(withChange(input, path, value) as object), clientKey });
      expect([path.join("."), answer.data?.[deed]?.code, answer.errors]).toEqual([
        path.join("."),
        "CLIENT_KEY_REUSED",
        undefined,
      ]);
      seen.add(`${deed}.${path.filter((key) => typeof key === "string").join(".")}`);
    }
    expect(await fingerprint(hub)).toEqual(before);
  });

  test("was tried with every field of every input", () => {
    expect(seen.size).toBeGreaterThan(150);
    for (const deep of [
      "registerSubmission.otherParties.organisation.uscc",
      "registerSubmission.agent.person.idNumber",
      "registerSubmission.documents.issuedOn",
      "attachSubmission.applicant.person.phone",
      "referDispute.targets.agencyCodes",
      "acceptReferral.details.legalAid.meansTestWaived",
      "reportStatuses.items.documents.digestAlgorithm",
    ]) {
      expect(seen).toContain(deep);
    }
  });

  test("a field that is merely written in another order is the same body", async () => {
    const { user, input } = await prepareAllowed(hub, "reportStatus");
    const clientKey = freshKey();
    const first = await send("reportStatus", user, { ...input, clientKey });
    const turned = Object.fromEntries(Object.entries({ ...input, clientKey }).toReversed());
    expect((await send("reportStatus", user, turned)).text).toBe(first.text);
  });
});

describe("B3: the same key from another", () => {
  test("agency is another key, for every pair of agencies", async () => {
    const lines = {
      PETITION: "ph-petition",
      LITIGATION: "ph-court",
      MEDIATION: "ph-mediation",
      ARBITRATION: "ph-arbitration",
      LEGAL_AID: "ph-legal-aid",
      INSPECTION: "ph-inspection",
      HOTLINE: "ph-hotline",
    };
    const steps = {
      PETITION: "SCREENED",
      LITIGATION: "FILED",
      MEDIATION: "ACCEPTED",
      ARBITRATION: "ACCEPTED",
      LEGAL_AID: "UNDER_REVIEW",
      INSPECTION: "CASE_OPENED",
      HOTLINE: "ORDER_CREATED",
    };
    const clientKey = freshKey();
    for (const [line, user] of Object.entries(lines)) {
      const { recordId } = await openRecord(hub, line);
      const input = { ...aStatus(hub, recordId, 1, steps[line as keyof typeof steps]), clientKey };
      const [first, again] = [await send("reportStatus", user, input), await send("reportStatus", user, input)];
      expect(first.data.reportStatus).toMatchObject({ effect: "APPLIED" });
      expect(again.text).toBe(first.text);
    }
  });

  test("account of the desk is another key, and from another system of the same agency it is the same", async () => {
    const clientKey = freshKey();
    const input = { ...aSubmission(hub), clientKey };
    const [one, other] = [
      await send("registerSubmission", "clerk", input),
      await send("registerSubmission", "supervisor", input),
    ];
    expect(one.data.registerSubmission.__typename).toBe("SubmissionRegistered");
    expect(other.data.registerSubmission.__typename).toBe("SimilarDisputesFound");

    const status = await prepareAllowed(hub, "reportStatus");
    const keyed = { ...status.input, clientKey: freshKey() };
    const first = await send("reportStatus", "ph-mediation", keyed);
    const nightShift = SAMPLE_USERS.find(({ subject }) => subject === "ph-mediation")!;
    const sameAgency = { ...nightShift, subject: "ph-mediation-night-shift" };
    expect((await hub.ask(sameAgency, documentOf("reportStatus"), { input: keyed })).text).toBe(first.text);
  });
});

describe("B4: a write sent again after its key was forgotten, four hundred days later", () => {
  const AGAIN: Readonly<Record<Deed, string>> = {
    registerSubmission: "EXTERNAL_NO_TAKEN",
    attachSubmission: "EXTERNAL_NO_TAKEN",
    referDispute: "VERSION_CONFLICT",
    acceptReferral: "REFERRAL_ANSWERED",
    returnReferral: "REFERRAL_ANSWERED",
    closeSupervision: "VERSION_CONFLICT",
    closeAgency: "AGENCY_CLOSED",
    loadCalendarNotice: "NOTICE_IN_FORCE",
    reportStatus: "DUPLICATE",
    reportStatuses: "DUPLICATE",
    correctEvent: "VERSION_CONFLICT",
    linkDisputes: "VERSION_CONFLICT",
    evaluateDispute: "VERSION_CONFLICT",
    confirmDeadline: "VERSION_CONFLICT",
    extendDeadline: "VERSION_CONFLICT",
    openDeadline: "VERSION_CONFLICT",
    closeDeadline: "VERSION_CONFLICT",
  };

  test.each(DEEDS)("%s has no second effect: what it wrote stands in its own way", async (deed) => {
    const { user, input } = await prepareAllowed(hub, deed);
    const keyed = { ...input, clientKey: freshKey() };
    expect((await send(deed, user, keyed)).text).not.toContain("Refused");
    const before = await fingerprint(hub);
    await hub.hub.parts.db.query("delete from idempotency");
    hub.clock.pass(400 * 86_400_000);
    const answer = (await send(deed, user, keyed)).data[deed];
    expect(answer.results?.[0].effect ?? answer.effect ?? answer.code).toBe(AGAIN[deed]);
    expect(await fingerprint(hub)).toEqual(before);
  });

  test("a submission without a number of its own is offered the dispute it once opened, and a waiting status still waits once", async () => {
    const input = { ...aSubmission(hub), clientKey: freshKey() };
    const opened = (await send("registerSubmission", "clerk", input)).data.registerSubmission;
    const { recordId } = await openRecord(hub);
    const early = { ...aStatus(hub, recordId, 3, "AGREED_ORAL"), clientKey: freshKey() };
    expect((await send("reportStatus", "ph-mediation", early)).data.reportStatus).toMatchObject({ effect: "HELD" });
    const before = await fingerprint(hub);
    await hub.hub.parts.db.query("delete from idempotency");
    hub.clock.pass(400 * 86_400_000);
    const again = (await send("registerSubmission", "clerk", input)).data.registerSubmission;
    expect(again).toMatchObject({
      __typename: "SimilarDisputesFound",
      similar: [{ dispute: { id: opened.dispute.id } }],
    });
    expect((await send("reportStatus", "ph-mediation", early)).data.reportStatus).toMatchObject({
      effect: "DUPLICATE",
    });
    expect(await fingerprint(hub)).toEqual(before);
  });
});

test("every deed tried leaves one line for each thing it touched, with who, what, on what, and the verdict", async () => {
  const lines = async () =>
    hub.hub.parts.db.query<Record<string, unknown>>(
      "select principal, role, action, verdict, dispute_id is not null as on_dispute, record_id is not null as on_record from audit_entry order by id desc limit 3",
    );
  const { recordId } = await openRecord(hub);
  const items = [
    aStatus(hub, recordId, 1, "ACCEPTED"),
    aStatus(hub, recordId, 2, "PERFORMED"),
    aStatus(hub, "x", 1, "ACCEPTED"),
  ];
  await doDeed(hub, "ph-mediation", "reportStatuses", { items });
  const line = { principal: "ph-mediation", role: "AGENCY", action: "reportStatuses" };
  expect((await lines()).toReversed()).toEqual([
    { ...line, verdict: "ALLOWED", on_dispute: true, on_record: true },
    { ...line, verdict: "STEP_NOT_ALLOWED", on_dispute: true, on_record: true },
    { ...line, verdict: "NOT_FOUND", on_dispute: false, on_record: false },
  ]);
});

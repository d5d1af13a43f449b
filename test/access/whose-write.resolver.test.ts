import { randomUUID } from "node:crypto";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import { parseGlobalId, toGlobalId } from "../../src/platform/global-id";
import {
  aStatus,
  aSubmission,
  doDeed,
  documentOf,
  freshKey,
  freshNumber,
  openDispute,
  openReferral,
  tryDeed,
  versionOf,
  type Deed,
  type OpenRecord,
} from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { aPerson, freshIdNumber } from "../support/people";
import { expectRefusal, fingerprint } from "../support/refusals";

let hub: TestHub;

interface Holding extends OpenRecord {
  readonly agency: string;
  readonly line: string;
  /** A referral the agency has not answered. */
  readonly offeredId: string;
  readonly statusEventId: string;
}
const holdings: Holding[] = [];

const FIRST_STEP: Readonly<Record<string, string>> = {
  PETITION: "SCREENED",
  LITIGATION: "FILED",
  MEDIATION: "ACCEPTED",
  ARBITRATION: "ACCEPTED",
  LEGAL_AID: "UNDER_REVIEW",
  INSPECTION: "CASE_OPENED",
  HOTLINE: "ORDER_CREATED",
};

/** A record of the agency with one status, and beside it a referral still unanswered. */
async function holdingOf(agency: string, line: string): Promise<Holding> {
  const referral = await openReferral(hub, line, [agency]);
  const number = freshNumber(line);
  const accepted = await doDeed(hub, agency, "acceptReferral", {
    referralId: referral.referralId,
    expectedVersion: 1,
    number,
    occurredAt: now(),
  });
  const recordId = accepted.record.id;
  await doDeed(hub, agency, "reportStatus", aStatus(hub, recordId, 1, FIRST_STEP[line]!));
  const { data } = await hub.ask(
    agency,
    `{ dispute(id: "${referral.disputeId}") { version timeline { nodes { id kind } } } }`,
  );
  const offered = await openReferral(hub, line, [agency]);
  return {
    ...referral,
    version: data.dispute.version,
    agency,
    line,
    number,
    recordId,
    offeredId: offered.referralId,
    statusEventId: data.dispute.timeline.nodes.find(({ kind }: { kind: string }) => kind === "STATUS").id,
  };
}
const now = () => hub.clock.now().toISOString();

beforeAll(async () => {
  hub = await openTestHub();
  for (const { code, line } of SAMPLE_AGENCIES) holdings.push(await holdingOf(code, line));
});
afterAll(() => hub.close());

/** Everything an agency could try on what another agency has. */
function attempts(
  { recordId, number, offeredId, statusEventId, version, line }: Holding,
  own: Holding,
): readonly (readonly [Deed, object])[] {
  const step = FIRST_STEP[line]!;
  const answer = { referralId: offeredId, expectedVersion: 1, occurredAt: now() };
  return [
    ["acceptReferral", { ...answer, number: freshNumber(own.line) }],
    ["returnReferral", { ...answer, reason: "NOT_COMPETENT", note: "抢先退回" }],
    ["reportStatus", aStatus(hub, recordId, 2, step)],
    ["reportStatus", { ...aStatus(hub, "", 2, step), recordId: null, number }],
    ["correctEvent", { eventId: statusEventId, expectedVersion: version, reason: "改别人的", withdraws: true }],
  ];
}

describe("A1: an agency that writes what is another's", () => {
  test("is told there is no such thing, for every pair of agencies and every deed, and nothing is left but the line of the try", async () => {
    const before = await fingerprint(hub);
    const trail = await hub.count("audit_entry");
    let tries = 0;
    for (const own of holdings) {
      for (const other of holdings.filter(({ agency }) => agency !== own.agency)) {
        const answers = await Promise.all(
          attempts(other, own).map(([deed, input]) => doDeed(hub, own.agency, deed, input)),
        );
        for (const answer of answers) expect(answer).toMatchObject({ __typename: "Refused", code: "NOT_FOUND" });
        tries += answers.length;
      }
    }
    expect(tries).toBe(9 * 8 * 5);
    expect(await fingerprint(hub)).toEqual(before);
    expect(await hub.count("audit_entry")).toBe(trail + tries);
  });

  test("in a batch loses just those statuses", async () => {
    const [own, ...others] = holdings;
    const before = await fingerprint(hub);
    const items = others.flatMap(({ recordId, number }) => [
      aStatus(hub, recordId, 2, "ACCEPTED"),
      { ...aStatus(hub, "", 2, "ACCEPTED"), recordId: null, number },
    ]);
    const answer = await doDeed(hub, own!.agency, "reportStatuses", {
      items: [...items, aStatus(hub, own!.recordId, 1, "SCREENED")],
    });
    expect(answer).toMatchObject({ refused: items.length, duplicate: 1, applied: 0 });
    expect(answer.results.slice(0, -1).every(({ code }: { code: string }) => code === "NOT_FOUND")).toBe(true);
    expect(await fingerprint(hub)).toEqual(before);
  });

  test("gets no further by taking part in the same dispute: it sees the other's record and cannot touch it", async () => {
    const dispute = await openDispute(hub);
    const { referrals } = await doDeed(hub, "clerk", "referDispute", {
      disputeId: dispute.disputeId,
      expectedVersion: 1,
      targets: ["MEDIATION", "LITIGATION"].map((line) => ({
        line,
        agencyCodes: [line === "MEDIATION" ? "ph-mediation" : "ph-court"],
        reason: "分流",
      })),
    });
    const accept = (user: string, index: number, line: string) =>
      doDeed(hub, user, "acceptReferral", {
        referralId: referrals[index].id,
        expectedVersion: 1,
        number: freshNumber(line),
        occurredAt: now(),
      });
    const mediation = await accept("ph-mediation", 0, "MEDIATION");
    await expectRefusal(
      hub,
      "ph-mediation",
      "acceptReferral",
      { referralId: referrals[1].id, expectedVersion: 1, number: freshNumber("MEDIATION"), occurredAt: now() },
      "NOT_FOUND",
    );
    const court = await accept("ph-court", 1, "LITIGATION");
    await doDeed(hub, "ph-court", "reportStatus", aStatus(hub, court.record.id, 1, "FILED"));
    const { data } = await hub.ask(
      "ph-mediation",
      `{ dispute(id: "${dispute.disputeId}") { version records { nodes { id state } } timeline { nodes { id toState } } } }`,
    );
    expect(data.dispute.records.nodes).toContainEqual({ id: court.record.id, state: "FILED" });
    const filed = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "FILED");
    await expectRefusal(hub, "ph-mediation", "reportStatus", aStatus(hub, court.record.id, 2, "SERVED"), "NOT_FOUND", {
      field: "recordId",
    });
    await expectRefusal(
      hub,
      "ph-mediation",
      "reportStatus",
      { ...aStatus(hub, "", 2, "SERVED"), recordId: null, number: court.number },
      "NOT_FOUND",
    );
    const correction = {
      eventId: filed.id,
      expectedVersion: data.dispute.version,
      reason: "撤掉对方的",
      withdraws: true,
    };
    await expectRefusal(hub, "ph-mediation", "correctEvent", correction, "NOT_YOUR_EVENT");
    expect(mediation.record.id).not.toBe(court.record.id);
  });

  test("cannot pass a record off as its own by calling it one of its own kind", async () => {
    const [petition, court] = [holdings[0]!, holdings[1]!];
    const uuid = parseGlobalId(court.recordId)!.uuid;
    for (const type of ["PetitionRecord", "AgencyRecord", "Dispute", "LitigationRecord"]) {
      const status = aStatus(hub, toGlobalId(type, uuid), 2, "SCREENED");
      await expectRefusal(hub, petition.agency, "reportStatus", status, "NOT_FOUND", { field: "recordId" });
    }
  });
});

describe("A2: an identity that is written into the request", () => {
  test.each([
    "agencyId",
    "agency",
    "agencyCode",
    "principal",
    "subject",
    "role",
    "byPrincipal",
    "holderId",
    "__proto__",
    "constructor",
  ])("as %s is no field of any deed, and the request as a whole is refused", async (field) => {
    const [own, other] = [holdings[0]!, holdings[1]!];
    const before = [await fingerprint(hub), await hub.count("audit_entry")];
    const deeds: readonly (readonly [Deed, string, object])[] = [
      ["reportStatus", own.agency, aStatus(hub, own.recordId, 2, "FORWARDED")],
      [
        "acceptReferral",
        own.agency,
        { referralId: own.offeredId, expectedVersion: 1, number: freshNumber(own.line), occurredAt: now() },
      ],
      ["registerSubmission", "clerk", aSubmission(hub)],
    ];
    for (const [deed, user, input] of deeds) {
      const forged = JSON.stringify({ clientKey: freshKey(), ...input }).replace("{", `{"${field}":"${other.agency}",`);
      const response = await hub.hub.http.app.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${await hub.token(user)}`, "content-type": "application/json" },
        payload: `{"query":${JSON.stringify(documentOf(deed))},"variables":{"input":${forged}}}`,
      });
      expect(JSON.parse(response.body).errors[0].extensions.code).toBe("BAD_USER_INPUT");
    }
    expect([await fingerprint(hub), await hub.count("audit_entry")]).toEqual(before);
  });
});

describe("A3: what is not the caller's looks in every way like what does not exist", () => {
  const READS: Readonly<Record<string, string>> = {
    dispute: "query ($x: ID!) { dispute(id: $x) { traceCode } }",
    traceCode: "query ($x: ShortText!) { dispute(traceCode: $x) { traceCode } }",
    node: "query ($x: ID!) { node(id: $x) { __typename id } }",
    nodes: "query ($x: ID!) { nodes(ids: [$x, $x]) { __typename } }",
    person: "query ($x: ID!) { person(id: $x) { maskedName } }",
    citizenHistory:
      "query ($x: IdentityNumber!) { citizenHistory(idNumber: $x, purpose: INTAKE) { person { maskedName } } }",
    searchPersons: "query ($x: ShortText!) { searchPersons(name: $x, purpose: INTAKE) { maskedName } }",
  };

  interface Hidden {
    readonly disputeId: string;
    readonly version: number;
    readonly traceCode: string;
    readonly idNumber: string;
    readonly name: string;
    readonly ids: Readonly<Record<string, string>>;
    readonly record: { readonly id: string; readonly number: string };
    readonly referralId: string;
    readonly eventId: string;
  }
  let hidden: Hidden;

  /** A dispute in another county, with everything in it that has an id. */
  beforeAll(async () => {
    const [idNumber, name] = [freshIdNumber(), "海宁某人"];
    const registered = await doDeed(
      hub,
      "supervisor",
      "registerSubmission",
      aSubmission(hub, {
        regionCode: "330481",
        applicant: aPerson(name, { idNumber }),
        otherParties: [{ role: "RESPONDENT", organisation: { name: "海宁某公司" } }],
        documents: [{ kind: "信", name: "信", digest: "0f".repeat(32) }],
      }),
    );
    const disputeId = registered.dispute.id;
    const { referrals } = await doDeed(hub, "supervisor", "referDispute", {
      disputeId,
      expectedVersion: 1,
      targets: [{ line: "LITIGATION", agencyCodes: ["jx-court"], reason: "诉讼" }],
    });
    const number = freshNumber("LITIGATION");
    const accepted = await doDeed(hub, "jx-court", "acceptReferral", {
      referralId: referrals[0].id,
      expectedVersion: 1,
      number,
      occurredAt: now(),
    });
    await doDeed(hub, "jx-court", "reportStatus", aStatus(hub, accepted.record.id, 1, "WITHDRAWN"));
    const version = await versionOf(hub, disputeId);
    await doDeed(hub, "supervisor", "linkDisputes", {
      fromDisputeId: disputeId,
      expectedVersion: version,
      toDisputeId: (await openDispute(hub, {})).disputeId,
      kind: "RELATED",
      reason: "关联",
    });
    const { data } = await hub.ask(
      "supervisor",
      `{ dispute(id: "${disputeId}") { version traceCode parties { nodes { id person { id } organisation { id } } }
      submissions { nodes { id } } referrals { nodes { id } } records { nodes { id } } timeline { nodes { id } } documents { nodes { id } } links { nodes { id } } } }`,
    );
    const { dispute } = data;
    hidden = {
      disputeId,
      version: dispute.version,
      traceCode: dispute.traceCode,
      idNumber,
      name,
      record: { id: accepted.record.id, number },
      referralId: referrals[0].id,
      eventId: dispute.timeline.nodes[0].id,
      ids: {
        Dispute: disputeId,
        Party: dispute.parties.nodes[0].id,
        Person: dispute.parties.nodes[0].person.id,
        Organisation: dispute.parties.nodes[1].organisation.id,
        Submission: dispute.submissions.nodes[0].id,
        Referral: dispute.referrals.nodes[0].id,
        LitigationRecord: dispute.records.nodes[0].id,
        TimelineEvent: dispute.timeline.nodes[0].id,
        CaseDocument: dispute.documents.nodes[0].id,
        DisputeLink: dispute.links.nodes[0].id,
      },
    };
  });

  const unknown = (id: string) => toGlobalId(parseGlobalId(id)!.type, randomUUID());
  const same = async (user: string, query: string, theirs: string, nobodys: string) => {
    const [one, other] = [await hub.ask(user, query, { x: theirs }), await hub.ask(user, query, { x: nobodys })];
    expect(one.errors).toBeUndefined();
    expect([one.status, one.text]).toEqual([other.status, other.text]);
  };

  test.each(["clerk", "auditor", "report", "ph-petition"])(
    "to %s, whoever asks for it by whatever query",
    async (user) => {
      await same(user, READS["dispute"]!, hidden.disputeId, unknown(hidden.disputeId));
      await same(user, READS["traceCode"]!, hidden.traceCode, "330481-2026-000000000");
      // The report's role asks for no id of a person's or a paper's, so it may not ask for the id of just anything.
      const node = user === "report" ? READS["node"]!.replace(" id }", " }") : READS["node"]!;
      for (const id of Object.values(hidden.ids)) {
        await same(user, node, id, unknown(id));
        await same(user, READS["nodes"]!, id, unknown(id));
      }
      if (user !== "report") await same(user, READS["person"]!, hidden.ids["Person"]!, unknown(hidden.ids["Person"]!));
      if (user === "clerk") {
        await same(user, READS["citizenHistory"]!, hidden.idNumber, freshIdNumber());
        await same(user, READS["searchPersons"]!, hidden.name, "查无此人");
      }
    },
  );

  test("to a clerk, by whatever deed", async () => {
    const { version } = hidden;
    const mine = await openDispute(hub);
    const inputs = (disputeId: string, eventId: string): readonly (readonly [Deed, object])[] => [
      [
        "attachSubmission",
        {
          disputeId,
          expectedVersion: version,
          channel: "WEB",
          submittedAt: now(),
          content: "补充",
          applicant: aPerson(hidden.name, { idNumber: hidden.idNumber }),
        },
      ],
      [
        "referDispute",
        {
          disputeId,
          expectedVersion: version,
          targets: [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], reason: "调解" }],
        },
      ],
      [
        "evaluateDispute",
        { disputeId, expectedVersion: version, centre: "SATISFIED", agency: "SATISFIED", evaluatedAt: now() },
      ],
      [
        "linkDisputes",
        {
          fromDisputeId: disputeId,
          expectedVersion: version,
          toDisputeId: mine.disputeId,
          kind: "RELATED",
          reason: "关联",
        },
      ],
      [
        "linkDisputes",
        { fromDisputeId: mine.disputeId, expectedVersion: 1, toDisputeId: disputeId, kind: "RELATED", reason: "关联" },
      ],
      ["correctEvent", { eventId, expectedVersion: version, reason: "更正" }],
    ];
    const before = await fingerprint(hub);
    const theirs = inputs(hidden.disputeId, hidden.eventId);
    const nobodys = inputs(unknown(hidden.disputeId), unknown(hidden.eventId));
    for (const [index, [deed, input]] of theirs.entries()) {
      const [one, other] = [
        await tryDeed(hub, "clerk", deed, input),
        await tryDeed(hub, "clerk", deed, nobodys[index]![1]),
      ];
      expect(one.data[deed]).toMatchObject({ code: "NOT_FOUND" });
      expect(one.text).toBe(other.text);
    }
    expect(await fingerprint(hub)).toEqual(before);
  });

  test("to an agency, by whatever deed", async () => {
    const inputs = (
      recordId: string,
      number: string,
      referralId: string,
      eventId: string,
    ): readonly (readonly [Deed, object])[] => [
      ["acceptReferral", { referralId, expectedVersion: 1, number: "(2026)浙0482民初80001号", occurredAt: now() }],
      ["returnReferral", { referralId, expectedVersion: 1, reason: "OTHER_AGENCY", note: "退回", occurredAt: now() }],
      ["reportStatus", aStatus(hub, recordId, 2, "FILED")],
      ["reportStatus", { ...aStatus(hub, "", 2, "FILED"), recordId: null, number }],
      [
        "reportStatuses",
        { items: [aStatus(hub, recordId, 2, "FILED"), { ...aStatus(hub, "", 2, "FILED"), recordId: null, number }] },
      ],
      ["correctEvent", { eventId, expectedVersion: hidden.version, reason: "更正" }],
    ];
    const { record, referralId, eventId } = hidden;
    const before = await fingerprint(hub);
    const theirs = inputs(record.id, record.number, referralId, eventId);
    const nobodys = inputs(unknown(record.id), freshNumber("LITIGATION"), unknown(referralId), unknown(eventId));
    for (const [index, [deed, input]] of theirs.entries()) {
      const [one, other] = [
        await tryDeed(hub, "ph-court", deed, input),
        await tryDeed(hub, "ph-court", deed, nobodys[index]![1]),
      ];
      expect(one.text).toContain("NOT_FOUND");
      expect(one.text).toBe(other.text);
    }
    expect(await fingerprint(hub)).toEqual(before);
  });

  test("to the citizen: a code that is a letter off tells as little as one that was made up", async () => {
    const { followCode } = await openDispute(hub);
    const ask = async (code: string) =>
      (await hub.ask(null, "query ($x: ShortText!) { trackSubmission(followCode: $x) { state } }", { x: code })).text;
    const offByOne = followCode.slice(0, -1) + (followCode.endsWith("A") ? "B" : "A");
    expect(await ask(offByOne)).toBe(await ask("7777-7777-7777-7777"));
    expect(await ask(offByOne)).toBe(`{"data":{"trackSubmission":null}}`);
  });
});

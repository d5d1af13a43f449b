import { parseGlobalId } from "../../src/platform/global-id";
import { aStatus, aSubmission, doDeed, freshNumber, openDispute, versionOf } from "./deeds";
import type { OpenRecord } from "./deeds";
import type { TestHub } from "./hub";
import { aPerson, freshIdNumber } from "./people";

export interface Whole extends OpenRecord {
  readonly ids: Readonly<Record<string, string>>;
}

const AGENCIES: Readonly<Record<string, string>> = {
  MEDIATION: "ph-mediation",
  LITIGATION: "ph-court",
  PETITION: "ph-petition",
  ARBITRATION: "ph-arbitration",
  LEGAL_AID: "ph-legal-aid",
  INSPECTION: "ph-inspection",
  HOTLINE: "ph-hotline",
};

/** A dispute with every part that one can have. */
export async function aWholeDispute(hub: TestHub): Promise<Whole> {
  const now = () => hub.clock.now().toISOString();
  const applicant = aPerson("沈秋实", { idNumber: freshIdNumber() });
  const submission = aSubmission(hub, {
    applicant,
    otherParties: [{ role: "RESPONDENT", organisation: { name: "平湖某物业公司" } }],
    agent: { ...aPerson("代办员"), authorisation: "授权书" },
    channel: "AGENT",
    documents: [{ kind: "信", name: "来信", digest: "0f".repeat(32) }],
  });
  const opened = await doDeed(hub, "clerk", "registerSubmission", submission);
  const disputeId = opened.dispute.id;
  const { referrals } = await doDeed(hub, "supervisor", "referDispute", {
    disputeId,
    expectedVersion: 1,
    targets: Object.entries(AGENCIES).map(([line, agency]) => ({
      line,
      agencyCodes: [agency],
      reason: "分流",
      // No quarrel goes to all lines by the law's own ways; whoever wants to see all of them side by side has to decide it.
      overrideReason: "各条线会商",
    })),
    facts: ["isMinorScuffle", "hasCrimeClue"].map((fact) => ({ fact, isSo: false })),
  });
  const records: string[] = [];
  for (const [index, [line, agency]] of Object.entries(AGENCIES).entries()) {
    const number = freshNumber(line);
    const accepted = await doDeed(hub, agency, "acceptReferral", {
      referralId: referrals[index].id,
      expectedVersion: 1,
      number,
      occurredAt: now(),
    });
    records.push(accepted.record.id);
  }
  for (const [index, toState] of ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL"].entries()) {
    await doDeed(
      hub,
      "ph-mediation",
      "reportStatus",
      aStatus(hub, records[0]!, index + 1, toState, { note: `调解笔录${index + 1}` }),
    );
  }
  await doDeed(hub, "ph-court", "reportStatus", aStatus(hub, records[1]!, 1, "FILED", { note: "立案说明" }));
  for (const [line, index, toState] of [
    ["ph-court", 1, "WITHDRAWN"],
    ["ph-petition", 2, "WITHDRAWN"],
    ["ph-arbitration", 3, "WITHDRAWN"],
    ["ph-legal-aid", 4, "WITHDRAWN"],
    ["ph-inspection", 5, "WITHDRAWN"],
    ["ph-hotline", 6, "WITHDRAWN"],
  ] as const) {
    const sequence = index === 1 ? 2 : 1;
    await doDeed(hub, line, "reportStatus", aStatus(hub, records[index]!, sequence, toState));
  }
  const version = await versionOf(hub, disputeId);
  await doDeed(hub, "clerk", "evaluateDispute", {
    disputeId,
    expectedVersion: version,
    centre: "SATISFIED",
    agency: "SATISFIED",
    evaluatedAt: now(),
  });
  await doDeed(hub, "clerk", "linkDisputes", {
    fromDisputeId: disputeId,
    expectedVersion: version + 1,
    toDisputeId: (await openDispute(hub)).disputeId,
    kind: "RELATED",
    reason: "关联",
  });
  const { data } = await hub.ask(
    "clerk",
    `{ dispute(id: "${disputeId}") { parties { nodes { id person { id } organisation { id } } }
    submissions { nodes { id } } referrals { nodes { id } } records { nodes { id } } timeline { nodes { id } } documents { nodes { id } } links { nodes { id } } evaluations { nodes { id } } deadlines { nodes { id } } } }`,
  );
  const { dispute } = data;
  const ids: Record<string, string> = {
    Dispute: disputeId,
    Agency: Buffer.from("Agency:01930000-0000-7000-8000-000000000001").toString("base64url"),
  };
  for (const id of [
    dispute.parties.nodes[0].id,
    dispute.parties.nodes[0].person.id,
    dispute.parties.nodes[1].organisation.id,
    ...[
      dispute.submissions,
      dispute.referrals,
      dispute.timeline,
      dispute.documents,
      dispute.links,
      dispute.evaluations,
      dispute.deadlines,
    ].map(({ nodes }) => nodes[0].id),
    ...dispute.records.nodes.map((record: { id: string }) => record.id),
  ]) {
    ids[parseGlobalId(id)!.type] = id;
  }
  return {
    disputeId,
    version,
    traceCode: opened.traceCode,
    followCode: opened.followCode,
    referralId: referrals[0].id,
    recordId: records[0]!,
    number: "",
    ids,
  };
}

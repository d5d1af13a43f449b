import { randomUUID } from "node:crypto";
import { SAMPLE_USERS } from "../../src/demo/sample-centre";
import { parseGlobalId, toGlobalId } from "../../src/platform/global-id";
import { doDeed, freshNumber, versionOf, type OpenDispute } from "./deeds";
import { openTestHub, type TestHub } from "./hub";
import { freshIdNumber } from "./people";
import { widestOperation } from "./widest";

/** Words that nothing else in the database contains. */
export const WORDS = {
  informer: "冯守密",
  phone: "13987650001",
  representative: "褚同行",
  agent: "卫代办",
  content: "我要举报该公司拖欠三十名工人的工资",
  paper: "举报人身份证复印件",
  externalNo: "JB-2026-77",
};
export const ALL = Object.values(WORDS);
const RESPONDENT = "平湖市拖欠工资的公司";

export const person = (name: string, phone?: string) => ({
  person: { name, idKind: "RESIDENT_ID", idNumber: freshIdNumber(), ...(phone && { phone }) },
});

export function aReport(changes: object = {}) {
  return {
    category: "WAGE_ARREARS",
    applicant: person(WORDS.informer, WORDS.phone),
    otherParties: [
      { role: "RESPONDENT", organisation: { name: RESPONDENT } },
      { role: "REPRESENTATIVE", ...person(WORDS.representative) },
    ],
    agent: { ...person(WORDS.agent), authorisation: "授权书" },
    content: WORDS.content,
    sourceSystem: "举报平台",
    externalNo: `${WORDS.externalNo}-${randomUUID()}`,
    documents: [{ kind: "身份证明", name: WORDS.paper, digest: "a".repeat(64) }],
    isReport: true,
    ...changes,
  };
}

/** Two hubs on one database: one reads by its planner, the other field by field. */
export type BothWays = readonly [planned: TestHub, fieldByField: TestHub];

const limits = { cost: { maxCost: () => 10_000_000 }, document: { selections: 10_000 } };

export async function openBothWays(): Promise<BothWays> {
  const planned = await openTestHub({ limits });
  return [planned, await planned.another({ answerAhead: false, limits })];
}

/** Offers the dispute to one agency. */
export async function offer(hub: TestHub, { disputeId }: OpenDispute, line: string, agency: string): Promise<string> {
  const referred = await doDeed(hub, "supervisor", "referDispute", {
    disputeId,
    expectedVersion: await versionOf(hub, disputeId),
    targets: [{ line, agencyCodes: [agency], reason: "依法分流", overrideReason: "按联席会议意见办理" }],
  });
  if (referred.__typename !== "DisputeReferred") throw new Error(JSON.stringify(referred));
  return referred.referrals[0].id;
}

/** @returns the id of the record that opens, a second after whatever was before it */
export async function accept(
  hub: TestHub,
  referralId: string,
  line: string,
  agency: string,
  more: object = {},
): Promise<string> {
  hub.clock.pass(1_000);
  const accepted = await doDeed(hub, agency, "acceptReferral", {
    referralId,
    expectedVersion: 1,
    number: freshNumber(line),
    occurredAt: hub.clock.now().toISOString(),
    ...more,
  });
  if (accepted.__typename !== "ReferralAccepted") throw new Error(JSON.stringify(accepted));
  hub.clock.pass(1_000);
  return accepted.record.id;
}

export const take = async (
  hub: TestHub,
  dispute: OpenDispute,
  line: string,
  agency: string,
  more: object = {},
): Promise<string> => accept(hub, await offer(hub, dispute, line, agency), line, agency, more);

/** A further submission, a second after whatever was before it. */
export async function attach(
  hub: TestHub,
  { disputeId }: Pick<OpenDispute, "disputeId">,
  changes: object,
): Promise<void> {
  hub.clock.pass(1_000);
  const answer = await doDeed(hub, "clerk", "attachSubmission", {
    disputeId,
    expectedVersion: await versionOf(hub, disputeId),
    channel: "WINDOW",
    submittedAt: hub.clock.now().toISOString(),
    content: WORDS.content,
    ...changes,
  });
  if (answer.__typename !== "SubmissionRegistered") throw new Error(JSON.stringify(answer));
  hub.clock.pass(1_000);
}

const roleOf = (user: string) => SAMPLE_USERS.find(({ subject }) => subject === user)!.role;

/** All that somebody is told of a dispute who asks for every field there is. */
export async function toldOf(at: TestHub, user: string, disputeId: string): Promise<string> {
  const sample = { field: "dispute", operation: "query" as const, user, variables: async () => ({}) };
  // The widest operation looks at short pages.
  const query = widestOperation(at.hub.schema, sample, roleOf(user)).replaceAll(/first: \d+/g, "first: 50");
  const answer = await at.ask(user, query, { id: disputeId });
  if (answer.errors) throw new Error(answer.text);
  return answer.text;
}

/** The global ids of everything that leads to the informer. */
export async function secretIds(hub: TestHub, { disputeId }: Pick<OpenDispute, "disputeId">): Promise<string[]> {
  const id = parseGlobalId(disputeId)!.uuid;
  const rows = await hub.hub.parts.db.query<{ type: string; id: string }>(
    `select 'Party' as type, id from party where dispute_id = $1 and role <> 'RESPONDENT'
     union all select 'Person', person_id from party where dispute_id = $1 and role <> 'RESPONDENT'
     union all select 'Person', agent_person_id from submission where dispute_id = $1 and agent_person_id is not null
     union all select 'Submission', id from submission where dispute_id = $1
     union all select 'CaseDocument', id from case_document where dispute_id = $1 and submission_id is not null`,
    [id],
  );
  return rows.map((row) => toGlobalId(row.type, row.id));
}

const NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }";
const NODE = "query ($id: ID!) { node(id: $id) { __typename } }";
const PERSON = "query ($id: ID!) { person(id: $id) { id maskedName } }";

/** Of a dispute in which nobody comes openly: nothing leads to anybody but the respondent, by no way. */
export async function expectHidden(both: BothWays, user: string, dispute: OpenDispute): Promise<void> {
  const ids = await secretIds(both[0], dispute);
  expect(ids.length).toBeGreaterThan(3);
  for (const at of both) {
    const told = await toldOf(at, user, dispute.disputeId);
    // He does take part, and sees who is complained of.
    if (user !== "report") expect(told.includes(RESPONDENT)).toBe(true);
    expect([...ALL, ...ids].filter((word) => told.includes(word))).toEqual([]);
    expect((await at.ask(user, NODES, { ids })).data.nodes).toEqual(ids.map(() => null));
    for (const id of ids) {
      // As for something that never was.
      const never = toGlobalId(parseGlobalId(id)!.type, randomUUID());
      expect((await at.ask(user, NODE, { id })).text).toBe((await at.ask(user, NODE, { id: never })).text);
      if (user === "report" || parseGlobalId(id)!.type !== "Person") continue;
      expect((await at.ask(user, PERSON, { id })).text).toBe((await at.ask(user, PERSON, { id: never })).text);
    }
  }
}

/** Every party and submission there is, and these words. */
export async function expectShown(both: BothWays, user: string, dispute: OpenDispute, words = ALL): Promise<void> {
  const ids = (await secretIds(both[0], dispute)).filter((id) => /Party|Submission/.test(parseGlobalId(id)!.type));
  await expectTold(both, user, dispute, { shown: words, hidden: [] });
  for (const at of both) {
    expect((await at.ask(user, NODES, { ids })).data.nodes).toEqual(
      ids.map((id) => ({ __typename: parseGlobalId(id)!.type })),
    );
  }
}

/** What somebody is told of a dispute, and what not. */
export async function expectTold(
  both: BothWays,
  user: string,
  { disputeId }: OpenDispute,
  { shown, hidden }: { readonly shown: readonly string[]; readonly hidden: readonly string[] },
): Promise<void> {
  for (const at of both) {
    const told = await toldOf(at, user, disputeId);
    expect(shown.filter((word) => !told.includes(word))).toEqual([]);
    expect(hidden.filter((word) => told.includes(word))).toEqual([]);
  }
}

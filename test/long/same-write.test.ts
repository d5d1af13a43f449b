import { Client } from "pg";
import { TEXTS } from "../model/door";
import type { Answer, DeedName } from "../model/world";
import { freshNumber } from "../support/deeds";
import { freshIdNumber } from "../support/people";
import { eachOf, startTwoHubs, type TwoHubs } from "../support/two-hubs";

const KEYS = Number(process.env.KEYS ?? 1_000);
const TIMES = 50;
/** Registered, referred, accepted, two statuses. */
const DEEDS_PER_DISPUTE = 5;

let two: TwoHubs;
beforeAll(async () => void (two = await startTwoHubs("same-write")));
afterAll(() => two.close());

const tokens = new Map<string, Promise<string>>();
const tokenOf = (user: string) => tokens.get(user) ?? tokens.set(user, two.hubs[0]!.token(user)).get(user)!;

/** The same call fifty times at once, half of them to each hub; who gets no answer tries again. */
async function send(user: string, deed: DeedName, clientKey: string, input: object): Promise<Answer> {
  const token = await tokenOf(user);
  const variables = { input: { clientKey, ...input } };
  const answers = await Promise.all(
    Array.from({ length: TIMES }, (_, index) => two.clients[index % 2]!.untilAnswered(token, TEXTS[deed]!, variables)),
  );
  const different = new Set(answers.map(({ text }) => text));
  if (different.size > 1)
    throw new Error(`${deed} ${clientKey}: ${different.size} different answers: ${[...different].join("\n")}`);
  return answers[0]!.data["answer"] as Answer;
}

test(`of ${KEYS} writes, each sent ${TIMES} times at once through two hubs, each has one effect and one answer`, async () => {
  const startedAt = performance.now();
  const effects: string[] = [];
  const disputes = Array.from({ length: KEYS / DEEDS_PER_DISPUTE }, (_, index) => index);
  await eachOf(disputes, 2, async (index) => {
    const now = new Date().toISOString();
    const [key, idNumber] = [`same-${index}`, freshIdNumber()];
    const registered = (await send("clerk", "registerSubmission", `${key}-1`, {
      channel: "WINDOW",
      submittedAt: now,
      title: key,
      content: "要求修复。",
      category: "NEIGHBOR",
      regionCode: "330482",
      applicant: { person: { name: "沈秋实", idKind: "RESIDENT_ID", idNumber } },
      otherParties: [{ role: "RESPONDENT", person: { name: "顾长风", idKind: "NONE" } }],
    })) as { is: string; dispute: { id: string } };
    const targets = [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], takesLead: true, reason: "人民调解法17" }];
    const disputeId = registered.dispute.id;
    const referred = (await send("clerk", "referDispute", `${key}-2`, { disputeId, expectedVersion: 1, targets })) as {
      is: string;
      referrals: { id: string }[];
    };
    const referralId = referred.referrals[0]!.id;
    const number = freshNumber("MEDIATION");
    const accepted = (await send("ph-mediation", "acceptReferral", `${key}-3`, {
      referralId,
      expectedVersion: 1,
      number,
      occurredAt: now,
    })) as {
      is: string;
      record: { id: string };
    };
    const recordId = accepted.record.id;
    const first = await send("ph-mediation", "reportStatus", `${key}-4`, {
      recordId,
      sequence: 1,
      toState: "CONSENT_PENDING",
      occurredAt: now,
    });
    const items = [{ number, sequence: 2, toState: "ACCEPTED", occurredAt: now }];
    const second = await send("ph-mediation", "reportStatuses", `${key}-5`, { items });
    for (const { is } of [registered, referred, accepted, first, second]) effects.push(String(is));
  });
  const database = new Client({ connectionString: two.databaseUrl });
  await database.connect();
  const { rows } = await database.query(
    `select (select count(*) from dispute)::int as disputes, (select count(*) from person where id_index is not null)::int as people,
            (select count(*) from party)::int as parties, (select count(*) from submission)::int as submissions,
            (select count(*) from referral)::int as referrals, (select count(*) from agency_record)::int as records,
            (select count(*) from timeline_event)::int as events, (select count(*) from change_log)::int as changes,
            (select count(*) from idempotency)::int as keys, (select count(*) from audit_entry)::int as trail`,
  );
  await database.end();
  const unknowns = two.clients.reduce((sum, { unknowns: one }) => sum + one, 0);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.info(
    `${KEYS} keys × ${TIMES} calls through two hubs in ${seconds} s: ${unknowns} tries put off, rows ${JSON.stringify(rows[0])}`,
  );
  expect(effects.filter((is) => is === "Refused")).toEqual([]);
  const n = disputes.length;
  expect(rows[0]).toEqual({
    disputes: n,
    people: n,
    parties: 2 * n,
    submissions: n,
    referrals: n,
    records: n,
    events: DEEDS_PER_DISPUTE * n,
    changes: DEEDS_PER_DISPUTE * n,
    keys: DEEDS_PER_DISPUTE * n,
    trail: DEEDS_PER_DISPUTE * n,
  });
});

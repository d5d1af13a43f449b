import { Client, Pool } from "pg";
import type { Caller } from "../../src/access/caller";
import { TEXTS } from "../model/door";
import type { Answer, DeedName } from "../model/world";
import { freshNumber } from "../support/deeds";
import { freshIdNumber } from "../support/people";
import { eachOf, startTwoHubs, type TwoHubs } from "../support/two-hubs";

const RACES = Number(process.env.RACES ?? 10_000);
const NAIVE_RACES = 500;

const COURTS: readonly Omit<Caller, "expiresAt">[] = [1, 2, 3, 4, 5].map((at) => {
  const code = `race-court-${at}`;
  const id = `01930000-0000-7000-8000-0000000002${String(at).padStart(2, "0")}`;
  return { role: "AGENCY", subject: code, regionCode: "330482", agency: { id, code, line: "LITIGATION" } };
});

let two: TwoHubs;
let database: Client;
beforeAll(async () => {
  two = await startTwoHubs("accept-races");
  database = new Client({ connectionString: two.databaseUrl });
  await database.connect();
  for (const { agency } of COURTS) {
    await database.query(
      "insert into agency (id, code, line, name, region_code) values ($1, $2, 'LITIGATION', $2, '330482')",
      [agency!.id, agency!.code],
    );
  }
});
afterAll(async () => {
  await database?.end();
  await two?.close();
});

async function send(token: string, hub: number, deed: DeedName, clientKey: string, input: object): Promise<Answer> {
  const { data } = await two.clients[hub % 2]!.untilAnswered(token, TEXTS[deed]!, { input: { clientKey, ...input } });
  return data["answer"] as Answer;
}

test(`in ${RACES} races of two to five courts through two hubs just one wins, and every other one is told who`, async () => {
  const clerk = await two.hubs[0]!.token("clerk");
  const tokens = await Promise.all(COURTS.map((court) => two.hubs[0]!.token(court)));
  const startedAt = performance.now();
  const wins = COURTS.map(() => 0);
  const faults: string[] = [];
  await eachOf(Array.from({ length: RACES }).keys(), 4, async (race) => {
    const racers = COURTS.slice(0, 2 + (race % 4));
    const now = new Date().toISOString();
    const registered = (await send(clerk, race, "registerSubmission", `race-${race}-register`, {
      channel: "WINDOW",
      submittedAt: now,
      title: "楼上住户漏水",
      content: "要求修复。",
      category: "NEIGHBOR",
      regionCode: "330482",
      applicant: { person: { name: "沈秋实", idKind: "RESIDENT_ID", idNumber: freshIdNumber() } },
    })) as { dispute: { id: string } };
    const agencyCodes = racers.map(({ subject }) => subject);
    const referred = (await send(clerk, race, "referDispute", `race-${race}-refer`, {
      disputeId: registered.dispute.id,
      expectedVersion: 1,
      targets: [{ line: "LITIGATION", agencyCodes, takesLead: true, reason: "民事诉讼法122" }],
    })) as { referrals: { id: string }[] };
    const referralId = referred.referrals[0]!.id;
    const answers = await Promise.all(
      // Each starts from another place, so that no court is always the first to send.
      racers.map((_, index) => {
        const at = (index + race) % racers.length;
        const input = { referralId, expectedVersion: 1, number: freshNumber("LITIGATION"), occurredAt: now };
        return send(tokens[at]!, index, "acceptReferral", `race-${race}-accept`, input).then((answer) => ({
          at,
          answer,
        }));
      }),
    );
    const winners = answers.filter(({ answer }) => answer["is"] === "ReferralAccepted");
    const winner = winners[0] && COURTS[winners[0].at]!.subject;
    const told = answers.filter(
      ({ answer }) => answer["code"] === "REFERRAL_TAKEN" && (answer["holder"] as { code: string }).code === winner,
    );
    if (winners.length !== 1 || told.length !== racers.length - 1) faults.push(JSON.stringify(answers));
    else wins[winners[0]!.at]! += 1;
  });
  const { rows } = await database.query(
    `select count(*)::int as referrals,
            count(*) filter (where r.state = 'ACCEPTED' and d.lead_agency_id = r.holder_id and a.n = 1 and c.accepted = 1 and c.open = 0)::int as whole
       from referral r join dispute d on d.id = r.dispute_id
       join lateral (select count(*) as n from agency_record where referral_id = r.id and agency_id = r.holder_id) a on true
       join lateral (select count(*) filter (where state = 'ACCEPTED' and agency_id = r.holder_id) as accepted,
                            count(*) filter (where state not in ('ACCEPTED', 'LAPSED')) as open
                       from referral_candidate where referral_id = r.id) c on true`,
  );
  const unknowns = two.clients.reduce((sum, { unknowns: one }) => sum + one, 0);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.info(
    `${RACES} races in ${seconds} s: wins ${wins.join(", ")}; ${faults.length} without just one winner; ${unknowns} tries put off`,
  );
  expect(faults).toEqual([]);
  expect(rows[0]).toEqual({ referrals: RACES, whole: RACES });
});

test("who reads first and writes then tells two of them that they won, so the races above are close enough to see it", async () => {
  await database.query("create table naive_referral (id int primary key, holder text)");
  await database.query("create table naive_record (referral_id int, holder text)");
  await database.query("insert into naive_referral select generate_series(1, $1)", [NAIVE_RACES]);
  const pools = [1, 2].map(() => new Pool({ connectionString: two.databaseUrl, max: 5 }));
  let bothWon = 0;
  for (let race = 1; race <= NAIVE_RACES; race++) {
    const racers = COURTS.slice(0, 2 + (race % 4));
    const answers = await Promise.all(
      racers.map(async ({ subject }, index) => {
        const client = await pools[index % 2]!.connect();
        try {
          await client.query("begin");
          const { rows } = await client.query("select holder from naive_referral where id = $1", [race]);
          const isFree = rows[0].holder === null;
          if (isFree) {
            await client.query("insert into naive_record values ($1, $2)", [race, subject]);
            await client.query("update naive_referral set holder = $2 where id = $1", [race, subject]);
          }
          await client.query("commit");
          return isFree;
        } finally {
          client.release();
        }
      }),
    );
    if (answers.filter(Boolean).length > 1) bothWon++;
  }
  await Promise.all(pools.map((pool) => pool.end()));
  console.info(`read, then write: ${bothWon} of ${NAIVE_RACES} races had more than one winner`);
  expect(bothWon).toBeGreaterThanOrEqual(NAIVE_RACES * 0.9);
});

import { Writable } from "node:stream";
import pino from "pino";
import { aSubmission, doDeed, documentOf, freshKey, openDispute } from "../support/deeds";
import { openTestHub, type Answer, type TestHub } from "../support/hub";
import { aPerson, freshIdNumber } from "../support/people";
import { fingerprint } from "../support/refusals";

const logged: string[] = [];
const log = pino({ level: "debug" }, new Writable({ write: (line, _, done) => (logged.push(String(line)), done()) }));

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub({ log, pool: { retryPorts: { random: () => 0, sleep: async () => {} } } });
  await db().query("create table planned_fault (state text)");
  await db().query(`create function raise_planned() returns trigger language plpgsql as $$
    declare planned text;
    begin
      select state into planned from planned_fault;
      if planned is not null then
        raise exception 'relation "person" of ${SECRET} violates uq_person_id_index at 10.0.0.7'
          using errcode = planned, detail = 'Key (id_number)=(${SECRET}) already exists.', hint = 'look into /var/lib/postgresql',
                table = 'person', constraint = 'uq_person_id_index', schema = 'public', column = 'id_sealed';
      end if;
      return new;
    end $$`);
  for (const table of ["submission", "read_entry"]) {
    await db().query(
      `create trigger tr_planned before insert on ${table} for each row execute function raise_planned()`,
    );
  }
});
afterAll(() => hub.close());
beforeEach(async () => {
  await plan(null);
  logged.length = 0;
});

const db = () => hub.hub.parts.db;
const SECRET = freshIdNumber();
const NAME = "沈秋实的真名";

async function plan(state: string | null): Promise<void> {
  await db().query("delete from planned_fault");
  if (state) await db().query("insert into planned_fault values ($1)", [state]);
}

/** What no caller may read in an answer: how the hub is built, where it runs, and whom it was asked about. */
function expectTellsNothing(answer: Answer): void {
  const text = answer.text.replaceAll(/"requestId":"[0-9a-f-]{36}"|"locations":\[[^\]]*\]/g, "");
  expect(text).not.toMatch(
    /select|insert|update|delete from|relation|column|constraint|violates|duplicate|syntax|\buq_|\bck_|\bpk_|pg_|postgres|sqlstate|plpgsql|\bfunction\b|trigger|stack|node_modules|\/src\/|\/var\/|\/work|\.[jt]s\b|:\d+:\d+|\d+\.\d+\.\d+\.\d+|[0-9a-f]{8}-[0-9a-f]{4}|id_sealed|TypeError|QueryFailed|Error:/i,
  );
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(NAME);
}

const FAULTS = [
  "22001",
  "22003",
  "22P02",
  "23001",
  "23502",
  "23503",
  "23514",
  "42601",
  "42703",
  "42P01",
  "0A000",
  "P0001",
  "XX000",
];
const PASSING = ["23505", "25006", "40001", "40P01", "53100", "53200", "53300", "55P03", "57014", "57P01"];

describe("D15: when the database fails under a deed", () => {
  const submission = () => ({
    ...aSubmission(hub, { applicant: aPerson(NAME, { idNumber: SECRET }), title: NAME, otherParties: [] }),
    clientKey: freshKey(),
  });

  test.each(FAULTS)(
    "with %s, the caller reads one fixed sentence and a number to ask by, and nothing is kept",
    async (state) => {
      const before = [await fingerprint(hub), await hub.count("audit_entry"), await hub.count("idempotency")];
      const input = submission();
      await plan(state);
      const answer = await hub.ask("clerk", documentOf("registerSubmission"), { input });
      expect(answer.status).toBe(500);
      expect(answer.data ?? null).toBeNull();
      expect(answer.errors).toEqual([
        expect.objectContaining({
          message: "系统出错，请凭请求编号（requestId）联系管理员。",
          extensions: { code: "INTERNAL_SERVER_ERROR", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        }),
      ]);
      expectTellsNothing(answer);
      expect([await fingerprint(hub), await hub.count("audit_entry"), await hub.count("idempotency")]).toEqual(before);
      // The log has it under the same number, and names no citizen either.
      const requestId = answer.errors![0]!.extensions["requestId"] as string;
      const line = logged.find((text) => text.includes(requestId) && text.includes("request failed by a fault"));
      expect(line).toContain(state);
      expect(logged.join("")).not.toContain(SECRET);
      expect(logged.join("")).not.toContain(NAME);
    },
  );

  test.each(PASSING)(
    "with %s, the caller is told to come back with the same key, and nothing is kept",
    async (state) => {
      const before = [await fingerprint(hub), await hub.count("audit_entry"), await hub.count("idempotency")];
      const input = submission();
      await plan(state);
      const response = await hub.hub.http.app.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${await hub.token("clerk")}` },
        payload: { query: documentOf("registerSubmission"), variables: { input } },
      });
      expect(response.statusCode).toBe(503);
      expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
      const answer = {
        status: 503,
        text: response.body,
        ...(JSON.parse(response.body) as Pick<Answer, "data" | "errors">),
      };
      expect(answer.errors?.[0]).toMatchObject({
        extensions: { code: "SERVICE_UNAVAILABLE" },
        message: expect.stringContaining("请求键"),
      });
      expectTellsNothing(answer);
      expect([await fingerprint(hub), await hub.count("audit_entry"), await hub.count("idempotency")]).toEqual(before);
      expect(logged.join("")).not.toContain(SECRET);
    },
  );

  test("the key of the deed that failed is still good once the fault is mended", async () => {
    const input = submission();
    await plan("XX000");
    await hub.ask("clerk", documentOf("registerSubmission"), { input });
    await plan(null);
    const answer = await hub.ask("clerk", documentOf("registerSubmission"), { input });
    expect(answer.data.registerSubmission.__typename).toBe("SubmissionRegistered");
    expect((await hub.ask("clerk", documentOf("registerSubmission"), { input })).text).toBe(answer.text);
  });
});

describe("D15: when the database fails under a query", () => {
  test("for want of a table, the rest of the answer is withheld and nothing is told of the table", async () => {
    const { disputeId } = await openDispute(hub);
    const queries = [
      `{ dispute(id: "${disputeId}") { traceCode evaluations { nodes { centre } } } }`,
      `{ disputes { nodes { traceCode evaluations { nodes { centre } } } } }`,
      `{ node(id: "${disputeId}") { ... on Dispute { evaluations { nodes { centre } } } } }`,
    ];
    await db().query("alter table evaluation rename to evaluation_elsewhere");
    try {
      for (const query of queries) {
        const answer = await hub.ask("clerk", query);
        expect(answer.errors?.[0]?.extensions["code"]).toBe("INTERNAL_SERVER_ERROR");
        expectTellsNothing(answer);
      }
    } finally {
      await db().query("alter table evaluation_elsewhere rename to evaluation");
    }
    for (const query of queries) expect((await hub.ask("clerk", query)).errors).toBeUndefined();
  });

  test("before the read could be noted, no person is shown: neither name nor number, by whatever way", async () => {
    const opened = await doDeed(
      hub,
      "clerk",
      "registerSubmission",
      aSubmission(hub, { applicant: aPerson("不该露面的人") }),
    );
    const { data } = await hub.ask(
      "clerk",
      `{ dispute(id: "${opened.dispute.id}") { parties { nodes { person { id } } } } }`,
    );
    const personId = data.dispute.parties.nodes[0].person.id;
    const PEOPLE = "parties { nodes { role person { name phone maskedName } } }";
    await plan("53100");
    for (const query of [
      `{ dispute(id: "${opened.dispute.id}") { title ${PEOPLE} } }`,
      `{ disputes { nodes { ${PEOPLE} } } }`,
      `{ person(id: "${personId}") { name } }`,
      `{ node(id: "${personId}") { ... on Person { name } } }`,
      `{ searchPersons(name: "不该露面的人", purpose: INTAKE) { phone maskedPhone } }`,
    ]) {
      const answer = await hub.ask("clerk", query);
      expect([query, answer.errors?.[0]?.extensions["code"]]).toEqual([query, "SERVICE_UNAVAILABLE"]);
      expect(answer.text).not.toMatch(/不该露面|13912345678|139\*/);
    }
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { openHub } from "../../src/hub";
import { aSubmission, doDeed, freshNumber, openDispute } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { aPerson, freshIdNumber } from "../support/people";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const search = async (name: string, phone: string | null = null, user = "clerk") =>
  (
    await hub.ask(
      user,
      "query ($n: ShortText!, $p: ShortText) { searchPersons(name: $n, phone: $p, purpose: INTAKE) { id name phone maskedName maskedPhone maskedIdNumber birthOn sex idKind } }",
      { n: name, p: phone },
    )
  ).data.searchPersons;

describe("a citizen who is registered", () => {
  test("is kept under the number on the document, with birth date and sex read from it, and shown masked beside", async () => {
    await openDispute(hub, {
      applicant: aPerson("欧阳小明", { idNumber: "11010519491231002X", phone: "13812345678" }),
    });
    expect(await search("欧阳小明")).toEqual([
      {
        id: expect.any(String),
        name: "欧阳小明",
        phone: "13812345678",
        maskedName: "欧阳**",
        maskedPhone: "138****5678",
        maskedIdNumber: "110105********002X",
        birthOn: "1949-12-31",
        sex: 2,
        idKind: "RESIDENT_ID",
      },
    ]);
  });

  test("without a document is the same again only under the same name and telephone", async () => {
    const nameless = (phone: string | null) => ({ person: { name: "无证人", idKind: "NONE", phone } });
    const matters = ["甲事", "乙事", "丙事", "丁事", "戊事"];
    const open = (at: number, phone: string | null) =>
      openDispute(hub, {
        applicant: nameless(phone),
        title: matters[at],
        category: ["OTHER", "MEDICAL", "CONSULT", "CONSUMER", "INHERITANCE"][at],
        otherParties: [],
      });
    await open(0, "13900000001");
    await open(1, "139 0000 0001");
    await open(2, "13900000002");
    await open(3, null);
    await open(4, null);
    expect(await search("无证人")).toHaveLength(4);
    expect(await search("无证人", "+86 139-0000-0001")).toHaveLength(1);
    expect(await search("无证人", "13900000003")).toHaveLength(0);
  });

  test("is one of twenty namesakes at most, told apart by the telephone", async () => {
    for (let count = 0; count < 22; count++)
      await openDispute(hub, { applicant: aPerson("张伟", { phone: `1370000${1000 + count}` }), otherParties: [] });
    expect(await search("张伟")).toHaveLength(20);
    expect(await search("张 伟", "13700001007")).toEqual([expect.objectContaining({ phone: "13700001007" })]);
  });

  test("has the number shown in full to an agency that has accepted the case, and to nobody else, an offer not being enough", async () => {
    const idNumber = freshIdNumber();
    const { dispute } = await doDeed(
      hub,
      "clerk",
      "registerSubmission",
      aSubmission(hub, { applicant: aPerson("办案对象", { idNumber }) }),
    );
    const targets = [{ line: "LITIGATION", agencyCodes: ["ph-court", "jx-court"], reason: "诉讼" }];
    const { referrals } = await doDeed(hub, "clerk", "referDispute", {
      disputeId: dispute.id,
      expectedVersion: 1,
      targets,
    });
    const [person] = await search("办案对象");
    const number = async (user: string) =>
      (await hub.ask(user, "query ($id: ID!) { person(id: $id) { idNumber maskedIdNumber } }", { id: person.id })).data
        ?.person;
    expect(await number("ph-court")).toEqual({ idNumber: null, maskedIdNumber: expect.stringContaining("********") });
    await doDeed(hub, "ph-court", "acceptReferral", {
      referralId: referrals[0].id,
      expectedVersion: 1,
      number: freshNumber("LITIGATION"),
      occurredAt: hub.clock.now().toISOString(),
    });
    expect(await number("ph-court")).toMatchObject({ idNumber });
    expect(await number("jx-court")).toBeNull();
  });

  test("is not found by staff of another place, by name, by telephone, by number or by id", async () => {
    const [idNumber, phone] = [freshIdNumber(), "13700009999"];
    await doDeed(
      hub,
      "supervisor",
      "registerSubmission",
      aSubmission(hub, { regionCode: "330481", applicant: aPerson("海宁的人", { idNumber, phone }) }),
    );
    const [person] = await search("海宁的人", phone, "supervisor");
    expect(await search("海宁的人")).toEqual([]);
    expect(await search("海宁的人", phone)).toEqual([]);
    const { data } = await hub.ask(
      "clerk",
      "query ($id: ID!, $n: IdentityNumber!) { person(id: $id) { maskedName } citizenHistory(idNumber: $n, purpose: INTAKE) { person { maskedName } } }",
      { id: person.id, n: idNumber },
    );
    expect(data).toEqual({ person: null, citizenHistory: null });
  });
});

test("F5: nothing of what a citizen is known by stands readable in any table, and the number not even as a plain digest", async () => {
  const [name, idNumber, phone] = ["绝密姓名", freshIdNumber(), "15987654321"];
  await openDispute(hub, { applicant: aPerson(name, { idNumber, phone }), otherParties: [] });
  await hub.ask(
    "clerk",
    "query ($n: IdentityNumber!) { citizenHistory(idNumber: $n, purpose: INTAKE) { person { name } } }",
    { n: idNumber },
  );
  const tables = await hub.hub.parts.db.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const digests = await hub.hub.parts.db.query<{ plain: string }>(
    "select encode(sha256($1::bytea), 'hex') as plain union all select md5($2)",
    [Buffer.from(idNumber), idNumber],
  );
  for (const { name: table } of tables) {
    const [row] = await hub.hub.parts.db.query<{ text: string }>(
      `select coalesce(string_agg(t::text, ' '), '') as text from "${table}" t`,
    );
    for (const secret of [name, idNumber, phone, idNumber.slice(6, 14), ...digests.map(({ plain }) => plain)]) {
      expect([table, secret, row!.text.includes(secret)]).toEqual([table, secret, false]);
    }
  }
});

test("a hub without its key, with another, or with another algorithm, does not start on this data: it would know nobody any more", async () => {
  await openDispute(hub);
  const dataDir = mkdtempSync(join(tmpdir(), "hub-other-key-"));
  const options = { database: { url: hub.databaseUrl }, log: pino({ level: "silent" }), durable: false };
  await expect(openHub({ ...options, dataDir })).rejects.toMatchObject({ code: "MASTER_KEY_MISSING" });
  writeFileSync(join(dataDir, "master.key"), "ab".repeat(32), { mode: 0o600 });
  await expect(openHub({ ...options, dataDir })).rejects.toMatchObject({ code: "MASTER_KEY_MISMATCH" });
  await expect(hub.another({ algorithm: "SM4" })).rejects.toMatchObject({ code: "CRYPTO_ALGORITHM_MISMATCH" });
  rmSync(dataDir, { recursive: true });
});

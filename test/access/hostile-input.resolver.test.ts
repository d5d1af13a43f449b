import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from "graphql";
import { Writable } from "node:stream";
import pino from "pino";
import {
  aSubmission,
  DEEDS,
  doDeed,
  documentOf,
  freshKey,
  openDispute,
  openRecord,
  type Deed,
  type OpenRecord,
} from "../support/deeds";
import { HOSTILE_TEXTS } from "../support/hostile-texts";
import { openTestHub, type Answer, type TestHub } from "../support/hub";
import { places, prepare, withChange, type Prepared } from "../support/inputs";
import { aPerson, freshIdNumber } from "../support/people";
import { DOMAIN_TABLES, fingerprint } from "../support/refusals";

/** What the hub's log says at warning level and above. */
const logged: string[] = [];
const log = pino({ level: "warn" }, new Writable({ write: (line, _, done) => (logged.push(String(line)), done()) }));

let hub: TestHub;
let record: OpenRecord;
const prepared = new Map<Deed, Prepared>();
beforeAll(async () => {
  hub = await openTestHub({ log });
  record = await openRecord(hub);
  for (const deed of DEEDS) prepared.set(deed, await prepare(hub, deed));
  await db().query("create table canary (alive boolean)");
  await db().query("insert into canary values (true)");
});
afterAll(() => hub.close());
const db = () => hub.hub.parts.db;

/** Types whose values are free, or looked up as they come. */
const TEXTS: ReadonlySet<string> = new Set(["String", "ID", "ShortText", "TitleText", "LongText", "IdentityNumber"]);

const NESTED = [
  "deadlines",
  "parties",
  "submissions",
  "referrals",
  "records",
  "timeline",
  "documents",
  "links",
  "linkedFrom",
  "evaluations",
  "deadlines",
  "routingDecisions",
  "supervisionOrders",
  "factHistory",
];
const QUERIES: Readonly<Record<string, string>> = {
  ids: "query ($x: ID!) { dispute(id: $x) { id } node(id: $x) { __typename } nodes(ids: [$x]) { __typename } person(id: $x) { id } routingAdvice(disputeId: $x) { candidates { door } } labels(enumName: $x) { name } }",
  cursors: `query ($x: String) { disputes(after: $x) { nodes { id } } changes(after: $x) { nodes { kind } } worklist(after: $x) { nodes { kind } } deadlines(after: $x) { nodes { id } }
    first: disputes(first: 1) { nodes { own: records(first: 1) { nodes { deadlines(after: $x) { nodes { __typename } } } } ${NESTED.map((field) => `${field}(after: $x) { nodes { __typename } }`).join(" ")} } }
    citizenHistory(idNumber: "E12345678", idKind: PASSPORT, purpose: INTAKE) { disputes(after: $x) { nodes { id } } } }`,
  numbers:
    "query ($x: IdentityNumber!) { citizenHistory(idNumber: $x, idKind: PASSPORT, purpose: INTAKE) { person { id } } }",
  words:
    "query ($x: ShortText!) { dispute(traceCode: $x) { id } searchPersons(name: $x, phone: $x, purpose: INTAKE) { id } }",
  drafts: `query ($x: String) { routePreview(draft: { remove: [$x] }) { tried }
    row: routePreview(draft: { put: [{ id: $x, categories: null, door: $x, verdict: "FIRST", basis: $x }] }) { tried }
    page: routePreview(draft: { remove: ["惯例-其他.FIRST.CENTRE_DESK"] }) { disputes(after: $x) { nodes { id } } } }`,
  codes: "query ($x: ShortText!) { trackSubmission(followCode: $x) { state } }",
};

const inputType = (deed: Deed): GraphQLInputObjectType =>
  getNamedType(hub.hub.schema.getMutationType()!.getFields()[deed]!.args[0]!.type) as GraphQLInputObjectType;

const nameOf = (type: GraphQLInputType): string => getNamedType(type).name;

/** The prepared input of a deed with the text in every place that takes free text, formatted values left as they are. */
function withText(deed: Deed, text: string): { user: string; input: object } {
  const { user, input } = prepared.get(deed)!;
  let changed: unknown = { ...input, clientKey: freshKey() };
  for (const [path, type] of places(inputType(deed), input)) {
    if (!TEXTS.has(nameOf(type))) continue;
    changed = withChange(changed, path, String(getNullableType(type)).startsWith("[") ? [text] : text);
  }
  return { user, input: changed as object };
}

/** Codes of broken requests only: nothing failed inside the hub. */
function expectHarmless(answer: Answer, what: string): void {
  const codes = (answer.errors ?? []).map(({ extensions }) => extensions["code"]);
  expect([what, codes.filter((code) => code !== "BAD_USER_INPUT")]).toEqual([what, []]);
}

describe("E1: SQL written into any text of any query or deed", () => {
  test("the list is long, and every argument that takes a text is among those tried", () => {
    expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(100);
    expect(new Set(HOSTILE_TEXTS).size).toBe(HOSTILE_TEXTS.length);
    const { schema } = hub.hub;
    const asked = Object.values(QUERIES).join(" ");
    const open: string[] = [];
    for (const type of ["Query", "Dispute", "CitizenHistory", "AgencyRecord", "RoutePreview"]) {
      for (const field of Object.values(
        (
          schema.getType(type) as unknown as {
            getFields(): Record<string, { name: string; args: { name: string; type: GraphQLInputType }[] }>;
          }
        ).getFields(),
      )) {
        for (const argument of field.args) {
          if (!TEXTS.has(nameOf(argument.type))) continue;
          if (!new RegExp(`\\b${field.name}\\([^)]*\\b${argument.name}: (\\[)?\\$x`).test(asked))
            open.push(`${type}.${field.name}(${argument.name})`);
        }
      }
    }
    expect(open).toEqual([]);
    const withOtherArguments = Object.values(schema.getTypeMap())
      .filter((type) => "getFields" in type && !isInputObjectType(type) && !type.name.startsWith("__"))
      .flatMap((type) =>
        Object.values(
          (
            type as unknown as { getFields(): Record<string, { name: string; args?: { type: GraphQLInputType }[] }> }
          ).getFields(),
        )
          .filter(({ args }) => args?.some((argument) => TEXTS.has(nameOf(argument.type))))
          .map(() => type.name),
      );
    const records = ["AgencyRecord", ...schema.getPossibleTypes(schema.getType("AgencyRecord") as never)].map(String);
    const tried = ["CitizenHistory", "Dispute", "Query", "RoutePreview", "Subscription", ...records];
    expect([...new Set(withOtherArguments)].toSorted()).toEqual(tried.toSorted());
  });

  test("is a text like any other: found nowhere, stored nowhere, understood by nobody", async () => {
    const before = await fingerprint(hub);
    for (const text of HOSTILE_TEXTS) {
      const asked = Object.entries(QUERIES).map(async ([name, query]) => {
        const user = name === "drafts" ? "supervisor" : "clerk";
        expectHarmless(await hub.ask(user, query, { x: text }), `${name}: ${text}`);
      });
      const done = ["clerk", "ph-mediation"].map(async (user) => {
        const deeds = DEEDS.filter((deed) => prepared.get(deed)!.user === user);
        const head = deeds.map((deed) => `$${deed}: ${inputType(deed).name}!`).join(", ");
        const body = deeds
          .map(
            (deed) =>
              `${deed}(input: $${deed}) { __typename ${deed === "reportStatuses" ? "... on StatusBatchRecorded { refused }" : ""} }`,
          )
          .join(" ");
        const inputs = Object.fromEntries(deeds.map((deed) => [deed, withText(deed, text).input]));
        const answer = await hub.ask(user, `mutation (${head}) { ${body} }`, inputs);
        expectHarmless(answer, `${user}: ${text}`);
        for (const [deed, result] of Object.entries(
          (answer.data ?? {}) as Record<string, { __typename: string; refused?: number }>,
        )) {
          expect([deed, result.refused ?? result.__typename]).toEqual([deed, result.refused ? 1 : "Refused"]);
        }
      });
      await Promise.all([...asked, ...done]);
    }
    expect(await fingerprint(hub)).toEqual(before);
  }, 180_000);

  test("in the words of a submission is kept to the letter, and read back as it came (E14)", async () => {
    for (const [index, text] of HOSTILE_TEXTS.entries()) {
      // Numbered, or "null" and "NULL" would be one body, and of one telephone one person.
      const name = `${text.slice(0, 90)} ${index}`;
      const words = {
        title: text,
        content: `${text}\n${text}`,
        applicant: { person: { name, idKind: "NONE", phone: name } },
        otherParties: [{ role: "RESPONDENT", organisation: { name } }],
        sourceSystem: name,
        externalNo: name,
        documents: [{ kind: name, name: text, digest: "0f".repeat(32) }],
      };
      const { dispute } = await doDeed(hub, "clerk", "registerSubmission", aSubmission(hub, words));
      const { data } = await hub.ask(
        "clerk",
        `{ dispute(id: "${dispute.id}") { title parties { nodes { person { name phone } organisation { name } } }
        submissions { nodes { content sourceSystem externalNo } } documents { nodes { kind name } } } }`,
      );
      expect(data.dispute).toEqual({
        title: text,
        parties: {
          nodes: [
            { person: { name, phone: name }, organisation: null },
            { person: null, organisation: { name } },
          ],
        },
        submissions: { nodes: [{ content: `${text}\n${text}`, sourceSystem: name, externalNo: name }] },
        documents: { nodes: [{ kind: name, name: text }] },
      });
    }
  }, 180_000);

  test("after all of it the canary lives, no table is gone, and no statement has failed", async () => {
    expect(await db().query("select alive from canary")).toEqual([{ alive: true }]);
    for (const table of DOMAIN_TABLES) expect(await hub.count(table)).toBeGreaterThanOrEqual(0);
    expect(await db().query("select rolname from pg_roles where rolname = 'evil'")).toEqual([]);
    expect(logged).toEqual([]);
  });
});

test("E3: a wildcard is a character: % and _ find nobody and nothing", async () => {
  await openDispute(hub, { applicant: aPerson("通配符") });
  for (const text of ["%", "_", "%%", "___", "通配%", "通_符", "*", ".*", "通配"]) {
    const { data } = await hub.ask(
      "clerk",
      "query ($x: ShortText!) { searchPersons(name: $x, purpose: INTAKE) { id } dispute(traceCode: $x) { id } }",
      { x: text },
    );
    expect(data).toEqual({ searchPersons: [], dispute: null });
  }
  expect(
    (await hub.ask("clerk", `{ searchPersons(name: "通配符", purpose: INTAKE) { id } }`)).data.searchPersons,
  ).toHaveLength(1);
});

async function sendRaw(user: string, query: string, variables: string): Promise<Answer> {
  const response = await hub.hub.http.app.inject({
    method: "POST",
    url: "/graphql",
    headers: { authorization: `Bearer ${await hub.token(user)}`, "content-type": "application/json" },
    payload: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  });
  return {
    status: response.statusCode,
    text: response.body,
    ...(JSON.parse(response.body) as Pick<Answer, "data" | "errors">),
  };
}

describe("values no client means to send", () => {
  test("E5: an object, a list or a number where a text or a code belongs is refused before anything is done", async () => {
    const before = [await fingerprint(hub), await hub.count("audit_entry"), await hub.count("idempotency")];
    for (const deed of DEEDS) {
      const { user, input } = prepared.get(deed)!;
      for (const [path, type] of places(inputType(deed), input)) {
        const isList = String(getNullableType(type)).startsWith("[");
        const isObject = isInputObjectType(getNamedType(type));
        const wrong = [
          isObject ? "text" : { a: 1 },
          isObject ? 1 : [[{}]],
          isObject || isList ? true : [],
          ...(nameOf(type) === "ID" ? [1.5] : [{}]),
        ];
        for (const value of wrong) {
          if (isObject && JSON.stringify(value) === "{}") continue;
          const answer = await hub.ask(user, documentOf(deed), {
            input: withChange({ ...input, clientKey: freshKey() }, path, value),
          });
          expect([deed, path.join("."), value, answer.errors?.[0]?.extensions["code"]]).toEqual([
            deed,
            path.join("."),
            value,
            "BAD_USER_INPUT",
          ]);
        }
      }
    }
    expect([await fingerprint(hub), await hub.count("audit_entry"), await hub.count("idempotency")]).toEqual(before);
  }, 180_000);

  test.each([
    ["NUL", "\\u0000"],
    ["half a character", "\\ud800"],
    ["half a character", "\\udc00"],
    ["two halves in the wrong order", "\\udc00\\ud800"],
  ])("D22: %s (%s) in any text of any query or deed is refused and nothing is written", async (_, escape) => {
    const before = [await fingerprint(hub), await hub.count("audit_entry"), await hub.count("idempotency")];
    const mark = "\u2603";
    for (const query of Object.values(QUERIES)) {
      const answer = await sendRaw("clerk", query, `{"x":"张${escape}三"}`);
      expect(answer.errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
      expect(answer.status).toBe(400);
    }
    for (const deed of DEEDS) {
      const { user, input } = prepared.get(deed)!;
      for (const [path, type] of places(inputType(deed), input)) {
        if (!TEXTS.has(nameOf(type))) continue;
        const marked = JSON.stringify({ input: withChange({ ...input, clientKey: freshKey() }, path, `甲${mark}乙`) });
        const answer = await sendRaw(user, documentOf(deed), marked.replace(mark, escape));
        expect([deed, path.join("."), answer.errors?.[0]?.extensions["code"]]).toEqual([
          deed,
          path.join("."),
          "BAD_USER_INPUT",
        ]);
      }
    }
    expect([await fingerprint(hub), await hub.count("audit_entry"), await hub.count("idempotency")]).toEqual(before);
  });

  test("D22: __proto__, constructor and the like as names of fields are refused at every depth, and change no object", async () => {
    const directory = () =>
      db().query("select md5(string_agg(t::text, '|' order by t.id)) from agency t where t.code not like 'ph-spare-%'");
    const before = await directory();
    for (const name of ["__proto__", "constructor", "prototype", "toString"]) {
      for (const deed of DEEDS) {
        const { user, input } = prepared.get(deed)!;
        const text = JSON.stringify({ input: { clientKey: freshKey(), ...input } });
        // Each object of the input in turn gets the name as its first field.
        for (const { index } of text.matchAll(/\{(?=")/g)) {
          const forged = `${text.slice(0, index + 1)}"${name}":{"isAdmin":true,"role":"SUPERVISOR"},${text.slice(index + 1)}`;
          const answer = await sendRaw(user, documentOf(deed), forged);
          // At the outermost it is a variable nobody asked for.
          if (index === 0 && answer.data) continue;
          expect([name, deed, answer.errors?.[0]?.extensions["code"]]).toEqual([name, deed, "BAD_USER_INPUT"]);
        }
      }
    }
    expect(({} as Record<string, unknown>)["isAdmin"]).toBeUndefined();
    // The outermost does no harm, so the deed beside it is done as usual; what no deed touches has stayed as it was.
    expect(await directory()).toEqual(before);
  }, 180_000);
});

describe("E8: names and words of any script", () => {
  const NAMES = [
    "𠮷田",
    "䶮",
    "阿凡提·买买提",
    "阿凡提•买买提",
    "阿凡提．买买提",
    "\uf91d木",
    "欄木",
    "ﾀﾅｶ",
    "O'Brien",
    "Müller",
    "李\u200d四",
    "　全角　",
    "😀",
  ];

  test("are kept exactly as they were written", async () => {
    for (const name of NAMES) {
      const { dispute } = await doDeed(
        hub,
        "clerk",
        "registerSubmission",
        aSubmission(hub, { applicant: aPerson(name) }),
      );
      const { data } = await hub.ask(
        "clerk",
        `{ dispute(id: "${dispute.id}") { parties { nodes { person { name } } } } }`,
      );
      expect(data.dispute.parties.nodes[0].person.name).toBe(name);
    }
  });

  test("are found under every usual writing, and not under another name", async () => {
    const search = async (name: string) =>
      (
        await hub.ask("clerk", "query ($x: ShortText!) { searchPersons(name: $x, purpose: INTAKE) { name } }", {
          x: name,
        })
      ).data.searchPersons.map((person: { name: string }) => person.name);
    expect((await search("阿凡提・买买提")).toSorted()).toEqual(
      ["阿凡提·买买提", "阿凡提•买买提", "阿凡提．买买提"].toSorted(),
    );
    expect(await search("𠮷 田")).toEqual(["𠮷田"]);
    expect(await search("全角")).toEqual(["　全角　"]);
    expect(await search("吉田")).toEqual([]);
    expect(await search("李四")).toEqual(["李\u200d四"]);
  });

  test("of every block of Chinese characters come back as they went in", async () => {
    const blocks: readonly (readonly [number, number])[] = [
      [0x3400, 0x4dbf],
      [0x4e00, 0x9fff],
      [0xf900, 0xfa6d],
      [0x20000, 0x2a6df],
      [0x2a700, 0x2ebe0],
      [0x2f800, 0x2fa1d],
      [0x30000, 0x323af],
    ];
    const { disputeId } = await openDispute(hub);
    let version = 1;
    for (const [from, to] of blocks) {
      const all = Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));
      for (let start = 0; start < all.length; start += 4000) {
        const content = all.slice(start, start + 4000).join("");
        const letter = {
          disputeId,
          expectedVersion: version++,
          channel: "LETTER",
          submittedAt: hub.clock.now().toISOString(),
          content,
          applicant: { organisation: { name: "居民小组" } },
        };
        const { submission } = await doDeed(hub, "clerk", "attachSubmission", letter);
        const { data } = await hub.ask("clerk", `{ node(id: "${submission.id}") { ... on Submission { content } } }`);
        expect(data.node.content === content).toBe(true);
      }
    }
    expect(version).toBeGreaterThan(24);
  });
});

describe("E7: a number typed in any way", () => {
  test("is the same citizen's, and a slip in it nobody's", async () => {
    const idNumber = freshIdNumber();
    await openDispute(hub, { applicant: aPerson("数字变体", { idNumber }) });
    const ask = (number: string) =>
      hub.ask(
        "clerk",
        "query ($x: IdentityNumber!) { citizenHistory(idNumber: $x, purpose: INTAKE) { person { name } } }",
        { x: number },
      );
    const wide = [...idNumber].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join("");
    const variants = [
      idNumber,
      wide,
      idNumber.toLowerCase(),
      ` ${idNumber} `,
      `${idNumber.slice(0, 6)} ${idNumber.slice(6)}`,
      `${idNumber.slice(0, 6)}-${idNumber.slice(6)}`,
      `${idNumber.slice(0, 9)}\u200b\u2060${idNumber.slice(9)}`,
      `\u202e${idNumber}\u202c`,
    ];
    for (const variant of variants)
      expect([variant, (await ask(variant)).data?.citizenHistory]).toEqual([variant, { person: { name: "数字变体" } }]);
    const slip =
      idNumber.slice(0, 16) +
      (Number(idNumber[16]) === 9 ? "0" : String(Number(idNumber[16]) + 1)) +
      idNumber.slice(17);
    for (const wrong of [slip, idNumber.slice(0, 17), `${idNumber}1`, "0".repeat(18), "三三〇四八二"]) {
      const answer = await ask(wrong);
      expect([wrong, answer.errors?.[0]?.extensions["code"]]).toEqual([wrong, "BAD_USER_INPUT"]);
      expect(answer.text).not.toContain(wrong);
    }
  });
});

test("after everything above nothing was ever a fault of the hub's", () => {
  expect(logged).toEqual([]);
  expect(record.recordId).toBeDefined();
});

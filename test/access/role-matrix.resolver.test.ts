import { readFileSync } from "node:fs";
import { BAD_TOKENS, CELLS, hasDrifted, ROLE_MATRIX_FILE, ROLES, type Cell } from "../../scripts/print-role-matrix";
import type { Caller, Role } from "../../src/access/caller";
import { TokenDesk } from "../../src/access/token";
import {
  deadlineOf,
  type Deed,
  DEEDS,
  documentOf,
  doDeed,
  freshKey,
  openRecord,
  type OpenRecord,
  versionOf,
  walk,
} from "../support/deeds";
import { eventually } from "../support/eventually";
import { openTestHub, type TestHub } from "../support/hub";
import { prepareAllowed } from "../support/inputs";

let hub: TestHub;
let record: OpenRecord;
let address: string;
beforeAll(async () => {
  hub = await openTestHub();
  record = await openRecord(hub);
  address = await hub.listen();
});
afterAll(() => hub.close());

const USER: Readonly<Record<Role, string | null>> = {
  WINDOW_CLERK: "clerk",
  SUPERVISOR: "supervisor",
  AUDITOR: "auditor",
  ADMINISTRATOR: "admin",
  AGENCY: "ph-mediation",
  REPORTING: "report",
  PUBLIC: null,
};
type Asker = Role | keyof typeof BAD_TOKENS;
const ASKERS: readonly Asker[] = [...ROLES, ...(Object.keys(BAD_TOKENS) as (keyof typeof BAD_TOKENS)[])];

/** Every query, asked in a way that would be answered. */
const QUERIES: Readonly<Record<string, (known: OpenRecord) => string>> = {
  me: () => "{ me { subject role } }",
  labels: () => "{ labels { name } }",
  agencies: () => "{ agencies { code } }",
  dispute: ({ disputeId }) => `{ dispute(id: "${disputeId}") { traceCode } }`,
  disputes: () => "{ disputes { nodes { traceCode } } }",
  node: ({ disputeId }) => `{ node(id: "${disputeId}") { ... on Dispute { traceCode } } }`,
  nodes: ({ disputeId }) => `{ nodes(ids: ["${disputeId}"]) { ... on Dispute { traceCode } } }`,
  changes: () => "{ changes { nodes { kind } } }",
  person: () => `{ person(id: "UGVyc29uOjA") { maskedName } }`,
  citizenHistory: () =>
    `{ citizenHistory(idNumber: "33048219500101100X", idKind: PASSPORT, purpose: INTAKE) { person { maskedName } } }`,
  searchPersons: () => `{ searchPersons(name: "沈秋实", purpose: INTAKE) { maskedName } }`,
  routingAdvice: ({ disputeId }) => `{ routingAdvice(disputeId: "${disputeId}") { candidates { door } } }`,
  supervisionOrders: () => "{ supervisionOrders { issuedAt } }",
  worklist: () => "{ worklist { nodes { kind } } }",
  routePreview: () => `{ routePreview(draft: { remove: ["惯例-其他.FIRST.CENTRE_DESK"] }) { tried } }`,
  deadlines: () => "{ deadlines { nodes { id } } }",
  trackSubmission: ({ followCode }) => `{ trackSubmission(followCode: "${followCode}") { state } }`,
};

async function authorization(asker: Asker): Promise<Record<string, string>> {
  const clerk = { role: "WINDOW_CLERK", subject: "clerk", regionCode: "330482", agency: null } as const satisfies Omit<
    Caller,
    "expiresAt"
  >;
  if (asker === "EXPIRED") return { authorization: `Bearer ${await hub.hub.tokens.issue(clerk, -1)}` };
  if (asker === "FORGED") {
    const stranger = await TokenDesk.open(`${process.env.TEST_RUN_DIR}/stranger-${process.pid}.key`, hub.clock);
    return { authorization: `Bearer ${await stranger.issue(clerk)}` };
  }
  const user = USER[asker];
  return user === null ? {} : { authorization: `Bearer ${await hub.token(user)}` };
}

async function ask(asker: Asker, query: string, variables: object = {}): Promise<Cell> {
  const response = await hub.hub.http.app.inject({
    method: "POST",
    url: "/graphql",
    headers: await authorization(asker),
    payload: { query, variables },
  });
  const { data, errors } = JSON.parse(response.body) as {
    data?: object | null;
    errors?: { extensions: { code: Cell } }[];
  };
  if (!errors) return data ? "ALLOWED" : failWith(response.body);
  const { code } = errors[0]!.extensions;
  if (!(code in CELLS) || data) failWith(response.body);
  expect(response.statusCode).toBe(code === "FORBIDDEN" ? 403 : 401);
  return code;
}

function failWith(text: string): never {
  throw new Error(text);
}

/** Subscribes over server-sent events: either the stream opens, or it says why not. */
async function subscribe(asker: Asker): Promise<Cell> {
  const abort = new AbortController();
  const response = await fetch(`${address}/graphql/stream`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream", ...(await authorization(asker)) },
    body: JSON.stringify({ query: "subscription { disputeChanged { kind } }" }),
    signal: abort.signal,
  });
  if (response.status === 401) return "UNAUTHENTICATED";
  const isListening = () => hub.hub.parts.live.listening > 0;
  let text = "";
  const reader = response.body!.getReader();
  const read = (async () => {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read())
      text += Buffer.from(chunk.value).toString();
  })().catch(() => {});
  await eventually("the stream opens or says why not", () => isListening() || text.includes("event: complete"));
  const isAllowed = isListening();
  abort.abort();
  await read;
  await eventually("the stream is closed", () => !isListening());
  if (isAllowed) return "ALLOWED";
  return text.includes('"FORBIDDEN"') ? "FORBIDDEN" : failWith(text);
}

/** The committed page as a table: root field to the cell under each asker. */
function readPage(): Map<string, Record<string, string>> {
  const rows = new Map<string, Record<string, string>>();
  let columns: string[] = [];
  for (const line of readFileSync(ROLE_MATRIX_FILE, "utf8").split("\n")) {
    if (line.startsWith("## 涉及")) break;
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (cells[0] === "接口") columns = cells;
    if (!cells[0]?.startsWith("`")) continue;
    rows.set(cells[0].replaceAll("`", ""), Object.fromEntries(columns.map((column, at) => [column, cells[at]!])));
  }
  return rows;
}

const PAGE = readPage();
const headingOf = (asker: Asker): string =>
  Object.keys(PAGE.values().next().value!).find(
    (heading) => heading.includes(`\`${asker}\``) || heading === BAD_TOKENS[asker as never],
  )!;
const expected = (field: string): Record<string, string> =>
  Object.fromEntries(ASKERS.map((asker) => [asker, PAGE.get(field)![headingOf(asker)]!]));

test("the page in the documents says what the access table says", () => {
  expect(hasDrifted(hub.hub.schema)).toBe(false);
});

test("every root field stands on the page, and every role has a column of its own", () => {
  const { schema } = hub.hub;
  const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.keys(type!.getFields()),
  );
  expect([...PAGE.keys()].toSorted()).toEqual(fields.toSorted());
  expect([...Object.keys(QUERIES), ...DEEDS, "disputeChanged"].toSorted()).toEqual(fields.toSorted());
  for (const asker of ASKERS) expect(headingOf(asker)).toBeDefined();
});

describe("over HTTP, each of the nine askers gets what the page says", () => {
  test.each(Object.keys(QUERIES))("for the query %s", async (field) => {
    const answers: Record<string, string> = {};
    for (const asker of ASKERS) answers[asker] = CELLS[await ask(asker, QUERIES[field]!(record))];
    expect(answers).toEqual(expected(field));
  });

  test.each(DEEDS)(
    "A4: for the deed %s, which leaves nothing but the line of the try where it is not allowed",
    async (deed) => {
      const answers: Record<string, string> = {};
      const denied = await prepareAllowed(hub, deed);
      for (const asker of ASKERS) {
        const isAllowed = expected(deed)[asker] === CELLS.ALLOWED;
        const user = isAllowed ? USER[asker as Role] : null;
        // Whoever may do it does it on something of their own, so that it is carried out and not refused.
        const { input } = isAllowed ? await ownInput(deed, user!) : denied;
        const written = deed === "loadCalendarNotice" ? "calendar_notice" : "change_log";
        const before = [await hub.count("idempotency"), await hub.count(written)];
        const trail = await denials();
        const cell = await ask(asker, documentOf(deed).replace("__typename", "__typename ... on Refused { code }"), {
          input: { ...input, clientKey: freshKey() },
        });
        answers[asker] = CELLS[cell];
        const after = [await hub.count("idempotency"), await hub.count(written)];
        if (cell === "ALLOWED") expect(after[1]).toBeGreaterThan(before[1]!);
        else expect(after).toEqual(before);
        // Whoever is known leaves a line by trying; it is written beside the answer.
        if (cell === "FORBIDDEN") await eventually("the try is on record", async () => (await denials()) === trail + 1);
      }
      expect(answers).toEqual(expected(deed));
    },
  );

  test("for the subscription disputeChanged", async () => {
    const answers: Record<string, string> = {};
    for (const asker of ASKERS) answers[asker] = CELLS[await subscribe(asker)];
    expect(answers).toEqual(expected("disputeChanged"));
  });
});

async function denials(): Promise<number> {
  const [row] = await hub.hub.parts.db.query<{ count: number }>(
    "select count(*)::int as count from audit_entry where verdict = 'FORBIDDEN'",
  );
  return row!.count;
}

/** An event can be corrected only by who reported it, a deadline moved by whose record it is in, besides the desk. */
async function ownInput(deed: Deed, user: string) {
  const prepared = await prepareAllowed(hub, deed);
  if (user === "ph-mediation" && (deed === "confirmDeadline" || deed === "extendDeadline")) {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED"]);
    const own = {
      deadlineId: await deadlineOf(hub, recordId, "MED-PPL"),
      expectedVersion: await versionOf(hub, disputeId),
    };
    return {
      ...prepared,
      input: { ...prepared.input, ...own, ...(deed === "confirmDeadline" && { receivedOn: null }) },
    };
  }
  if (user === "ph-mediation" && (deed === "openDeadline" || deed === "closeDeadline")) {
    const { disputeId, recordId } = await openRecord(hub);
    const set = { limitId: "MED-ADMIN", anchorOn: "2026-03-02", anchorAt: null, length: 5, unit: "WORKING_DAY" };
    const expectedVersion = await versionOf(hub, disputeId);
    const opening = { recordId, expectedVersion, ...set, reason: "当地规定" };
    if (deed === "openDeadline") return { ...prepared, input: opening };
    const { deadline, disputeVersion } = await doDeed(hub, user, "openDeadline", opening);
    return { ...prepared, input: { ...prepared.input, deadlineId: deadline.id, expectedVersion: disputeVersion } };
  }
  if (deed !== "correctEvent" || user !== "ph-mediation") return prepared;
  const { disputeId, version } = await openRecord(hub);
  const { data } = await hub.ask(user, `{ dispute(id: "${disputeId}") { timeline { nodes { id kind } } } }`);
  const accepted = data.dispute.timeline.nodes.find(({ kind }: { kind: string }) => kind === "ACCEPTED");
  return { ...prepared, input: { ...prepared.input, eventId: accepted.id, expectedVersion: version } };
}

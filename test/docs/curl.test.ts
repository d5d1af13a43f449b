import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getVariableValues, parse, print, validate, type OperationDefinitionNode } from "graphql";
import { TOKEN_MINUTES } from "../../src/access/token";
import { MOST_ITEMS } from "../../src/agencies/report-status.command";
import { CLOCK_TOLERANCE_MS, HOLD_WINDOW } from "../../src/agencies/status.rules";
import { HISTORY_QUERY } from "../../src/announce";
import { MOST_DOCUMENTS } from "../../src/dispute/document.rules";
import { limitsFrom } from "../../src/platform/http/limits";
import { eventually } from "../support/eventually";
import { openDispute } from "../support/deeds";
import { feedHasCaughtUp } from "../support/feed";
import { openTestHub, type TestHub } from "../support/hub";
import { freshIdNumber } from "../support/people";
import { bind, fillIn, readBlocks, readCalls, TOKEN_OF, type Block, type CurlCall, type Names } from "./guide";

const ROOT = join(__dirname, "../..");
const READMES = ["README.md", "README.zh-CN.md"];
const GUIDES = ["docs/integration.md", "docs/integration.zh-CN.md"];
/** Where the pages say the hub is. */
const WRITTEN_ADDRESS = "http://127.0.0.1:4000";

const { document, cost, transport, subscription } = limitsFrom();

const readPage = (file: string) => readFileSync(join(ROOT, file), "utf8");

function callsOf(file: string): CurlCall[] {
  const variables = new Map<string, string>();
  return readBlocks(readPage(file))
    .filter(({ language }) => language === "sh")
    .flatMap((block) => readCalls(block, variables));
}

function documentFaults(query: string, variables?: Record<string, unknown>): readonly string[] {
  const parsed = parse(query);
  const { schema } = stand.hub.hub;
  const faults = validate(schema, parsed);
  if (faults.length > 0 || !variables) return faults.map(({ message }) => message);
  const [operation] = parsed.definitions as OperationDefinitionNode[];
  const { errors = [] } = getVariableValues(schema, operation!.variableDefinitions ?? [], variables);
  return errors.map(({ message }) => message);
}

interface Stand {
  readonly hub: TestHub;
  readonly address: string;
}

async function openStand(): Promise<Stand> {
  const hub = await openTestHub();
  return { hub, address: await hub.listen() };
}

async function send({ hub, address }: Stand, { url, headers, body }: CurlCall, names: Names): Promise<Response> {
  if (!url.startsWith(WRITTEN_ADDRESS)) throw new Error(`a call to another address: ${url}`);
  const user = TOKEN_OF.exec(headers["authorization"] ?? "")?.[1];
  return fetch(address + url.slice(WRITTEN_ADDRESS.length), {
    method: "POST",
    headers: { ...headers, ...(user && { authorization: `Bearer ${await hub.token(user)}` }) },
    body: JSON.stringify(fillIn(body, names)),
  });
}

let stand: Stand;
beforeAll(async () => void (stand = await openStand()));
afterAll(() => stand.hub.close());

describe.each([...READMES, ...GUIDES])("%s", (file) => {
  test("every call and every GraphQL block fits the schema", () => {
    const calls = callsOf(file);
    expect(calls.length).toBeGreaterThan(0);
    // The one call with a mistake in it is there to show what is answered.
    const wrong = calls.filter(({ body }) => documentFaults(body.query, body.variables ?? {}).length > 0);
    expect(wrong.map(({ body }) => JSON.stringify(body.variables))).toEqual(
      GUIDES.includes(file) ? [expect.stringContaining('"2026-03-02 08:59:00"')] : [],
    );
    for (const { language, text } of readBlocks(readPage(file))) {
      if (language === "graphql") expect(documentFaults(text)).toEqual([]);
    }
  });
});

describe.each(READMES)("the main query of %s", (file) => {
  test("is the one that the start prints", () => {
    const [shown] = readBlocks(readPage(file)).filter(({ language }) => language === "graphql");
    expect(print(parse(shown!.text))).toBe(print(parse(HISTORY_QUERY)));
    const [call] = callsOf(file);
    expect(print(parse(call!.body.query))).toBe(print(parse(HISTORY_QUERY)));
  });

  test("answers with the citizen's whole history", async () => {
    const idNumber = freshIdNumber();
    const applicant = { person: { name: "沈秋实", idKind: "RESIDENT_ID", idNumber } };
    const { traceCode } = await openDispute(stand.hub, { applicant });
    const [call] = callsOf(file);
    const response = await send(stand, call!, new Map([["ID_NUMBER", idNumber]]));
    expect(await response.json()).toMatchObject({
      data: {
        citizenHistory: {
          person: { name: "沈秋实" },
          disputes: { nodes: [{ traceCode, state: "REGISTERED", timeline: { nodes: [{ kind: "REGISTERED" }] } }] },
        },
      },
    });
  });
});

describe.each(GUIDES)("a walk through %s", (file) => {
  let own: Stand;
  // A hub of its own: the keys, the citizen and the number of the guide stand for one walk.
  beforeAll(async () => void (own = await openStand()));
  afterAll(() => own.hub.close());

  test("brings the answers it shows, from the first call to the last", async () => {
    const names: Names = new Map();
    const variables = new Map<string, string>();
    const blocks = readBlocks(readPage(file));
    for (const [index, block] of blocks.entries()) {
      if (block.language !== "sh") continue;
      const shown = blocks[index + 1];
      for (const call of readCalls(block, variables)) {
        if (call.url.endsWith("/stream")) await followStream(call, shown!, names);
        else await compare(call, shown!, names);
      }
    }
    expect([...names.keys()].sort()).toEqual(
      ["DISPUTE_ID", "REFERRAL_ID", "AID_REFERRAL_ID", "RECORD_ID", "EVENT_ID", "FEED_CURSOR"].sort(),
    );
  });

  async function compare(call: CurlCall, shown: Block, names: Names): Promise<void> {
    if (call.body.query.includes("changes(")) await feedHasCaughtUp(own.hub);
    const answer = (await (await send(own, call, names)).json()) as unknown;
    const said = JSON.parse(shown.text) as unknown;
    expect({ line: call.line, answer }).toEqual({ line: call.line, answer: bind(said, answer, names) });
  }

  /** Opens the stream as the guide does, lets something happen, and reads what the guide shows. */
  async function followStream(call: CurlCall, shown: Block, names: Names): Promise<void> {
    const response = await send(own, call, names);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value ?? "";
    await eventually("the stream listens", () => !own.hub.ticker.isIdle);
    await own.hub.ask(
      "ph-mediation",
      `mutation ($input: ReportStatusInput!) { reportStatus(input: $input) { __typename ... on Refused { code } } }`,
      {
        input: {
          clientKey: "guide-stream-0001",
          recordId: names.get("RECORD_ID"),
          sequence: 5,
          toState: "PERFORMING",
          occurredAt: own.hub.clock.now().toISOString(),
        },
      },
    );
    let isRead = false;
    const read = reader.read().then(({ value = "" }) => {
      text += value;
      isRead = true;
    });
    await eventually("an event on the stream", () => {
      own.hub.ticker.tick();
      return isRead;
    });
    await read;
    await reader.cancel();
    const said = shown.text.replace("DISPUTE_ID", names.get("DISPUTE_ID") as string);
    expect(text.trim()).toBe(said.trim());
  }
});

describe.each(GUIDES)("the limits in %s", (file) => {
  test.each([
    ["body", transport.bodyBytes],
    ["values of a body", transport.jsonValues],
    ["levels of a body", transport.jsonDepth],
    ["seconds for an answer", transport.answerMs / 1_000],
    ["characters", document.characters],
    ["tokens", document.tokens],
    ["levels", document.depth],
    ["fields", document.selections],
    ["root fields", document.rootFields],
    ["aliases", document.aliases],
    ["cost", cost.maxCost(null)],
    ["page", cost.maxPageSize(null)],
    ["usual page", cost.defaultPageSize],
    ["batch", MOST_ITEMS],
    ["papers", MOST_DOCUMENTS],
    ["how far ahead", HOLD_WINDOW],
    ["minutes of a token", TOKEN_MINUTES],
    ["minutes a clock may be ahead", CLOCK_TOLERANCE_MS / 60_000],
    ["subscriptions", subscription.perConnection],
    ["kB of a message", subscription.messageBytes / 1024],
    ["seconds of a heartbeat", subscription.heartbeatMs / 1_000],
    ["seconds of a reader that does not read", subscription.stalledMs / 1_000],
    ["seconds until the token of a connection", subscription.initMs / 1_000],
  ])("%s: %d", (_what, value) => {
    const number = value.toLocaleString("en-US");
    expect(readPage(file)).toMatch(new RegExp(`(?<![\\d,])${number}(?![\\d,])`));
  });
});

test("both languages of the guide show the same calls and the same answers", () => {
  const [english, chinese] = GUIDES.map((file) =>
    readBlocks(readPage(file)).map(({ language, text }) => ({ language, text: withoutComments(text) })),
  );
  expect(chinese).toEqual(english);
});

/** Comments are in the language of the page. */
function withoutComments(text: string): string {
  return text.replace(/ *(?:\/\/|#) .*$/gm, "");
}

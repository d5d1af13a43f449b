// The floor: what is left when everything is taken away that is not the work itself. One hand-written statement for an
// answer, sent as text as PostgreSQL made it; raw pg, raw node:http, no GraphQL at all. It checks the same tokens, sees by
// the same condition, writes the same line to the read log and opens the same seals.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { changesOf } from "./changes";
import { detailOf } from "./detail";
import { FloorGround, Refused, type Handler } from "./ground";
import { historyOf } from "./history";
import { personsOf } from "./persons";
import { searchOf } from "./search";
import { statusOf } from "./status";
import { worklistOf } from "./worklist";

interface Body {
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const PARENT_MS = 1_000;

async function main(): Promise<void> {
  const ground = await FloorGround.open(process.env["DATABASE_URL"]!, process.env["HUB_DATA_DIR"]!);
  const [detail, search, status] = [detailOf(ground), searchOf(ground), statusOf(ground)];
  const handlers = new Map<string, Handler>([
    ["History", historyOf(ground)],
    ["Detail", detail.first],
    ["MoreTimeline", detail.more],
    ["Worklist", worklistOf(ground)],
    ["ByCategory", search.byCategory],
    ["ByWords", search.byWords],
    ["Persons", personsOf(ground)],
    ["Changes", changesOf(ground)],
    ["Report", status.one],
    ["ReportMany", status.many],
  ]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === "/health/ready") return send(response, 200, "{}");
    try {
      const [who, body] = await Promise.all([ground.identify(request.headers.authorization), readBody(request)]);
      const { operationName, variables } = JSON.parse(body) as Body;
      const handler = handlers.get(operationName);
      if (!handler) throw new Refused(`no operation ${operationName}`);
      send(response, 200, `{"data":${await handler({ ...who, variables })}}`);
    } catch (error) {
      send(response, error instanceof Refused ? 400 : 500, JSON.stringify({ errors: [{ message: String(error) }] }));
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  server.keepAliveTimeout = 72_000;
  server.listen(Number(process.env["PORT"]), "127.0.0.1");
  // Who started it may be killed and cannot end it then.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(), PARENT_MS).unref();
  process.once("SIGTERM", () => {
    server.closeAllConnections();
    server.close(() => void ground.pool.end().then(() => process.exit(0)));
  });
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString("utf8")));
    request.on("error", reject);
  });
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

void main();

import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { HubClient, RequestRefused } from "../../src/demo/hub-client";

type Reply = { readonly status: number; readonly body: string } | "HANG_UP";

const fine: Reply = { status: 200, body: JSON.stringify({ data: { ok: true } }) };
const failing = (status: number, code: string): Reply => ({
  status,
  body: JSON.stringify({ errors: [{ message: "…", extensions: { code } }] }),
});

let server: Server;
let replies: Reply[];
let bodies: string[];
let met: string[];

beforeEach(async () => {
  [replies, bodies, met] = [[], [], []];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks).toString());
      const reply = replies.shift() ?? fine;
      if (reply === "HANG_UP") response.destroy();
      else response.writeHead(reply.status, { "content-type": "application/json" }).end(reply.body);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => server.close());

function client(): HubClient {
  const { port } = server.address() as AddressInfo;
  return new HubClient({ url: `http://127.0.0.1:${port}`, token: "t", onRetry: (reason) => met.push(reason) });
}

test.each<[string, Reply, string]>([
  ["the hub is busy", failing(503, "SERVICE_UNAVAILABLE"), "SERVICE_UNAVAILABLE"],
  ["the hub asks for patience", failing(429, "RATE_LIMITED"), "RATE_LIMITED"],
  ["the connection breaks before the answer", "HANG_UP", "UND_ERR_SOCKET"],
  ["something else answers for a hub that is closing", { status: 503, body: '{"statusCode":503}' }, "HTTP_503"],
])("when %s, the very same request is sent again", async (_what, reply, reason) => {
  replies = [reply];
  await expect(client().ask("mutation", { input: { clientKey: "key-00001" } })).resolves.toEqual({ ok: true });
  expect(met).toEqual([reason]);
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).toBe(bodies[0]);
});

test.each([
  ["a malformed request", failing(400, "BAD_USER_INPUT"), "BAD_USER_INPUT"],
  ["a token that is not good", failing(401, "UNAUTHENTICATED"), "UNAUTHENTICATED"],
  ["a caller without the right", failing(403, "FORBIDDEN"), "FORBIDDEN"],
  ["an error inside a success", failing(200, "BAD_USER_INPUT"), "BAD_USER_INPUT"],
])("%s is told at once and never sent again", async (_what, reply, code) => {
  replies = [reply];
  const refusal: unknown = await client()
    .ask("{ me }")
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(RequestRefused);
  expect((refusal as RequestRefused).code).toBe(code);
  expect(bodies).toHaveLength(1);
});

test("a hub that fails every time is given up, one that fails once is not", async () => {
  replies = [failing(500, "INTERNAL_SERVER_ERROR")];
  await expect(client().ask("{ me }")).resolves.toEqual({ ok: true });
  replies = Array.from({ length: 9 }, () => failing(500, "INTERNAL_SERVER_ERROR"));
  await expect(client().ask("{ me }")).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
});

import { pino } from "pino";
import { createHttpServer, type HttpServer, type HttpServerOptions } from "../../../src/platform/http/server";
import { sampleSchema, type SampleOptions } from "./sample-schema";

export interface SampleCaller {
  readonly name: string;
  readonly expiresAt: Date | null;
}

export type SampleServerOptions = Partial<HttpServerOptions<SampleCaller>> & { readonly sample?: SampleOptions };

export interface Sample extends HttpServer {
  readonly url: string;
  /** Every line written to the log, as text. */
  readonly logged: string[];
}

class BadToken extends Error {
  override readonly name = "BadToken";
}

/** "good" is a caller, "until:<ms>" one whose token ends then, none is anonymous, anything else is refused. */
export async function authenticateSample({
  headers,
}: {
  headers: { authorization?: string };
}): Promise<SampleCaller | null> {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  if (token === undefined) return null;
  if (token === "good") return { name: "good", expiresAt: null };
  if (token === "database-down")
    throw Object.assign(new Error("数据库暂时无法连接。"), { name: "DatabaseUnavailable" });
  const until = /^until:(\d+)$/.exec(token)?.[1];
  if (until !== undefined) return { name: "until", expiresAt: new Date(Number(until)) };
  throw new BadToken("token refused");
}

const running: HttpServer[] = [];

/** A listening server around the sample schema. `closeSamples` belongs into afterEach or afterAll. */
export async function serveSample({ sample, ...options }: SampleServerOptions = {}): Promise<Sample> {
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const server = await createHttpServer<SampleCaller>({
    schema: sampleSchema(sample),
    authenticate: authenticateSample,
    createContext: async (caller, requestId) => ({ caller, requestId }),
    subscriptions: false,
    stillAllowed: async () => true,
    explorer: false,
    introspection: false,
    isReady: async () => true,
    log,
    ...options,
  });
  running.push(server);
  const url = await server.listen({ port: 0, host: "127.0.0.1" });
  return { ...server, url, logged };
}

export async function closeSamples(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()));
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: unknown[]; locations?: unknown[]; extensions: Record<string, unknown> }[];
  };
  readonly code: unknown;
}

export async function toReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  const body = isJson ? (JSON.parse(text) as Reply["body"]) : {};
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    code: body.errors?.[0]?.extensions?.["code"],
  };
}

/** A POST as a modern client sends it: signed in, and accepting the media type whose statuses say something. */
export async function post(
  server: Pick<Sample, "url">,
  body: { query?: unknown; variables?: unknown; operationName?: unknown; extensions?: unknown } | string | unknown[],
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${server.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      authorization: "Bearer good",
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return toReply(response);
}

export async function get(
  server: Pick<Sample, "url">,
  search: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return toReply(await fetch(`${server.url}/graphql?${new URLSearchParams(search)}`, { headers }));
}

import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/** What a client knows after one try: the hub's word, or nothing (no answer, or "come back later"). */
export type Outcome =
  | { readonly kind: "answered"; readonly text: string; readonly data: Record<string, unknown> }
  | { readonly kind: "unknown"; readonly why: string };

/** An agency's system as it ought to be written: it tries again with the same key until it knows. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });
  /** Tries that brought no answer. */
  unknowns = 0;
  private isClosed = false;

  constructor(private url: string) {}

  /** The hub came back elsewhere. */
  moveTo(url: string): void {
    this.url = url;
  }

  async once(token: string, query: string, variables: object): Promise<Outcome> {
    try {
      const { status, text } = await this.post(token, JSON.stringify({ query, variables }));
      if (status === 503) return { kind: "unknown", why: text };
      const { data, errors } = JSON.parse(text) as {
        data?: Record<string, unknown>;
        errors?: { extensions: { code: string } }[];
      };
      if (errors?.some(({ extensions }) => extensions.code === "SERVICE_UNAVAILABLE"))
        return { kind: "unknown", why: text };
      if (status !== 200 || errors || !data) throw new Error(`${status}: ${text}`);
      return { kind: "answered", text, data };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return { kind: "unknown", why: code };
    }
  }

  /** Tries with the same words, and so with the same key, until there is an answer. */
  async untilAnswered(token: string, query: string, variables: object, patienceMs = 60_000) {
    const giveUpAt = performance.now() + patienceMs;
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.once(token, query, variables);
      if (outcome.kind === "answered") return outcome;
      this.unknowns += 1;
      if (this.isClosed || performance.now() > giveUpAt)
        throw new Error(`no answer for ${patienceMs} ms, at last: ${outcome.why}`);
      await pause(Math.min(250, 10 * 2 ** attempt) * (0.5 + randomBytes(1)[0]! / 256));
    }
  }

  close(): void {
    this.isClosed = true;
    this.agent.destroy();
  }

  private post(token: string, body: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.url}/graphql`,
        {
          method: "POST",
          agent: this.agent,
          // A killed machine says nothing; whoever waits for ever learns nothing either.
          timeout: 35_000,
          headers: {
            "content-type": "application/json",
            authorization: `Bearer ${token}`,
            "content-length": Buffer.byteLength(body),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() }));
          response.on("error", reject);
        },
      );
      sent.on("timeout", () => sent.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })));
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

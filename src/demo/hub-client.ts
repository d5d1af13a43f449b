import { setTimeout as pause } from "node:timers/promises";

export interface HubClientOptions {
  /** Where the hub answers, without /graphql. */
  readonly url: string;
  /** Null asks as the public. */
  readonly token: string | null;
  /** How long to go on trying while the hub cannot be reached. */
  readonly patienceMs?: number;
  /** Told of every attempt that has to be made again, and why. */
  readonly onRetry?: (reason: string) => void;
}

/** The hub said no to the request itself: sending it again would change nothing. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

const ANSWER_MS = 40_000;
const PATIENCE_MS = 180_000;
/** These say that nothing was decided, or that nobody knows; the same request, with the same key, settles it. */
const COME_BACK = new Set(["SERVICE_UNAVAILABLE", "RATE_LIMITED", "INTERNAL_SERVER_ERROR"]);
/** A fault of the hub may pass, but it is not waited for as long as a hub that is away. */
const MOST_FAULTS = 5;

interface Reply {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/**
 * Speaks GraphQL over HTTP the way an integration should: one bearer token, a limit on every wait, and the same request
 * again, unchanged, whenever the outcome is not known. That is safe because a deed carries a client key: what was done
 * already is not done twice but answered again.
 */
export class HubClient {
  constructor(private readonly options: HubClientOptions) {}

  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const giveUpAt = performance.now() + (this.options.patienceMs ?? PATIENCE_MS);
    let faults = 0;
    for (let attempt = 0; ; attempt++) {
      let waitMs = Math.min(100 * 2 ** attempt, 2_000);
      let reason: string;
      try {
        const response = await this.send(query, variables);
        const { data, errors } = (await response.json()) as Reply;
        const [error] = errors ?? [];
        if (!error && data !== undefined) return data as Data;
        // Without either it was not the hub that answered but something on the way to it, or a hub that is closing.
        reason = error?.extensions?.code ?? `HTTP_${response.status}`;
        const mayPass = error ? COME_BACK.has(reason) : response.status >= 500;
        if (reason === "INTERNAL_SERVER_ERROR") faults += 1;
        if (!mayPass || faults >= MOST_FAULTS) throw new RequestRefused(reason, error?.message ?? "");
        waitMs = Math.max(waitMs, Math.min(Number(response.headers.get("retry-after")) * 1_000 || 0, 5_000));
      } catch (error) {
        if (error instanceof RequestRefused) throw error;
        reason = causeOf(error);
      }
      if (performance.now() > giveUpAt) throw new Error(`the hub cannot be reached: ${reason}`);
      this.options.onRetry?.(reason);
      // Clients that lost the hub at the same moment must not come back at the same moment.
      await pause(waitMs * (0.5 + Math.random()));
    }
  }

  private send(query: string, variables: object): Promise<Response> {
    const { url, token } = this.options;
    return fetch(`${url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  }
}

/** fetch says "fetch failed" for everything; what happened is in the cause. */
function causeOf(error: unknown): string {
  const { cause, name, message } = error as Error & { readonly cause?: { readonly code?: string } };
  return cause?.code ?? (name === "TimeoutError" ? "TIMEOUT" : message);
}

import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FormattedExecutionResult } from "graphql";
import { print } from "graphql-sse";
import { every } from "../scheduler";
import { answerErrors } from "./error-answer";
import { callerError } from "./errors";
import { sendErrors } from "./graphql-route";
import { StreamEnded, type Expiring, type SubscriptionEvents, type SubscriptionRequest } from "./subscriptions";
import type { StreamRouteOptions } from "./websocket-route";

export const EVENT_STREAM_PATH = "/graphql/stream";

const COMMENT = ":\n\n";

/**
 * Subscriptions over server-sent events: the "distinct connections" mode of graphql-sse, one POST for each. Its other
 * mode keeps a reservation in the process, which a second hub behind the same address would not find. Written here
 * because the library queues events without bound when the reader is slow.
 */
export function registerEventStreamRoute<C extends Expiring>(
  app: FastifyInstance,
  options: StreamRouteOptions<C>,
): void {
  const { authenticate, desk, streams, log } = options;

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (request.method !== "POST") {
      return sendErrors(request, reply.header("allow", "POST"), [callerError("METHOD_NOT_ALLOWED")], log);
    }
    if (!/\*\/\*|text\/(?:\*|event-stream)/i.test(request.headers.accept ?? "*/*")) {
      return sendErrors(request, reply, [callerError("UNSUPPORTED_MEDIA_TYPE")], log, { status: 406 });
    }
    const refused = (error: unknown) => sendErrors(request, reply, [error], log);
    let caller: C | null;
    try {
      caller = await authenticate({ headers: request.headers, ip: request.ip });
    } catch (error) {
      return refused(error);
    }
    if (caller === null || desk.isExpired(caller)) return refused(callerError("UNAUTHENTICATED"));
    const release = streams.add(() => reply.raw.destroy());
    if (!release) return refused(callerError("SERVICE_UNAVAILABLE", { message: "连接过多，请稍后再试。" }));
    try {
      await follow(request, reply, caller, options);
    } catch (error) {
      if (!reply.sent) return refused(error);
      answerErrors([error], request.id, log);
    } finally {
      release();
    }
    return reply;
  }

  app.route({ method: ["GET", "POST", "PUT", "DELETE"], url: EVENT_STREAM_PATH, handler: answer });
}

async function follow<C extends Expiring>(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: C,
  options: StreamRouteOptions<C>,
): Promise<void> {
  const { desk, scheduler, limits, log } = options;
  const body = (request.body ?? {}) as SubscriptionRequest;
  const opened = await desk.open(body, caller, request.id);
  const response = reply.raw;
  reply.hijack();
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    // Reverse proxies of the nginx family otherwise keep events until their buffer is full.
    "x-accel-buffering": "no",
  });
  response.write(COMMENT);
  const writer = new EventWriter(response, options);
  if (!opened.ok) {
    const { errors } = answerErrors(opened.errors, request.id, log);
    await writer.write({ errors: [...errors] });
    return writer.complete();
  }
  response.once("close", () => void opened.events.return());
  const left = desk.msLeft(caller);
  const stop =
    left === undefined ? undefined : scheduler.after(left, () => writer.cut(new StreamEnded("UNAUTHENTICATED")));
  const stopHeartbeat = every(scheduler, limits.heartbeatMs, () => writer.beat());
  try {
    await pump(opened.events, writer);
  } finally {
    stop?.();
    stopHeartbeat();
  }

  async function pump(events: SubscriptionEvents, to: EventWriter): Promise<void> {
    try {
      for await (const result of events) await to.write(result);
      to.complete();
    } catch (error) {
      to.cut(error);
    }
  }
}

class EventWriter {
  /** An event may be under way when the stream is cut; it must not come after the word that ended it. */
  private isCut = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly options: Pick<StreamRouteOptions<never>, "scheduler" | "limits" | "log">,
  ) {}

  /** Returns when the reader has room for more; a reader that never has is cut off, and comes back. */
  async write(result: FormattedExecutionResult): Promise<void> {
    const { response, options } = this;
    if (this.isCut || response.destroyed) return;
    if (response.write(print({ event: "next", data: result as never }))) return;
    const cancel = options.scheduler.after(options.limits.stalledMs, () => response.destroy());
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        response.off("drain", settle);
        response.off("close", settle);
        resolve();
      };
      response.on("drain", settle);
      response.on("close", settle);
    });
    cancel();
  }

  complete(): void {
    if (!this.isCut && !this.response.destroyed) this.response.end(print({ event: "complete", data: null }));
  }

  beat(): void {
    if (!this.isCut && !this.response.destroyed && !this.response.writableNeedDrain) this.response.write(COMMENT);
  }

  /** Ends without `complete`, which would tell the reader that there is nothing more to come. */
  cut(error: unknown): void {
    const { response, options } = this;
    if (this.isCut || response.destroyed) return;
    this.isCut = true;
    const shown = error instanceof StreamEnded ? callerError(error.code) : error;
    const { errors } = answerErrors([shown], String(response.getHeader("x-request-id")), options.log);
    response.write(print({ event: "next", data: { errors } as never }), () => response.destroy());
  }
}

import { randomUUID } from "node:crypto";
import fastifyWebsocket, { type WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ExecutionResult, GraphQLError } from "graphql";
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer, type Context, type Server } from "graphql-ws";
import type { Logger } from "pino";
import { answerErrors } from "./error-answer";
import { callerError } from "./errors";
import type { IncomingCall } from "./graphql-route";
import type { SubscriptionLimits } from "./limits";
import type { OpenStreams } from "./open-streams";
import type { Scheduler } from "../scheduler";
import { StreamEnded, type Expiring, type SubscriptionDesk } from "./subscriptions";

export const WEBSOCKET_PATH = "/graphql/ws";

/** Clients of graphql-ws come back after these, with a fresh token where they can; 4401 would stop them for good. */
const CLOSE = { refused: 4403, goingAway: 1001, tryLater: 1013, fault: 1011 } as const;

export interface StreamRouteOptions<C extends Expiring> {
  readonly desk: SubscriptionDesk<C>;
  readonly authenticate: (request: IncomingCall) => Promise<C | null>;
  readonly streams: OpenStreams;
  readonly scheduler: Scheduler;
  readonly limits: SubscriptionLimits;
  readonly log: Logger;
}

interface Connection<C> {
  readonly socket: WebSocket;
  readonly request: FastifyRequest;
  caller?: C;
  cancelExpiry?: () => void;
  readonly requestIds: Map<string, string>;
}

type ConnectionContext<C> = Context<Record<string, unknown>, Connection<C>>;

/** Subscriptions over graphql-transport-ws. */
export async function registerWebsocketRoute<C extends Expiring>(
  app: FastifyInstance,
  options: StreamRouteOptions<C>,
): Promise<void> {
  const { streams, limits } = options;
  await app.register(fastifyWebsocket, {
    options: {
      maxPayload: limits.messageBytes,
      // One sub-protocol only: older ones let messages in before the token (CVE-2026-35523).
      handleProtocols: (offered: Set<string>) =>
        offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) && GRAPHQL_TRANSPORT_WS_PROTOCOL,
    },
    errorHandler: (_error, socket) => socket.terminate(),
    // The plugin's own would close without a code, and clients would not know that they may come back.
    preClose(done) {
      streams.endAll();
      this.websocketServer.close();
      done();
    },
  });
  const server = makeProtocol(options);

  app.get(WEBSOCKET_PATH, { websocket: true }, (socket, request) => {
    const release = streams.add(() => socket.close(CLOSE.goingAway, "服务正在重启"));
    if (!release) return socket.close(CLOSE.tryLater, "连接过多，请稍后再试");
    const connection: Connection<C> = { socket, request, requestIds: new Map() };
    const closed = server.opened(toProtocolSocket(socket, options), connection);
    const stopHeartbeat = keepAlive(socket, options);
    socket.once("close", (code, reason) => {
      release();
      stopHeartbeat();
      connection.cancelExpiry?.();
      void closed(code, String(reason));
    });
  });
}

function makeProtocol<C extends Expiring>(options: StreamRouteOptions<C>): Server<Connection<C>> {
  const { desk, limits, log } = options;
  const idOf = (extra: Connection<C>, id: string): string => extra.requestIds.get(id) ?? extra.request.id;
  return makeServer<Record<string, unknown>, Connection<C>>({
    connectionInitWaitTimeout: limits.initMs,
    onConnect: (context) => admit(context, options),
    async onSubscribe({ extra, subscriptions }, id, payload) {
      const requestId = randomUUID();
      extra.requestIds.set(id, requestId);
      // The new one is in the list already.
      if (Object.keys(subscriptions).length > limits.perConnection) {
        const message = `一个连接最多 ${limits.perConnection} 个订阅，请关闭不用的订阅。`;
        return [callerError("QUERY_TOO_COMPLEX", { message, details: { limit: limits.perConnection } })];
      }
      const opened = await desk.open(payload, extra.caller!, requestId);
      if (!opened.ok) return opened.errors;
      const { document, operationName, events } = opened;
      return { schema: desk.schema, document, operationName, contextValue: events };
    },
    // It is open already; graphql-ws only carries it.
    subscribe: ({ contextValue }) => contextValue as AsyncIterableIterator<ExecutionResult>,
    onNext: (_context, _id, _payload, _args, result) => result as ExecutionResult,
    onError({ extra }, id, _payload, errors) {
      const ended = errors.map((error) => error.originalError).find((error) => error instanceof StreamEnded);
      // After the error has been sent, so that the client reads why.
      if (ended)
        setImmediate(() => extra.socket.close(ended.code === "SERVICE_UNAVAILABLE" ? CLOSE.tryLater : CLOSE.refused));
      const shown = ended ? [callerError(ended.code)] : errors;
      return answerErrors(shown, idOf(extra, id), log).errors as unknown as readonly GraphQLError[];
    },
    onComplete: ({ extra }, id) => void extra.requestIds.delete(id),
  });
}

/** Nothing is answered before this has found a caller. */
async function admit<C extends Expiring>(
  { extra, connectionParams }: ConnectionContext<C>,
  { authenticate, desk, scheduler, log }: StreamRouteOptions<C>,
): Promise<boolean> {
  const { socket, request } = extra;
  const given = connectionParams?.["authorization"] ?? connectionParams?.["Authorization"];
  const headers = typeof given === "string" ? { ...request.headers, authorization: given } : request.headers;
  try {
    const caller = await authenticate({ headers, ip: request.ip });
    if (caller === null || desk.isExpired(caller)) return false;
    extra.caller = caller;
    const left = desk.msLeft(caller);
    const end = (): void => socket.close(CLOSE.refused, "令牌已到期，请换新令牌重连");
    if (left !== undefined) extra.cancelExpiry = scheduler.after(left, end);
    return true;
  } catch (error) {
    const [shown] = answerErrors([error], request.id, log).errors;
    if (shown?.extensions?.["code"] === "UNAUTHENTICATED") return false;
    socket.close(CLOSE.tryLater, "暂时无法核验令牌，请稍后重连");
    // Never settled on purpose: saying yes or no would send a second answer on the closing socket.
    return new Promise(() => undefined);
  }
}

function toProtocolSocket<C extends Expiring>(socket: WebSocket, { scheduler, limits, log }: StreamRouteOptions<C>) {
  return {
    protocol: socket.protocol,
    // Settles when the bytes have left for the network, so events wait in their source and not in our memory.
    send: (data: string) =>
      new Promise<void>((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) return resolve();
        const cancel = scheduler.after(limits.stalledMs, () => socket.terminate());
        socket.send(data, (error) => {
          cancel();
          if (error && socket.readyState === socket.OPEN) reject(error);
          else resolve();
        });
      }),
    close: (code?: number, reason?: string) => socket.close(code, reason),
    onMessage: (handle: (data: string) => Promise<void>) => {
      socket.on("message", (data) => {
        handle(String(data)).catch((error: unknown) => {
          answerErrors([error], "websocket", log);
          socket.close(CLOSE.fault, "系统出错");
        });
      });
    },
  };
}

/** Ends connections whose other side has gone without a word. */
function keepAlive<C extends Expiring>(socket: WebSocket, { scheduler, limits }: StreamRouteOptions<C>): () => void {
  let isAlive = true;
  let cancel = (): void => undefined;
  const beat = (): void => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    if (socket.readyState === socket.OPEN) socket.ping();
    cancel = scheduler.after(limits.heartbeatMs, beat);
  };
  socket.on("pong", () => (isAlive = true));
  cancel = scheduler.after(limits.heartbeatMs, beat);
  return () => cancel();
}

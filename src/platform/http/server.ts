import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import fastifyHelmet from "@fastify/helmet";
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
} from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { systemClock, type Clock } from "../clock";
import { createApollo } from "./apollo";
import { DocumentReader } from "./documents";
import { callerError, ERROR_CODES, MalformedRequest, type ErrorCode } from "./errors";
import { registerEventStreamRoute } from "./event-stream-route";
import { registerExplorer } from "./explorer";
import { registerGraphqlRoute, sendErrors, type IncomingCall } from "./graphql-route";
import { limitsFrom, type LimitOptions, type TransportLimits } from "./limits";
import { OpenStreams } from "./open-streams";
import type { AnswerAhead } from "./apollo";
import { makeOperationCheck, type BeforeExecute } from "./operation-check";
import { decodeUtf8 } from "./request-text";
import { systemScheduler, within, type Scheduler } from "../scheduler";
import { SubscriptionDesk, type Expiring } from "./subscriptions";
import { registerWebsocketRoute } from "./websocket-route";

export interface HttpServerOptions<C extends Expiring> {
  readonly schema: GraphQLSchema;
  /**
   * Null is the anonymous caller, for whom `beforeExecute` decides. A bad token is an error named `BadToken` or one
   * with the code UNAUTHENTICATED; anything else thrown is a fault of ours.
   */
  readonly authenticate: (request: IncomingCall) => Promise<C | null>;
  /** Made anew for every operation and every event. */
  readonly createContext: (caller: C | null, requestId: string) => Promise<object>;
  readonly limits?: LimitOptions<C>;
  readonly beforeExecute?: BeforeExecute<C>;
  /** Answers what operations it can in a way of its own; the rest is executed field by field. */
  readonly answerAhead?: AnswerAhead;
  readonly subscriptions: boolean;
  /** Needed with `subscriptions`: asked before every event, as a role may be taken away while a stream is open. */
  readonly stillAllowed?: (caller: C) => Promise<boolean>;
  readonly explorer: boolean;
  readonly introspection: boolean;
  readonly log: Logger;
  readonly isReady: () => Promise<boolean>;
  /** Addresses whose X-Forwarded-For is believed. */
  readonly trustProxy?: string[];
  readonly clock?: Clock;
  readonly scheduler?: Scheduler;
}

export interface HttpServer {
  /** For further routes; they go on before `listen`. */
  readonly app: FastifyInstance;
  address(): string;
  listen(at: { port: number; host: string }): Promise<string>;
  /** Ends streams, lets running requests finish, then stops. */
  close(): Promise<void>;
}

export async function createHttpServer<C extends Expiring>(options: HttpServerOptions<C>): Promise<HttpServer> {
  const { schema, introspection, log, clock = systemClock, scheduler = systemScheduler } = options;
  const { authenticate, createContext, stillAllowed } = options;
  const limits = limitsFrom(options.limits);
  const reader = new DocumentReader(schema, limits.document, introspection);
  const check = makeOperationCheck({ schema, limits, introspection, beforeExecute: options.beforeExecute });
  const apollo = createApollo({
    schema,
    reader,
    check,
    answerAhead: options.answerAhead,
    limits: limits.document,
    introspection,
    log,
  });
  await apollo.start();

  const streams = new OpenStreams(limits.subscription.connections);
  const app = makeApp(options, limits.transport);
  await protect(app, log);
  registerHealth(app, options.isReady, limits.transport, scheduler);
  registerGraphqlRoute(app, { apollo, reader, authenticate, createContext, limits: limits.transport, scheduler, log });
  if (options.subscriptions) {
    if (!stillAllowed) throw new Error("subscriptions need stillAllowed: a right must be asked again for every event");
    const shared = { schema, reader, check, createContext, stillAllowed, clock, log };
    const desk = new SubscriptionDesk({ ...shared, limits: limits.transport });
    const route = { desk, authenticate, streams, scheduler, limits: limits.subscription, log };
    await registerWebsocketRoute(app, route);
    registerEventStreamRoute(app, route);
  }
  if (options.explorer) await registerExplorer(app, options.subscriptions);
  const endSilentConnections = trackSilentConnections(app);
  app.addHook("preClose", async () => {
    streams.endAll();
    endSilentConnections();
    const cancel = scheduler.after(limits.transport.closeMs, () => app.server.closeAllConnections());
    app.server.once("close", cancel);
  });
  app.addHook("onClose", () => apollo.stop());

  return {
    app,
    address: () => addressOf(app),
    listen: async (at) => {
      await app.listen(at);
      return addressOf(app);
    },
    close: () => app.close(),
  };
}

/** Node counts a connection that has not asked for anything yet as busy, and closing would wait for it to time out. */
function trackSilentConnections({ server }: FastifyInstance): () => void {
  const silent = new Set<Duplex>();
  server.on("connection", (socket: Socket) => {
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
  });
  server.on("request", ({ socket }: IncomingMessage) => silent.delete(socket));
  server.on("upgrade", (_request: IncomingMessage, socket: Duplex) => silent.delete(socket));
  return () => silent.forEach((socket) => socket.destroy());
}

function addressOf(app: FastifyInstance): string {
  const { address, port, family } = app.server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function makeApp({ log, trustProxy }: Pick<HttpServerOptions<never>, "log" | "trustProxy">, limits: TransportLimits) {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Its lines hold the address, and the address of a GET holds what the citizen's number was looked up with.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
    trustProxy: trustProxy ?? false,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.timeoutCheckMs,
      maxHeaderSize: limits.headerBytes,
    },
    clientErrorHandler: answerBrokenRequest,
  }) as unknown as FastifyInstance;
  app.server.maxHeadersCount = limits.headers;

  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    const text = isPlainUtf8(request) ? decodeUtf8(body as Buffer) : undefined;
    if (!isPlainUtf8(request)) return done(callerError("UNSUPPORTED_MEDIA_TYPE"));
    if (text === undefined) return done(new MalformedRequest("请求体不是有效的 UTF-8 文本。"));
    return parseJson(request, text, done);
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = toKnown(error);
    return sendErrors(request, reply, [known], log, known === error ? {} : { status: error.statusCode });
  });
  app.setNotFoundHandler((request, reply) =>
    sendErrors(request, reply, [callerError("NOT_FOUND")], log, { status: 404 }),
  );
  return app;
}

/** A compressed body would have to be unpacked to be measured; callers that batch stay below the limit without. */
function isPlainUtf8({ headers }: FastifyRequest): boolean {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") return false;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(headers["content-type"] ?? "")?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

/** The refusals of fastify and its plugins in the words of our list; what is left over is a fault. */
function toKnown(error: FastifyError): unknown {
  const { code = "", statusCode = 500 } = error;
  // Ours have no status of their own.
  if (statusCode < 400 || statusCode >= 500) return error;
  if (statusCode === 403 || statusCode === 404) return callerError("NOT_FOUND");
  if (statusCode === 413) return callerError("PAYLOAD_TOO_LARGE");
  if (statusCode === 415) return callerError("UNSUPPORTED_MEDIA_TYPE");
  return new MalformedRequest(code.startsWith("FST_ERR_CTP") ? "请求体不是有效的 JSON。" : "请求的格式不对。");
}

/** What Node refuses before there is a request: broken HTTP, headers that are too long or too slow. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, code] = BROKEN[error.code ?? ""] ?? ["400 Bad Request", "BAD_USER_INPUT"];
  const body = JSON.stringify({ errors: [{ message: ERROR_CODES[code].message, extensions: { code } }] });
  const head = `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n`;
  socket.end(`${head}x-request-id: ${randomUUID()}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

const BROKEN: Readonly<Record<string, readonly [string, ErrorCode]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "PAYLOAD_TOO_LARGE"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "BAD_USER_INPUT"],
};

async function protect(app: FastifyInstance, log: Logger): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      // The defaults ask browsers to upgrade to https, which a counter in a closed network may not have.
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  app.addHook("onResponse", async ({ id, method, routeOptions }, reply) => {
    const ms = Math.round(reply.elapsedTime);
    log.debug({ requestId: id, method, route: routeOptions.url, status: reply.statusCode, ms }, "answered");
  });
}

function registerHealth(
  app: FastifyInstance,
  isReady: () => Promise<boolean>,
  limits: TransportLimits,
  scheduler: Scheduler,
) {
  app.get("/health/live", async () => ({ status: "ok" }));
  app.get("/health/ready", async (request, reply) => {
    // A database that does not answer must not make the probe hang as well.
    const ready = isReady().catch(() => false);
    if (await within(limits.readinessMs, ready, scheduler)) return { status: "ok" };
    return sendErrors(request, reply, [callerError("SERVICE_UNAVAILABLE")], request.log as Logger);
  });
}

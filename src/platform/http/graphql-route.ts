import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from "@apollo/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { IncomingHttpHeaders } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { Exchange } from "./apollo";
import type { DocumentReader } from "./documents";
import { answerErrors } from "./error-answer";
import { callerError, MalformedRequest } from "./errors";
import type { TransportLimits } from "./limits";
import { findJsonFault, findSearchFault } from "./request-text";
import { within, type Scheduler } from "../scheduler";

export const GRAPHQL_PATH = "/graphql";

const GRAPHQL_JSON = "application/graphql-response+json";

/** What is known of a request before its caller is. */
export interface IncomingCall {
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
}

interface GraphqlRouteOptions<C> {
  readonly apollo: ApolloServer;
  readonly reader: DocumentReader;
  readonly authenticate: (request: IncomingCall) => Promise<C | null>;
  readonly createContext: (caller: C | null, requestId: string) => Promise<object>;
  readonly limits: TransportLimits;
  readonly scheduler: Scheduler;
  readonly log: Logger;
}

/** GraphQL over HTTP: from a fastify request to Apollo and back. */
export function registerGraphqlRoute<C>(app: FastifyInstance, options: GraphqlRouteOptions<C>): void {
  const { apollo, limits, scheduler, log } = options;

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.header("cache-control", "no-store");
    if (request.method !== "POST" && request.method !== "GET") {
      return sendErrors(request, reply.header("allow", "GET, POST"), [callerError("METHOD_NOT_ALLOWED")], log);
    }
    // Apollo looks at Accept only when the operation has run, which is too late for a mutation.
    if (!acceptsJson(request.headers.accept)) {
      return sendErrors(request, reply, [callerError("UNSUPPORTED_MEDIA_TYPE")], log, { status: 406 });
    }
    const exchange = toExchange<C>(request);
    const context = () => open(request, exchange, options);
    const work = apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest: exchange, context });
    // Not fastify's handlerTimeout: it is called off as soon as the body of a POST has been read.
    const response = await within(limits.answerMs, work, scheduler);
    if (!response) {
      const message = "处理超时，请稍后用同一个请求键重试。";
      return sendErrors(request, reply, [callerError("SERVICE_UNAVAILABLE", { message })], log);
    }
    const isGraphqlJson = response.headers.get("content-type")?.startsWith(GRAPHQL_JSON) ?? false;
    if (exchange.refusal) return sendErrors(request, reply, exchange.refusal, log, { isGraphqlJson });
    return send(reply, exchange, response, isGraphqlJson);
  }

  app.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"],
    url: GRAPHQL_PATH,
    handler: answer,
  });
}

/** Who is asking, and what: both before Apollo, so that it never holds a document that may not run. */
async function open<C>(
  request: FastifyRequest,
  exchange: Exchange<C>,
  options: GraphqlRouteOptions<C>,
): Promise<object> {
  try {
    const { headers, ip } = request;
    exchange.caller = await options.authenticate({ headers, ip });
    const text = queryText(exchange, options.limits);
    if (text) {
      const read = options.reader.read(text);
      if (!read.ok) {
        exchange.refusal = read.errors;
        throw read.errors[0];
      }
    }
    return await options.createContext(exchange.caller, exchange.requestId);
  } catch (error) {
    exchange.refusal ??= [error];
    throw error;
  }
}

/** The document, wherever it is; what is wrong with the rest of the request Apollo says better than we could. */
function queryText<C>({ method, search, body }: Exchange<C>, limits: TransportLimits): string | undefined {
  const fault = method === "GET" ? findSearchFault(search, limits) : findJsonFault(body, limits);
  if (fault !== undefined) throw new MalformedRequest(fault);
  const query =
    method === "GET" ? new URLSearchParams(search).get("query") : (body as { query?: unknown } | null)?.query;
  return typeof query === "string" ? query : undefined;
}

function toExchange<C>(request: FastifyRequest): Exchange<C> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  // A browser never adds a bearer token by itself, and a page that adds one is asked for a preflight. So a request
  // with one cannot be forged, and GET needs no further header. Basic credentials browsers do add: they do not count.
  if (/^Bearer \S/i.test(request.headers.authorization ?? "")) headers.set("apollo-require-preflight", "bearer");
  const mark = request.url.indexOf("?");
  return new Exchange(request.id, request.method, headers, mark < 0 ? "" : request.url.slice(mark), request.body);
}

function send<C>(
  reply: FastifyReply,
  { answered, errorAnswer, requestId }: Exchange<C>,
  response: HTTPGraphQLResponse,
  isGraphqlJson: boolean,
): FastifyReply {
  for (const [name, value] of response.headers) reply.header(name, value);
  if (response.body.kind !== "complete") throw new Error("incremental delivery is not offered");
  const text = response.body.string;
  if (!answered) return reply.code(response.status ?? 500).send(withRequestId(text, requestId));
  if (!errorAnswer) return reply.code(200).send(text);
  reply.headers(errorAnswer.headers);
  return reply.code(isGraphqlJson ? errorAnswer.status : errorAnswer.jsonStatus).send(text);
}

/** Apollo answered without running anything; its answer is in our words already and lacks only the request's id. */
function withRequestId(text: string, requestId: string): string {
  const { errors } = JSON.parse(text) as { errors: GraphQLFormattedError[] };
  const named = errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));
  return JSON.stringify({ errors: named });
}

interface SendOptions {
  /** Where HTTP has a closer status than the code. */
  readonly status?: number;
  readonly isGraphqlJson?: boolean;
}

/** Sends errors that arose before, around or instead of GraphQL. */
export function sendErrors(
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: readonly unknown[],
  log: Logger,
  { status, isGraphqlJson = false }: SendOptions = {},
): FastifyReply {
  const answer = answerErrors(thrown, request.id, log);
  return reply
    .code(status ?? (isGraphqlJson ? answer.status : answer.jsonStatus))
    .headers({ ...answer.headers, "cache-control": "no-store" })
    .type(`${isGraphqlJson ? GRAPHQL_JSON : "application/json"}; charset=utf-8`)
    .send(JSON.stringify({ errors: answer.errors }));
}

function acceptsJson(accept: string | undefined): boolean {
  return accept === undefined || /\*\/\*|application\/(?:\*|json|graphql-response\+json)/i.test(accept);
}

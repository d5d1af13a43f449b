import {
  ApolloServer,
  HeaderMap,
  type ApolloServerPlugin,
  type GraphQLRequestContext,
  type GraphQLRequestListener,
  type GraphQLResponse,
  type HTTPGraphQLRequest,
} from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { Logger } from "pino";
import type { DocumentReader } from "./documents";
import { answerErrors, toSafeError, type ErrorAnswer } from "./error-answer";
import { callerError } from "./errors";
import { scrub } from "./fault-log";
import type { DocumentLimits } from "./limits";
import type { OperationCheck } from "./operation-check";

/** One HTTP request on its way through Apollo, and what only we know of it. Apollo hands it back in every hook. */
export class Exchange<C> implements HTTPGraphQLRequest {
  caller: C | null = null;
  /** Set where the request is refused before Apollo has read it. */
  refusal?: readonly unknown[];
  /** Set when the operation was answered; otherwise Apollo refused the request around it. */
  answered = false;
  errorAnswer?: ErrorAnswer;

  constructor(
    readonly requestId: string,
    readonly method: string,
    readonly headers: HeaderMap,
    readonly search: string,
    readonly body: unknown,
  ) {}
}

/** @returns undefined when the operation is to be executed field by field */
export type AnswerAhead = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: { readonly given: Variables; readonly coerced: Variables },
  context: object,
) => Promise<ExecutionResult | undefined>;

type Variables = Readonly<Record<string, unknown>>;

interface ApolloOptions<C> {
  readonly schema: GraphQLSchema;
  readonly reader: DocumentReader;
  readonly check: OperationCheck<C>;
  readonly answerAhead?: AnswerAhead | undefined;
  readonly limits: DocumentLimits;
  readonly introspection: boolean;
  readonly log: Logger;
}

/** Present where Apollo has formatted an error, so that it can be formatted again once its request is known. */
const ORIGINAL = Symbol("original error");

/**
 * Apollo with everything off that the hub does not use, and every default spelled out that an update or an environment
 * variable could change (reliability 1.9).
 */
export function createApollo<C>(options: ApolloOptions<C>): ApolloServer {
  const { schema, reader, limits, introspection, log } = options;
  return new ApolloServer({
    schema,
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    // The document was read, measured and validated before Apollo sees it and is found here by its hash. The three
    // options below matter only if it was pushed out in between, and then Apollo does the same again.
    documentStore: {
      get: async (key) => reader.findByHash(key),
      set: async () => undefined,
      delete: async () => undefined,
    },
    parseOptions: reader.parseOptions,
    maxRecursiveSelections: limits.selections,
    validationOptions: { maxErrors: limits.errors, hideSuggestions: true },
    executionOptions: { maxCoercionErrors: limits.errors },
    // Apollo's own puts a line break behind it, for which the whole text is copied once more.
    stringifyResult: (result) => JSON.stringify(result),
    formatError: (_formatted, error) => Object.assign({ ...toSafeError(error) }, { [ORIGINAL]: error }),
    logger: toApolloLogger(log),
    plugins: [
      // It wraps every resolver for hints nobody here gives.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      makePlugin(options),
    ],
  });
}

function makePlugin<C>({ check, answerAhead, log }: ApolloOptions<C>): ApolloServerPlugin {
  const exchangeOf = (context: GraphQLRequestContext<object>) => context.request.http as Exchange<C>;
  const listener: GraphQLRequestListener<object> = {
    async responseForOperation(context) {
      const { document, request } = context;
      // Missing when operationName names none; execution says so.
      const operation = context.operation as OperationDefinitionNode | undefined;
      if (!operation) return null;
      if (operation.operation === "subscription") {
        return single({
          errors: [callerError("BAD_USER_INPUT", { message: "订阅请连接 /graphql/ws 或 /graphql/stream。" })],
        });
      }
      const { caller } = exchangeOf(context);
      const given = request.variables ?? {};
      const { errors, variables: coerced } = check({ document, operation, variables: given, caller });
      if (errors.length > 0) return single({ errors });
      const answer = await answerAhead?.(document, operation, { given, coerced }, context.contextValue);
      return answer ? single(answer) : null;
    },
    async willSendResponse(context) {
      const exchange = exchangeOf(context);
      exchange.answered = true;
      const { body } = context.response;
      if (body.kind !== "single" || !body.singleResult.errors?.length) return;
      const thrown = body.singleResult.errors.map((error) => (ORIGINAL in error ? error[ORIGINAL] : error));
      const answer = answerErrors(thrown, exchange.requestId, log);
      body.singleResult.errors = answer.errors;
      // An answer with data is a success that tells of the parts it lacks.
      const hasData = body.singleResult.data !== undefined && body.singleResult.data !== null;
      exchange.errorAnswer = hasData ? { ...answer, status: 200, jsonStatus: 200 } : answer;
    },
  };
  return {
    async requestDidStart() {
      return listener;
    },
    async unexpectedErrorProcessingRequest({ requestContext, error }) {
      answerErrors([error], exchangeOf(requestContext).requestId, log);
    },
  };
}

function single(result: ExecutionResult): GraphQLResponse {
  // Errors are formatted when the response is sent, where their request is known.
  return {
    http: { status: undefined, headers: new HeaderMap() },
    body: { kind: "single", singleResult: result as never },
  };
}

function toApolloLogger(log: Logger) {
  const own = log.child({ part: "apollo" });
  const write = (level: "debug" | "info" | "warn" | "error") => (message: unknown) =>
    own[level](scrub(String(message)));
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { Logger } from "pino";
import type { Clock } from "../clock";
import type { DocumentReader } from "./documents";
import { answerErrors } from "./error-answer";
import { callerError, type ErrorCode } from "./errors";
import type { TransportLimits } from "./limits";
import type { OperationCheck } from "./operation-check";
import { findJsonFault } from "./request-text";

/** A caller whose right to listen ends by itself. Null never ends. */
export interface Expiring {
  readonly expiresAt: Date | null;
}

export interface SubscriptionRequest {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

export type SubscriptionEvents = AsyncGenerator<FormattedExecutionResult, void, void>;

type OpenedSubscription =
  | {
      readonly ok: true;
      readonly document: DocumentNode;
      readonly operationName?: string;
      readonly events: SubscriptionEvents;
    }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

/** The stream may not go on: the token ended, the right was taken away, or neither could be found out. */
export class StreamEnded extends Error {
  override readonly name = "StreamEnded";

  constructor(
    readonly code: Extract<ErrorCode, "UNAUTHENTICATED" | "FORBIDDEN" | "SERVICE_UNAVAILABLE">,
    cause?: unknown,
  ) {
    super(`subscription ended: ${code}`, { cause });
  }
}

interface SubscriptionDeskOptions<C extends Expiring> {
  readonly schema: GraphQLSchema;
  readonly reader: DocumentReader;
  readonly check: OperationCheck<C>;
  readonly createContext: (caller: C | null, requestId: string) => Promise<object>;
  /** Asked before every event is computed: roles change while a stream is open. */
  readonly stillAllowed: (caller: C) => Promise<boolean>;
  readonly clock: Clock;
  readonly limits: TransportLimits;
  readonly log: Logger;
}

interface ReadySubscription {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Record<string, unknown>;
}

/** Opens subscriptions for both transports, under the same limits, rights and error texts as any other operation. */
export class SubscriptionDesk<C extends Expiring> {
  constructor(private readonly options: SubscriptionDeskOptions<C>) {}

  get schema(): GraphQLSchema {
    return this.options.schema;
  }

  async open(request: SubscriptionRequest, caller: C, requestId: string): Promise<OpenedSubscription> {
    const ready = this.prepare(request, caller);
    if (!("operation" in ready)) return { ok: false, errors: ready };
    const { schema, createContext } = this.options;
    const { document, operation, variables: variableValues } = ready;
    const operationName = operation.name?.value;
    const contextValue = await createContext(caller, requestId);
    const source = await createSourceEventStream({ schema, document, operationName, variableValues, contextValue });
    if (!(Symbol.asyncIterator in source)) return { ok: false, errors: source.errors ?? [] };
    const events = this.toEvents(source[Symbol.asyncIterator](), ready, caller, requestId);
    return { ok: true, document, operationName, events };
  }

  private prepare(request: SubscriptionRequest, caller: C): ReadySubscription | readonly GraphQLError[] {
    const refuse = (message: string) => [callerError("BAD_USER_INPUT", { message })];
    const { query, operationName, variables = {} } = request;
    const fault = findJsonFault(request, this.options.limits);
    if (fault !== undefined) return refuse(fault);
    if (typeof query !== "string") return refuse("缺少 query，或它不是字符串。");
    if (operationName !== undefined && operationName !== null && typeof operationName !== "string") {
      return refuse("operationName 须为字符串。");
    }
    if (variables !== null && (typeof variables !== "object" || Array.isArray(variables))) {
      return refuse("variables 须为 JSON 对象。");
    }
    const read = this.options.reader.read(query);
    if (!read.ok) return read.errors;
    const operation = getOperationAST(read.document, operationName);
    if (!operation) return refuse("请用 operationName 指明要执行文档中的哪一个操作，名称须与文档一致。");
    if (operation.operation !== "subscription") return refuse("这里只接受订阅，查询与修改请发到 /graphql。");
    const given = (variables ?? {}) as Record<string, unknown>;
    const { errors: refused } = this.options.check({ document: read.document, operation, variables: given, caller });
    return refused.length > 0 ? refused : { document: read.document, operation, variables: given };
  }

  /**
   * A generator would wait for the next event before it lets itself be ended; this one passes the end on at once.
   * Every event is run with a context of its own, or its loaders would answer with what was true at the first one.
   */
  private toEvents(
    source: AsyncIterator<unknown>,
    { document, operation, variables }: ReadySubscription,
    caller: C,
    requestId: string,
  ): SubscriptionEvents {
    const { schema, createContext, log } = this.options;
    let isEnded = false;
    const end = (): void => {
      isEnded = true;
      source.return?.().catch((error: unknown) => answerErrors([error], requestId, log));
    };
    const events: SubscriptionEvents = {
      next: async () => {
        const event = await source.next();
        if (event.done || isEnded) return { done: true, value: undefined };
        try {
          await this.assertAllowed(caller);
        } catch (error) {
          end();
          throw error;
        }
        const contextValue = await createContext(caller, requestId);
        const operationName = operation.name?.value;
        const result = await execute({
          schema,
          document,
          rootValue: event.value,
          contextValue,
          variableValues: variables,
          operationName,
        });
        const { errors, ...rest } = result;
        if (!errors) return { done: false, value: rest };
        return { done: false, value: { ...rest, errors: answerErrors(errors, requestId, log).errors } };
      },
      return: async () => {
        end();
        return { done: true, value: undefined };
      },
      throw: async (error) => {
        end();
        throw error;
      },
      [Symbol.asyncIterator]: () => events,
      [Symbol.asyncDispose]: async () => end(),
    };
    return events;
  }

  private async assertAllowed(caller: C): Promise<void> {
    if (this.isExpired(caller)) throw new StreamEnded("UNAUTHENTICATED");
    let isAllowed: boolean;
    try {
      isAllowed = await this.options.stillAllowed(caller);
    } catch (error) {
      // Not knowing is not a yes.
      throw new StreamEnded("SERVICE_UNAVAILABLE", error);
    }
    if (!isAllowed) throw new StreamEnded("FORBIDDEN");
  }

  isExpired(caller: C): boolean {
    return caller.expiresAt !== null && caller.expiresAt.getTime() <= this.options.clock.now().getTime();
  }

  /** Milliseconds until the caller's token ends, or undefined when it does not. */
  msLeft(caller: C): number | undefined {
    return caller.expiresAt === null ? undefined : caller.expiresAt.getTime() - this.options.clock.now().getTime();
  }
}

import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isObjectType,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { getComplexity, type ComplexityEstimator, type ComplexityEstimatorArgs } from "graphql-query-complexity";
import { callerError } from "./errors";
import type { CostLimits } from "./limits";
import { KEYS_ARGUMENT, SIZE_ARGUMENTS } from "./paging";

type ListLimits = Pick<CostLimits<unknown>, "defaultPageSize" | "listSize">;

export interface OperationToPrice {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As they were sent: the library coerces them itself. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** About how many values the answer can hold: every field counts one, a list as often as it can have members. */
export function priceOf({ schema, document, operation, variables }: OperationToPrice, limits: ListLimits): number {
  const cost = getComplexity({
    schema,
    query: document,
    variables: { ...variables },
    ...(operation.name && { operationName: operation.name.value }),
    estimators: [makeEstimator(limits)],
  });
  return Math.min(cost, Number.MAX_SAFE_INTEGER);
}

export function checkCost(priced: OperationToPrice, limits: ListLimits, maxCost: number): GraphQLError | undefined {
  let cost: number;
  try {
    cost = priceOf(priced, limits);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // The library gives up on an argument it cannot read, as when a variable is null where none is allowed.
    return callerError("BAD_USER_INPUT", { message: "必填参数不能为 null，请检查变量。", nodes: error.nodes });
  }
  if (cost <= maxCost) return undefined;
  const message = `查询预计取出的数据过多（${cost}，上限 ${maxCost}），请减少每页条数、层数或字段。`;
  return callerError("QUERY_TOO_COMPLEX", { message, details: { cost, limit: maxCost } });
}

function makeEstimator(limits: ListLimits): ComplexityEstimator {
  return (asked) => {
    const { field, type: parent, childComplexity } = asked;
    // graphql bounds introspection by itself, and its answer does not depend on data.
    if (field.name.startsWith("__")) return field.name === "__typename" ? 1 : 10;
    const declared: unknown = field.extensions["complexity"];
    if (typeof declared === "function") return (declared as ComplexityEstimator)(asked);
    // The size of a connection was counted where it was asked for; its lists only repeat it.
    if (isConnection(parent)) return isListType(getNullableType(field.type)) ? childComplexity + 1 : 0;
    const own = typeof declared === "number" ? declared : 1;
    const size = sizeOf(asked, limits);
    return size === undefined ? own + childComplexity : own + size * Math.max(childComplexity, 1);
  };
}

/** How many members the field can answer with; undefined when it is one thing. */
function sizeOf({ field, args }: ComplexityEstimatorArgs, limits: ListLimits): number | undefined {
  for (const name of SIZE_ARGUMENTS) if (typeof args[name] === "number") return args[name];
  if (Array.isArray(args[KEYS_ARGUMENT])) return args[KEYS_ARGUMENT].length;
  const declared: unknown = field.extensions["listSize"];
  if (typeof declared === "number") return declared;
  if (field.args.some(({ name }) => (SIZE_ARGUMENTS as readonly string[]).includes(name))) return limits.defaultPageSize;
  const isList = isListType(getNullableType(field.type));
  return isList || isConnection(getNamedType(field.type)) ? limits.listSize : undefined;
}

/** Recognised by what it is made of, so that no name has to be kept to. */
function isConnection(type: GraphQLNamedType): boolean {
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const fields = type.getFields();
  return "pageInfo" in fields && ("edges" in fields || "nodes" in fields);
}

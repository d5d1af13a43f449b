import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
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

interface OperationToPrice {
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

type CostCheck = (priced: OperationToPrice, maxCost: number) => GraphQLError | undefined;

export function makeCostCheck(limits: ListLimits): CostCheck {
  const known = new KnownPrices();
  return (priced, maxCost) => {
    let cost: number;
    try {
      cost = known.get(priced, () => priceOf(priced, limits));
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      // The library gives up on an argument it cannot read, as when a variable is null where none is allowed.
      return callerError("BAD_USER_INPUT", { message: "必填参数不能为 null，请检查变量。", nodes: error.nodes });
    }
    if (cost <= maxCost) return undefined;
    const message = `查询预计取出的数据过多（${cost}，上限 ${maxCost}），请减少每页条数、层数或字段。`;
    return callerError("QUERY_TOO_COMPLEX", { message, details: { cost, limit: maxCost } });
  };
}

const PRICES_PER_OPERATION = 100;
const LONGEST_KEY = 200;

/** Working out a price takes a tenth of a usual request, and clients send the same operations again and again. */
class KnownPrices {
  private readonly byOperation = new WeakMap<
    OperationDefinitionNode,
    { names: readonly string[]; prices: Map<string, number> }
  >();

  get(priced: OperationToPrice, workOut: () => number): number {
    const { operation, variables } = priced;
    let known = this.byOperation.get(operation);
    if (!known) this.byOperation.set(operation, (known = { names: pricingVariables(priced), prices: new Map() }));
    // Not given and null are different: only the first leaves a default in force.
    const key = JSON.stringify(known.names.map((name) => (Object.hasOwn(variables, name) ? [variables[name]] : [])));
    const price = known.prices.get(key) ?? workOut();
    if (known.prices.size >= PRICES_PER_OPERATION) known.prices.clear();
    if (key.length <= LONGEST_KEY) known.prices.set(key, price);
    return price;
  }
}

/** The variables a price can depend on: in sizes and keys, in @skip and @include, and where a field prices itself. */
function pricingVariables({ schema, document }: OperationToPrice): readonly string[] {
  const names = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  const collect = (node: ASTNode): void => {
    visit(node, { Variable: ({ name }) => void names.add(name.value) });
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      VariableDefinition: () => false,
      Directive: collect,
      Argument(node) {
        const pricesItself = typeof typeInfo.getFieldDef()?.extensions["complexity"] === "function";
        if (pricesItself || PRICING_ARGUMENTS.has(node.name.value)) collect(node);
      },
    }),
  );
  return [...names];
}

const PRICING_ARGUMENTS: ReadonlySet<string> = new Set([...SIZE_ARGUMENTS, KEYS_ARGUMENT]);

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
  if (field.args.some(({ name }) => (SIZE_ARGUMENTS as readonly string[]).includes(name)))
    return limits.defaultPageSize;
  const isList = isListType(getNullableType(field.type));
  return isList || isConnection(getNamedType(field.type)) ? limits.listSize : undefined;
}

/** Recognised by what it is made of, so that no name has to be kept to. */
function isConnection(type: GraphQLNamedType): boolean {
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const fields = type.getFields();
  return "pageInfo" in fields && ("edges" in fields || "nodes" in fields);
}

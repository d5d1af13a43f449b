import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
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

/** Something about the variables that the price can depend on. */
type Priced = (variables: OperationToPrice["variables"]) => unknown;

/** Working out a price takes a tenth of a usual request, and clients send the same operations again and again. */
class KnownPrices {
  private readonly byOperation = new WeakMap<
    OperationDefinitionNode,
    { dependsOn: readonly Priced[]; prices: Map<string, number> }
  >();

  get(priced: OperationToPrice, workOut: () => number): number {
    const { operation, variables } = priced;
    let known = this.byOperation.get(operation);
    if (!known) this.byOperation.set(operation, (known = { dependsOn: whatPrices(priced), prices: new Map() }));
    const key = JSON.stringify(known.dependsOn.map((of) => of(variables)));
    const price = known.prices.get(key) ?? workOut();
    if (known.prices.size >= PRICES_PER_OPERATION) known.prices.clear();
    if (key.length <= LONGEST_KEY) known.prices.set(key, price);
    return price;
  }
}

/** Variables in sizes and keys, in @skip and @include; of a list that sizes its field, how long it is. */
function whatPrices({ schema, document }: OperationToPrice): readonly Priced[] {
  const found = new Map<string, Priced>();
  const typeInfo = new TypeInfo(schema);
  // Not given and null are different: only the first leaves a default in force. [] stands for it.
  const whole = (name: string): Priced => {
    return (variables) => (Object.hasOwn(variables, name) ? [variables[name]] : []);
  };
  const collect = (node: ASTNode): void => {
    visit(node, { Variable: ({ name }) => void found.set(name.value, whole(name.value)) });
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      VariableDefinition: () => false,
      Directive: collect,
      Argument(node) {
        const [argument, ...path] = sizingPath(typeInfo.getFieldDef());
        if (PRICING_ARGUMENTS.has(node.name.value)) collect(node);
        else if (node.name.value !== argument) return;
        else if (node.value.kind !== Kind.VARIABLE) collect(node);
        else {
          const [name, ...way] = [node.value.name.value, ...path];
          found.set([name, ...way].join("."), (variables) => {
            const size = sizeAt(variables, [name, ...way]);
            return size === undefined ? [] : size;
          });
        }
      },
    }),
  );
  return [...found.values()];
}

/** Where the list is that has a member for each of the field's answers, by the extension `sizedBy`: "input.items". */
function sizingPath(field: { readonly extensions: object } | null | undefined): readonly string[] {
  const declared: unknown = field && (field.extensions as { readonly sizedBy?: unknown }).sizedBy;
  return typeof declared === "string" ? declared.split(".") : [];
}

/** What stands alone where a list may stand is a list of one; null or undefined where there is none. */
function sizeAt(values: object, path: readonly string[]): number | null | undefined {
  let value: unknown = values;
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  if (value === undefined || value === null) return value;
  return Array.isArray(value) ? value.length : 1;
}

const PRICING_ARGUMENTS: ReadonlySet<string> = new Set([...SIZE_ARGUMENTS, KEYS_ARGUMENT]);

function makeEstimator(limits: ListLimits): ComplexityEstimator {
  return (asked) => {
    const { field, type: parent, childComplexity } = asked;
    // graphql bounds introspection by itself, and its answer does not depend on data.
    if (field.name.startsWith("__")) return field.name === "__typename" ? 1 : 10;
    // The size of a connection was counted where it was asked for; its lists only repeat it.
    if (isConnection(parent)) return isListType(getNullableType(field.type)) ? childComplexity + 1 : 0;
    const size = sizeOf(asked, limits);
    return 1 + (size === undefined ? childComplexity : size * Math.max(childComplexity, 1));
  };
}

/** How many members the field can answer with; undefined when it is one thing. */
function sizeOf({ field, args }: ComplexityEstimatorArgs, limits: ListLimits): number | undefined {
  for (const name of SIZE_ARGUMENTS) if (typeof args[name] === "number") return args[name];
  if (Array.isArray(args[KEYS_ARGUMENT])) return args[KEYS_ARGUMENT].length;
  const path = sizingPath(field);
  if (path.length > 0) return sizeAt(args, path) ?? limits.listSize;
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

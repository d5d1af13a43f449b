import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type DocumentNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { callerError } from "./errors";

/** Arguments that decide how many things a field answers with. */
export const SIZE_ARGUMENTS = ["first", "last"] as const;
/** A list of keys to look up; as many answers as keys. */
export const KEYS_ARGUMENT = "ids";

interface PagedField {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly path: readonly string[];
  /** The selections on the way here that may be switched off by a variable. */
  readonly switches: readonly SelectionNode[];
}

type Variables = Readonly<Record<string, unknown>>;

/** Documents are remembered, so the walk through one is done once and not for every request. */
const pagedFields = new WeakMap<OperationDefinitionNode, readonly PagedField[]>();

/** Checks every page size after variables and defaults are known: 1 to the maximum, in one direction, not null. */
export function checkPaging(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  maxPageSize: number,
): GraphQLError[] {
  let paged = pagedFields.get(operation);
  if (!paged) pagedFields.set(operation, (paged = findPagedFields(schema, document, operation)));
  return paged
    .filter(({ switches }) => switches.every((node) => isIncluded(node, variables)))
    .flatMap((place) => checkSizes(place, variables, maxPageSizeOf(place.field, maxPageSize)));
}

/** A field says it may be read in larger pages by the extension `maxPageSize`. */
function maxPageSizeOf(field: GraphQLField<unknown, unknown>, usual: number): number {
  const declared = field.extensions["maxPageSize"];
  return typeof declared === "number" ? declared : usual;
}

function checkSizes(place: PagedField, variables: Variables, max: number): GraphQLError[] {
  const { node, field, path } = place;
  const refuse = (argument: string, message: string): GraphQLError[] => [
    callerError("BAD_USER_INPUT", { message, nodes: [node], path, details: { inputPath: [argument], limit: max } }),
  ];
  let values: Variables;
  try {
    values = getArgumentValues(field, node, variables as Record<string, unknown>);
  } catch (error) {
    // Only a variable can still be wrong here: null where the argument allows none.
    const wrong = (error as GraphQLError).nodes?.[0];
    const name = node.arguments?.find(({ value }) => value === wrong)?.name.value ?? node.name.value;
    return refuse(name, `${name} 不能为 null。`);
  }
  const { [KEYS_ARGUMENT]: keys } = values;
  if (Array.isArray(keys) && keys.length > max) return refuse(KEYS_ARGUMENT, `${KEYS_ARGUMENT} 一次最多 ${max} 个。`);
  const given = SIZE_ARGUMENTS.filter((name) => typeof values[name] === "number");
  if (given.length > 1) return refuse("last", "first 与 last 只能给一个。");
  for (const name of SIZE_ARGUMENTS) {
    const size = values[name];
    // A written null would switch off the default of the schema, and with it the bound.
    if (size === null && given.length === 0) return refuse(name, `${name} 不能为 null，请给出 1 到 ${max}，或不写。`);
    if (typeof size === "number" && !(size >= 1 && size <= max)) return refuse(name, `${name} 须在 1 到 ${max} 之间。`);
  }
  return [];
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  const values = variables as Record<string, unknown>;
  const isSkipped = getDirectiveValues(GraphQLSkipDirective, node, values)?.["if"] === true;
  return !isSkipped && getDirectiveValues(GraphQLIncludeDirective, node, values)?.["if"] !== false;
}

function findPagedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly PagedField[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const found: PagedField[] = [];

  function walk(
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    path: readonly string[],
    above: readonly SelectionNode[],
  ) {
    for (const node of set.selections) {
      const switches = node.directives?.length ? [...above, node] : above;
      if (node.kind === Kind.FIELD) {
        const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
        // Meta fields have no place in the list of fields and take no page size.
        if (!field) continue;
        const here = [...path, (node.alias ?? node.name).value];
        if (isSized(field)) found.push({ node, field, path: here, switches });
        if (node.selectionSet)
          walk(node.selectionSet, getNamedType(field.type) as GraphQLCompositeType, here, switches);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        walk(node.selectionSet, typeNamed(schema, node.typeCondition?.name.value) ?? parent, path, switches);
      } else {
        const fragment = fragments.get(node.name.value);
        const type = typeNamed(schema, fragment?.typeCondition.name.value);
        if (fragment && type) walk(fragment.selectionSet, type, path, switches);
      }
    }
  }

  const root = schema.getRootType(operation.operation);
  if (root) walk(operation.selectionSet, root, [], []);
  return found;
}

function typeNamed(schema: GraphQLSchema, name: string | undefined): GraphQLCompositeType | undefined {
  return name === undefined ? undefined : (schema.getType(name) as GraphQLCompositeType | undefined);
}

function isSized(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => name === KEYS_ARGUMENT || (SIZE_ARGUMENTS as readonly string[]).includes(name));
}

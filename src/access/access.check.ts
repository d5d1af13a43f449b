import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { callerError } from "../platform/http/errors";
import { ACCESS } from "./access.table";
import type { Caller, Role } from "./caller";

const ROLES_OF = new Map<string, ReadonlySet<Role>>();
for (const { roles, type, fields } of ACCESS) {
  for (const field of fields.split(" ")) ROLES_OF.set(`${type}.${field}`, new Set(roles));
}

/** Roles that may ask for a field; empty for one that stands in no row. */
export function rolesOf(type: string, field: string): ReadonlySet<Role> {
  return ROLES_OF.get(`${type}.${field}`) ?? new Set();
}

/** Every field of the schema that no row of the table names, and every row's field that the schema does not have. */
export function accessFaults(schema: GraphQLSchema): string[] {
  const named = new Set(ROLES_OF.keys());
  const faults: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__") || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const field of Object.keys(type.getFields())) {
      if (!named.delete(`${type.name}.${field}`)) faults.push(`${type.name}.${field} has no access rule`);
    }
  }
  for (const stray of named) faults.push(`${stray} has an access rule, but the schema does not have it`);
  const seen = new Set<string>();
  for (const { type, fields } of ACCESS) {
    for (const field of fields.split(" ")) {
      if (seen.has(`${type}.${field}`)) faults.push(`${type}.${field} has two access rules`);
      seen.add(`${type}.${field}`);
    }
  }
  return faults;
}

interface AskedField {
  readonly node: FieldNode;
  /** `Type.field` of every object type the field may be read from. */
  readonly keys: readonly string[];
}

/** The first field that a role may not ask for. An operation does not change, so it is walked once for each role. */
const deniedTo = new WeakMap<OperationDefinitionNode, Map<Role, AskedField | null>>();

/**
 * Whether the caller's role may ask for every field of the operation, before any of it runs. A field asked through an
 * interface must be allowed on each type behind it, so that no detour leads to more than the straight way.
 */
export function checkAccess(request: {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly caller: Caller | null;
}): readonly GraphQLError[] {
  const { schema, document, operation, caller } = request;
  const role = caller?.role ?? "PUBLIC";
  let known = deniedTo.get(operation);
  if (!known) deniedTo.set(operation, (known = new Map()));
  let denied = known.get(role);
  if (denied === undefined) {
    const fields = readFields(schema, document, operation);
    denied = fields.find(({ keys }) => !keys.every((key) => ROLES_OF.get(key)?.has(role))) ?? null;
    known.set(role, denied);
  }
  if (!denied) return [];
  const code = role === "PUBLIC" ? "UNAUTHENTICATED" : "FORBIDDEN";
  return [callerError(code, { nodes: [denied.node] })];
}

function readFields(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): AskedField[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const found: AskedField[] = [];
  const walked = new Set<string>();

  function walk(set: SelectionSetNode, parent: GraphQLNamedType): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value)!;
        if (walked.has(fragment.name.value)) continue;
        walked.add(fragment.name.value);
        walk(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value)!);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        walk(selection.selectionSet, condition ? schema.getType(condition)! : parent);
      } else {
        walkField(selection, parent);
      }
    }
  }

  function walkField(node: FieldNode, parent: GraphQLNamedType): void {
    const name = node.name.value;
    // Introspection tells of the schema, not of records; whether it is on is decided elsewhere.
    if (name.startsWith("__")) return;
    if (!isObjectType(parent) && !isInterfaceType(parent)) return;
    const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
    found.push({ node, keys: types.map((type) => `${type.name}.${name}`) });
    const field = parent.getFields()[name];
    if (field && node.selectionSet) walk(node.selectionSet, getNamedType(field.type));
  }

  const root = schema.getRootType(operation.operation);
  if (root) walk(operation.selectionSet, root);
  return found;
}

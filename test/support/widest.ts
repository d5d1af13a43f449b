import {
  getNamedType,
  isLeafType,
  isUnionType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { rolesOf } from "../../src/access/access.check";
import type { Role } from "../../src/access/caller";
import type { RootSample } from "./root-samples";

/** Objects below the root field's own, connections not counted: a dispute, its records, their agencies. */
const DEPTH = 3;

/**
 * The widest operation a role may ask of a root field: every field of every type on the way down. It is built from the
 * schema, so a field that is added is asked for from that day on.
 */
export function widestOperation(
  schema: GraphQLSchema,
  { operation, field: name, on }: Pick<RootSample, "operation" | "field" | "on">,
  role: Role,
): string {
  const root = operation === "query" ? schema.getQueryType()! : schema.getMutationType()!;
  const field = root.getFields()[name]!;
  const given = field.args.map((arg) => ({ name: arg.name, type: String(arg.type) }));
  const variables = given.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
  const args = given.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  const way = { role, depth: DEPTH, passed: [] };
  const selection = on
    ? `{ ... on ${on} ${selectionOf(schema, schema.getType(on)!, way)} }`
    : selectionOf(schema, getNamedType(field.type), way);
  return `${operation} ${variables ? `(${variables})` : ""} ` + `{ ${name}${args ? `(${args})` : ""} ${selection} }`;
}

interface Way {
  readonly role: Role;
  /** Objects left below. */
  readonly depth: number;
  /** Types passed on the way: none is asked for again below itself. */
  readonly passed: readonly string[];
}

function selectionOf(schema: GraphQLSchema, type: GraphQLNamedType, way: Way): string {
  if (isLeafType(type)) return "";
  const own = "getFields" in type ? fieldsOf(schema, type as GraphQLObjectType | GraphQLInterfaceType, way) : [];
  const parts = isUnionType(type)
    ? type.getTypes().map((member) => `... on ${member.name} ${selectionOf(schema, member, way)}`)
    : [];
  return `{ ${["__typename", ...own, ...parts].join(" ")} }`;
}

function fieldsOf(schema: GraphQLSchema, owner: GraphQLObjectType | GraphQLInterfaceType, way: Way): string[] {
  return Object.values(owner.getFields()).flatMap((field) => {
    const type = getNamedType(field.type);
    if (!rolesOf(owner.name, field.name).has(way.role) || way.passed.includes(type.name)) return [];
    if (isLeafType(type)) return [field.name];
    // The edges hold what the nodes hold.
    if (field.name === "edges") return [];
    const isWrapped = owner.name.endsWith("Connection") || type.name.endsWith("Connection") || type.name === "PageInfo";
    const depth = isWrapped ? way.depth : way.depth - 1;
    if (depth === 0) return [];
    const page = field.args.some(({ name }) => name === "first") ? "(first: 2)" : "";
    const passed = [...way.passed, owner.name];
    return [`${field.name}${page} ${selectionOf(schema, type, { ...way, depth, passed })}`];
  });
}

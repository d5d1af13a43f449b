import { getMetadataStorage } from "type-graphql";
import type { GraphQLObjectType } from "graphql";
import type { EntityCatalogue, EntityClass, EntityRows } from "../entity-rows";
import type { FieldRead } from "./reads";

/** What TypeGraphQL and TypeORM know of each other's classes. */
export class World {
  private readonly classOf = new Map<string, EntityClass<object>>();
  private readonly nameOf = new Map<unknown, string>();
  private readonly resolved: ReadonlySet<string>;

  constructor(private readonly catalogue: EntityCatalogue) {
    const { objectTypes, interfaceTypes, fieldResolvers } = getMetadataStorage();
    const types = [...objectTypes, ...interfaceTypes];
    for (const { name, target, extensions } of types) {
      const rowsOf = extensions?.["rowsOf"] as (() => EntityClass<object>) | undefined;
      this.classOf.set(name, rowsOf ? rowsOf() : (target as EntityClass<object>));
      this.nameOf.set(target, name);
    }
    const resolvedOn = fieldResolvers.map(({ getObjectType, target, schemaName }) => {
      return { type: (getObjectType ? getObjectType() : target) as new () => object, schemaName };
    });
    this.resolved = new Set(
      types.flatMap(({ name, target }) =>
        resolvedOn
          .filter(({ type }) => type === target || target.prototype instanceof type)
          .map(({ schemaName }) => `${name}.${schemaName}`),
      ),
    );
  }

  /** The rows an object of this type is made of; undefined for one that is no row. */
  rowsOf(typeName: string): EntityRows<object> | undefined {
    const entity = this.classOf.get(typeName);
    return entity && this.catalogue.has(entity) ? this.catalogue.of(entity) : undefined;
  }

  rows(entity: EntityClass<object>): EntityRows<object> {
    return this.catalogue.of(entity);
  }

  /** The GraphQL type of a class. */
  typeName(entity: unknown): string {
    const name = this.nameOf.get(entity);
    if (name === undefined) throw new Error("a kind of row without a GraphQL type");
    return name;
  }

  /** Whether a field has a resolver of its own, and is more than a property. */
  isResolved(type: GraphQLObjectType, field: string): boolean {
    return this.resolved.has(`${type.name}.${field}`);
  }
}

/** How a field is read: by the planner in one of its ways, or by its resolver when a query is executed field by field. */
export type Way = FieldRead<unknown>["kind"] | "global id" | "column" | "resolver";

export function wayOf(world: World, type: GraphQLObjectType, field: string): Way {
  const read = readOf(type, field);
  if (read) return read.kind;
  const rows = world.rowsOf(type.name);
  if (field === "id" && rows?.has("id")) return "global id";
  return rows?.has(field) && !world.isResolved(type, field) ? "column" : "resolver";
}

export function readOf<C>(type: GraphQLObjectType, field: string): FieldRead<C> | undefined {
  return type.getFields()[field]?.extensions["read"] as FieldRead<C> | undefined;
}

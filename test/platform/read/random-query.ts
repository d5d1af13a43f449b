import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
} from "graphql";

/** Numbers from 0 up to, but not including, 1; the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Composite = GraphQLObjectType | GraphQLInterfaceType;

/** Writes selections that nobody would think of: aliases, fragments, switches, the same field twice. */
export class QueryWriter {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly mayAsk: (type: string, field: string) => boolean,
    private readonly random: () => number,
  ) {}

  /** @param depth how many levels of objects there may be below */
  selection(type: Composite | GraphQLUnionType, depth: number): string {
    const parts: string[] = [];
    if (isUnionType(type)) {
      for (const one of type.getTypes()) parts.push(`... on ${one.name} ${this.selection(one, depth)}`);
      return `{ __typename ${parts.join(" ")} }`;
    }
    for (const field of Object.values(type.getFields())) {
      if (this.random() < this.share(field, depth)) parts.push(this.field(type, field, depth));
    }
    if (isInterfaceType(type)) {
      for (const concrete of this.schema.getPossibleTypes(type)) {
        if (this.random() < 0.3) parts.push(`... on ${concrete.name} ${this.selection(concrete, Math.min(depth, 1))}`);
      }
    }
    const asked = parts.filter((part) => part !== "");
    if (asked.length === 0 || this.random() < 0.1) asked.push("__typename");
    if (this.random() < 0.1 && isObjectType(type)) asked.push(`... on ${type.name} ${this.selection(type, 0)}`);
    if (this.random() < 0.1) asked.push(`... @include(if: $no) ${this.selection(type, 0)}`);
    return `{ ${asked.join(" ")} }`;
  }

  private share(field: GraphQLField<unknown, unknown>, depth: number): number {
    const isObject = "getFields" in getNamedType(field.type) || isAbstractType(getNamedType(field.type));
    if (!isObject) return 0.4;
    return depth > 0 ? 0.25 : 0;
  }

  private field(type: Composite, field: GraphQLField<unknown, unknown>, depth: number): string {
    const owners = isInterfaceType(type) ? this.schema.getPossibleTypes(type) : [type];
    if (![type, ...owners].every(({ name }) => this.mayAsk(name, field.name))) return "";
    const named = getNamedType(field.type);
    const isComposite = isObjectType(named) || isInterfaceType(named) || isUnionType(named);
    // Connections are a level for the schema but not for who asks.
    const below = isComposite ? ` ${this.selection(named, named.name.endsWith("Connection") ? depth : depth - 1)}` : "";
    const pages = field.args.some(({ name }) => name === "first");
    const args =
      pages && this.random() < 0.7
        ? `(first: ${this.random() < 0.2 ? "$few" : 1 + Math.floor(this.random() * 3)})`
        : "";
    const alias = args !== "" || this.random() < 0.1 ? `x${Math.floor(this.random() * 1e6)}: ` : "";
    const skip = this.random() < 0.05 ? " @skip(if: $no)" : "";
    return `${alias}${field.name}${args}${skip}${below}`;
  }
}

import {
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from "graphql";
import { emptyObject } from "./empty-object";
import { leafOf } from "./leaves";
import { NotPlanned } from "./not-planned";
import { selectionsBelow, type Selection } from "./selection";

/** Writes a value into the answer. @throws Error where the value is not what its type promises */
export type Write = (value: unknown) => unknown;

/** Values that are made already, as plain objects: only what stands under the fields' own names is asked for. */
export class PlainValues {
  /** @param isResolved whether a field has a resolver of its own, and is more than a property */
  constructor(
    private readonly selection: Selection,
    private readonly isResolved: (type: GraphQLObjectType, field: string) => boolean,
  ) {}

  /** @throws NotPlanned with the first field that only its resolver can tell */
  write(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Write {
    if (!isNonNullType(type)) return this.nullable(type, sets);
    const write = this.nullable(getNullableType(type), sets);
    return (value) => {
      if (value === null || value === undefined) throw new Error(`null where ${String(type)} is promised`);
      return write(value);
    };
  }

  private nullable(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Write {
    const write = this.present(type, sets);
    return (value) => (value === null || value === undefined ? null : write(value));
  }

  private present(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Write {
    if (isListType(type)) {
      const item = this.write(type.ofType as GraphQLOutputType, sets);
      return (values) => (values as readonly unknown[]).map(item);
    }
    if (isLeafType(type)) return leafOf(type)!;
    if (isAbstractType(type)) return this.abstract(type, sets);
    return this.object(type as GraphQLObjectType, sets);
  }

  /** Such a value is under the name of its type. */
  private abstract(type: GraphQLAbstractType, sets: readonly SelectionSetNode[]): Write {
    const possible = this.selection.schema.getPossibleTypes(type);
    const writers = new Map(possible.map((one) => [one.name, this.object(one, sets)]));
    return (value) => {
      const { __typename: name } = value as { readonly __typename: string };
      const write = writers.get(name);
      if (!write) throw new Error(`"${name}" where ${type.name} is promised`);
      return write(value);
    };
  }

  private object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Write {
    const fields = [...this.selection.fieldsOf(type, sets)].map(([key, asked]) => {
      const name = asked[0]!.name.value;
      return { key, name, write: this.field(type, name, selectionsBelow(asked)) };
    });
    const empty = emptyObject(fields.map(({ key }) => key));
    return (value) => {
      const made = empty();
      for (const { key, name, write } of fields) made[key] = write((value as Record<string, unknown>)[name]);
      return made;
    };
  }

  private field(type: GraphQLObjectType, name: string, sets: readonly SelectionSetNode[]): Write {
    if (name === "__typename") return () => type.name;
    if (this.isResolved(type, name)) throw new NotPlanned(`${type.name}.${name}`);
    return this.write(type.getFields()[name]!.type, sets);
  }
}

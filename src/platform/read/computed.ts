import {
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLOutputType,
  type SelectionSetNode,
} from "graphql";
import { leafOf } from "./leaves";
import { toEntity, toProperty, type ReadNode, type Values } from "./nodes";
import { NotPlanned } from "./not-planned";
import type { ColumnsRead, ComputedRead, RelatedRead } from "./reads";
import type { Make } from "./run";
import { selectionsBelow, type Selection } from "./selection";
import type { ReadTree } from "./tree";

/** Compiles fields whose value is made from a row, and not itself a row. */
export class ComputedFields<C> {
  constructor(
    private readonly tree: ReadTree<C>,
    private readonly selection: Selection,
  ) {}

  columns(
    read: ColumnsRead,
    definition: GraphQLField<unknown, unknown>,
    sets: readonly SelectionSetNode[],
    node: ReadNode<C>,
  ): Make<C> {
    const { kinds } = node.rows;
    const needs = kinds ? [...read.needs, kinds.property] : read.needs;
    const properties = needs.map((need) => [node.metadata(need), node.place(need)] as const);
    const complete = this.plain(definition.type, sets);
    const resolve = definition.resolve!;
    return (row, run) => {
      const entity = toEntity(node.rows, properties, row);
      return complete(resolve(entity, {}, run.context, undefined as never));
    };
  }

  computed(
    read: ComputedRead<C>,
    type: GraphQLOutputType,
    sets: readonly SelectionSetNode[],
    node: ReadNode<C>,
  ): Make<C> {
    const own = known(read.needs, node);
    const related = Object.entries(read.related).map(([name, more]) => [name, this.related(more, node)] as const);
    const complete = this.plain(type, sets);
    return (row, run) => {
      const there = Object.fromEntries(related.map(([name, find]) => [name, find(row, run)]));
      return complete(read.value(own(row), there, run.context));
    };
  }

  private related({ read, needs }: RelatedRead<C>, parent: ReadNode<C>): Make<C> {
    if (read.kind === "one") {
      const found = this.tree.one(parent, read, true);
      const properties = known(needs, found.node);
      return (row, run) => {
        const there = found.row(row, run);
        return there === undefined ? null : properties(there);
      };
    }
    const { node, owner } = this.tree.list(parent, read);
    const properties = known(needs, node);
    return (row, run) => run.rowsOf(node).of(row[owner]).map(properties);
  }

  /** Completes values that are made already, as plain objects. */
  private plain(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): (value: unknown) => unknown {
    const leaf = leafOf(type);
    if (leaf) return leaf;
    const named = getNamedType(type);
    if (!isObjectType(named)) throw new NotPlanned(named.name);
    const fields = [...this.selection.fieldsOf(named, sets)].map(([key, asked]) => {
      const name = asked[0]!.name.value;
      if (name === "__typename") return { key, make: () => named.name };
      if (this.tree.world.isResolved(named, name)) throw new NotPlanned(`${named.name}.${name}`);
      const below = this.plain(named.getFields()[name]!.type, selectionsBelow(asked));
      return { key, make: (value: object) => below((value as Record<string, unknown>)[name]) };
    });
    const one = (value: unknown) =>
      value === null || value === undefined
        ? null
        : Object.fromEntries(fields.map(({ key, make }) => [key, make(value)]));
    return isListType(getNullableType(type)) ? (values) => (values as unknown[]).map(one) : one;
  }
}

function known<C>(needs: readonly string[], node: ReadNode<C>): (row: Values) => Record<string, unknown> {
  const places = needs.map((need) => [need, node.metadata(need), node.place(need)] as const);
  return (row) => Object.fromEntries(places.map(([need, column, place]) => [need, toProperty(column, row[place])]));
}

import type { GraphQLField, GraphQLOutputType, SelectionSetNode } from "graphql";
import { toProperty, type ReadNode, type Values } from "./nodes";
import { PlainValues } from "./plain";
import type { ColumnsRead, ComputedRead, RelatedRead } from "./reads";
import type { Make } from "./run";
import type { Selection } from "./selection";
import type { ReadTree } from "./tree";

/** Compiles fields whose value is made from a row, and not itself a row. */
export class ComputedFields<C> {
  private readonly plain: PlainValues;

  constructor(
    private readonly tree: ReadTree<C>,
    selection: Selection,
  ) {
    this.plain = new PlainValues(selection, (type, field) => tree.world.isResolved(type, field));
  }

  columns(
    read: ColumnsRead,
    definition: GraphQLField<unknown, unknown>,
    sets: readonly SelectionSetNode[],
    node: ReadNode<C>,
  ): Make<C> {
    const { kinds } = node.rows;
    const kind = kinds ? node.place(kinds.property) : -1;
    const fill = filler(read.needs, node);
    const complete = this.plain.write(definition.type, sets);
    const resolve = definition.resolve!;
    return (row, run) => {
      const entity = fill(node.rows.create(row[kind]) as Record<string, unknown>, row);
      return complete(resolve(entity, {}, run.context, undefined as never));
    };
  }

  computed(
    read: ComputedRead<C>,
    type: GraphQLOutputType,
    sets: readonly SelectionSetNode[],
    node: ReadNode<C>,
  ): Make<C> {
    const fill = filler(read.needs, node);
    const related = Object.entries(read.related).map(([name, more]) => ({ name, find: this.related(more, node) }));
    const complete = this.plain.write(type, sets);
    return (row, run) => {
      const there: Record<string, unknown> = {};
      for (const { name, find } of related) there[name] = find(row, run);
      return complete(read.value(fill({}, row), there, run.context));
    };
  }

  private related({ read, needs }: RelatedRead<C>, parent: ReadNode<C>): Make<C> {
    if (read.kind === "one") {
      const found = this.tree.one(parent, read, true);
      const fill = filler(needs, found.node);
      return (row, run) => {
        const there = found.row(row, run);
        return there === undefined ? null : fill({}, there);
      };
    }
    const { node, owner } = this.tree.list(parent, read);
    const fill = filler(needs, node);
    return (row, run) =>
      run
        .rowsOf(node)
        .of(row[owner])
        .map((item) => fill({}, item));
  }
}

/** Gives an object these properties of a row, as an entity holds them. */
function filler<C>(needs: readonly string[], node: ReadNode<C>) {
  const properties = needs.map((name) => ({ name, column: node.metadata(name), place: node.place(name) }));
  return (object: Record<string, unknown>, row: Values): Record<string, unknown> => {
    for (const { name, column, place } of properties) object[name] = toProperty(column, row[place]);
    return object;
  };
}

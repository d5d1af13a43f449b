import type { EntityRows } from "../entity-rows";
import { ReadNode, type Source, type Values } from "./nodes";
import type { ListRead, OneRead, PageRead, RootShape } from "./reads";
import type { Run } from "./run";
import type { ArgumentsReader } from "./selection";
import type { World } from "./world";

/** A page below the root. */
export interface NestedPage<C> {
  readonly parent: ReadNode<C>;
  readonly read: PageRead<C>;
  readonly argumentsOf: ArgumentsReader;
}

/** The parts of one statement, as they are found on the way through a selection. */
export class ReadTree<C> {
  /** In the order in which their arguments are counted. */
  readonly pages: NestedPage<C>[] = [];
  private readonly nodes: ReadNode<C>[] = [];
  /** Rows that others only point to; read last and once, whoever points to them. */
  private readonly shared: ReadNode<C>[] = [];
  /** Lists that hang on shared rows. */
  private readonly late: ReadNode<C>[] = [];

  constructor(readonly world: World) {}

  /** Parents before what hangs on them. */
  inOrder(): readonly ReadNode<C>[] {
    return [...this.nodes, ...this.shared, ...this.late];
  }

  /** @param at which of the bindings is the one of these rows */
  root(rows: EntityRows<object>, shape: RootShape, at = 0): ReadNode<C> {
    const node = this.add(rows, { kind: "root", shape, at });
    node.place("id");
    return node;
  }

  page(parent: ReadNode<C>, read: PageRead<C>, argumentsOf: ArgumentsReader): { node: ReadNode<C>; args: number } {
    parent.hasChildren = true;
    const args = this.pages.push({ parent, read, argumentsOf }) - 1;
    return { args, node: this.add(this.world.rows(read.entity()), { kind: "page", parent, read, args }) };
  }

  list(parent: ReadNode<C>, read: ListRead<C>): { node: ReadNode<C>; owner: number } {
    parent.hasChildren = true;
    const owner = parent.place("id");
    const among = this.shared.includes(parent) ? this.late : this.nodes;
    return { owner, node: this.add(this.world.rows(read.entity()), { kind: "list", parent, read }, among) };
  }

  /** @param isShared nothing but lists will hang on these rows, so that all that point to such rows can share them */
  one(parent: ReadNode<C>, read: OneRead<C>, isShared: boolean) {
    const node = this.pointTo(read, parent, isShared);
    const [by, id] = [parent.place(read.by), node.place("id")];
    const row = (from: Values, run: Run<C>): Values | undefined =>
      from[by] === null ? undefined : run.rowsOf(node).byId(id, from[by]);
    return { node, row };
  }

  private pointTo(read: OneRead<C>, parent: ReadNode<C>, isShared: boolean): ReadNode<C> {
    parent.hasChildren = true;
    const reference = { parent, column: parent.metadata(read.by).databaseName };
    const known = isShared
      ? this.shared.find(({ source }) => source.kind === "one" && isSame(source.read, read))
      : undefined;
    if (known?.source.kind === "one") {
      known.source.references.push(reference);
      return known;
    }
    const rows = this.world.rows(read.entity());
    const source: Source<C> = { kind: "one", read, references: [reference] };
    return this.add(rows, source, isShared ? this.shared : this.nodes);
  }

  private add(rows: EntityRows<object>, source: Source<C>, among = this.nodes): ReadNode<C> {
    const node = new ReadNode<C>(`n${this.nodes.length + this.shared.length + this.late.length}`, rows, source);
    among.push(node);
    return node;
  }
}

/** Whether two fields read the same rows in the same way, from whatever row they point to them. */
function isSame<C>(one: OneRead<C>, other: OneRead<C>): boolean {
  return one.entity() === other.entity() && one.only === other.only && one.note?.name === other.note?.name;
}

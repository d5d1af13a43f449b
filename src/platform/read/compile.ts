import {
  getNamedType,
  isAbstractType,
  isObjectType,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from "graphql";
import { toGlobalId } from "../global-id";
import type { KeysetOrder } from "../keyset-page";
import { ComputedFields } from "./computed";
import { compileConnection, type MakePage } from "./connections";
import { emptyObject } from "./empty-object";
import { leafOf } from "./leaves";
import type { ReadNode } from "./nodes";
import { NotPlanned } from "./not-planned";
import type { FieldRead, ListRead, ObjectsRead, OneRead, PageRead, RootRead } from "./reads";
import type { Make, Run } from "./run";
import { argumentsReader, selectionsBelow, type Selection } from "./selection";
import { ReadTree, type NestedPage } from "./tree";
import { readOf, type World } from "./world";

type Field = GraphQLField<unknown, unknown>;

/** How one root field is read: the parts of its statement, and what makes the answer of them. */
export interface StatementPlan<C> {
  /** Parents before what hangs on them. */
  readonly nodes: readonly ReadNode<C>[];
  /** Nested pages, in the order in which their wishes are counted. */
  readonly pages: readonly NestedPage<C>[];
  readonly make: (run: Run<C>) => unknown;
}

/** What is to be compiled: a root field, and what is selected below it. */
export interface RootToCompile {
  readonly world: World;
  readonly selection: Selection;
  readonly definition: Field;
  readonly asked: readonly FieldNode[];
}

/** @throws NotPlanned with what stands against it */
export function compileRows<C>({ world, selection, definition, asked }: RootToCompile, read: RootRead<C>) {
  const tree = new ReadTree<C>(world);
  const make = new Compiler<C>(tree, selection).rows(asked, definition, read);
  return { nodes: tree.inOrder(), pages: tree.pages, make };
}

/**
 * Objects of these types, each of which has a binding of its own, in this order.
 * @throws NotPlanned with what stands against it
 */
export function compileObjects<C>(
  { world, selection, asked }: RootToCompile,
  { types: reads }: ObjectsRead<C>,
  types: readonly string[],
): StatementPlan<C> {
  const tree = new ReadTree<C>(world);
  const make = new Compiler<C>(tree, selection).objects(asked, reads, types);
  return { nodes: tree.inOrder(), pages: tree.pages, make };
}

class Compiler<C> {
  private readonly computed: ComputedFields<C>;

  constructor(
    private readonly tree: ReadTree<C>,
    private readonly selection: Selection,
  ) {
    this.computed = new ComputedFields(tree, selection);
  }

  rows(asked: readonly FieldNode[], definition: Field, read: RootRead<C>): (run: Run<C>) => unknown {
    const node = this.tree.root(this.tree.world.rows(read.entity()), read.shape);
    const type = getNamedType(definition.type);
    const sets = selectionsBelow(asked);
    if (read.shape.kind === "page") {
      const { order, window } = read.shape;
      const page = this.connection(type as GraphQLObjectType, sets, node, order, window !== undefined);
      return (run) => page(run.rowsOf(node).rows, run.rootPage!, () => run.rootPage!.scope, run);
    }
    const make = this.composite(type, sets, node);
    if (read.shape.kind === "list") return (run) => run.rowsOf(node).rows.map((row) => make(row, run));
    return (run) => {
      const row = run.rowsOf(node).rows[0];
      return row === undefined ? null : make(row, run);
    };
  }

  objects(asked: readonly FieldNode[], reads: ObjectsRead<C>["types"], types: readonly string[]) {
    const sets = selectionsBelow(asked);
    const found = new Map(
      types.map((name, at) => {
        const node = this.tree.root(this.tree.world.rows(reads[name]!.read.entity()), { kind: "row" }, at);
        const make = this.object(this.selection.schema.getType(name) as GraphQLObjectType, sets, node);
        return [name, { node, make, id: node.place("id") }];
      }),
    );
    return (run: Run<C>) =>
      run.ids.map((id) => {
        const kind = id && found.get(id.type);
        const row = kind && run.rowsOf(kind.node).byId(kind.id, id.uuid);
        return row ? kind.make(row, run) : null;
      });
  }

  private composite(type: GraphQLNamedType, sets: readonly SelectionSetNode[], node: ReadNode<C>): Make<C> {
    if (isObjectType(type)) return this.object(type, sets, node);
    const { kinds } = node.rows;
    if (!isAbstractType(type) || !kinds) throw new NotPlanned(type.name);
    const makes = new Map<unknown, Make<C>>();
    for (const [value, entity] of kinds.classes) {
      const concrete = this.selection.schema.getType(this.tree.world.typeName(entity)) as GraphQLObjectType;
      makes.set(value, this.object(concrete, sets, node));
    }
    const place = node.place(kinds.property);
    return (row, run) => makes.get(row[place])!(row, run);
  }

  private object(type: GraphQLObjectType, sets: readonly SelectionSetNode[], node: ReadNode<C>): Make<C> {
    const fields = [...this.selection.fieldsOf(type, sets)].map(([key, asked]) => {
      return { key, make: this.field(type, asked, node) };
    });
    const empty = emptyObject(fields.map(({ key }) => key));
    return (row, run) => {
      const made = empty();
      for (const { key, make } of fields) made[key] = make(row, run);
      return made;
    };
  }

  private field(type: GraphQLObjectType, asked: readonly FieldNode[], node: ReadNode<C>): Make<C> {
    const name = asked[0]!.name.value;
    if (name === "__typename") return () => type.name;
    const definition = type.getFields()[name]!;
    const read = readOf<C>(type, name);
    if (read) return this.readField(read, definition, asked, node);
    if (name === "id" && node.rows.has("id")) {
      const id = node.place("id");
      return (row) => toGlobalId(type.name, row[id] as string);
    }
    const leaf = node.rows.has(name) ? leafOf(definition.type, node.metadata(name)) : undefined;
    if (!leaf || this.tree.world.isResolved(type, name)) throw new NotPlanned(`${type.name}.${name}`);
    const place = node.place(name);
    return (row) => leaf(row[place]);
  }

  private readField(read: FieldRead<C>, definition: Field, asked: readonly FieldNode[], node: ReadNode<C>): Make<C> {
    const type = getNamedType(definition.type);
    const sets = selectionsBelow(asked);
    switch (read.kind) {
      case "self":
        return this.composite(type, sets, node);
      case "one":
        return this.one(read, type, sets, node);
      case "page":
        return this.page(read, definition, asked, node);
      case "list":
        return this.list(read, type, sets, node);
      case "columns":
        return this.computed.columns(read, definition, sets, node);
      case "computed":
        return this.computed.computed(read, definition.type, sets, node);
    }
  }

  private one(read: OneRead<C>, type: GraphQLNamedType, sets: readonly SelectionSetNode[], node: ReadNode<C>): Make<C> {
    const found = this.tree.one(node, read, isObjectType(type) && this.isEnd(type, sets));
    const make = this.composite(type, sets, found.node);
    return (row, run) => {
      const there = found.row(row, run);
      return there === undefined ? null : make(there, run);
    };
  }

  /** Whether nothing hangs on such a row but what its own values are computed from. */
  private isEnd(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): boolean {
    const asked = [...this.selection.fieldsOf(type, sets).values()];
    return asked.every(([field]) => {
      const read = readOf<C>(type, field!.name.value);
      if (read?.kind !== "computed") return read === undefined || read.kind === "columns";
      return Object.values(read.related).every((related) => related.read.kind === "list");
    });
  }

  private page(read: PageRead<C>, definition: Field, asked: readonly FieldNode[], parent: ReadNode<C>): Make<C> {
    const [owner, bound] = [parent.place("id"), parent.place(read.boundTo)];
    const { node, args } = this.tree.page(parent, read, argumentsReader(definition, asked[0]!));
    const type = getNamedType(definition.type) as GraphQLObjectType;
    const page = this.connection(type, selectionsBelow(asked), node, read.order);
    return (row, run) =>
      page(run.rowsOf(node).of(row[owner]), run.wishes[args]!, () => run.scopeOf(read, row[bound] as string), run);
  }

  private connection(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    node: ReadNode<C>,
    order: KeysetOrder,
    isWindowed = false,
  ): MakePage<C> {
    const item = (of: GraphQLOutputType, below: readonly SelectionSetNode[]) =>
      this.composite(getNamedType(of), below, node);
    const position = () => order.properties.map((property) => node.place(property));
    const lookAhead = () => {
      node.looksAhead = true;
      node.tellsEnd = isWindowed;
    };
    return compileConnection<C>({ selection: this.selection, type, sets, item, position, lookAhead, isWindowed });
  }

  private list(read: ListRead<C>, type: GraphQLNamedType, sets: readonly SelectionSetNode[], parent: ReadNode<C>) {
    const { node, owner } = this.tree.list(parent, read);
    const make = this.composite(type, sets, node);
    if (!read.single)
      return (row: readonly unknown[], run: Run<C>) =>
        run
          .rowsOf(node)
          .of(row[owner])
          .map((item) => make(item, run));
    return (row: readonly unknown[], run: Run<C>) => {
      const [first] = run.rowsOf(node).of(row[owner]);
      return first === undefined ? null : make(first, run);
    };
  }
}

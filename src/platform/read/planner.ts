import { isNonNullType, Kind, locatedError, visit } from "graphql";
import type { DocumentNode, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { openCursor, type CursorMac } from "../cursor";
import type { NamedStatement } from "../database";
import type { EntityCatalogue } from "../entity-rows";
import type { PageWish } from "../keyset-page";
import { NotPlanned } from "./not-planned";
import { Fetched, type ReadNode, type Values } from "./nodes";
import { pageScope } from "./reads";
import { planRoot, type BoundRoot, type PlannedRoot } from "./roots";
import type { Run, WindowEnd } from "./run";
import { Selection } from "./selection";
import { wayOf, World, type Way } from "./world";

type Variables = Readonly<Record<string, unknown>>;

/** What the planner needs of the rest of the house. */
export interface PlannerPorts<C> {
  readonly schema: GraphQLSchema;
  readonly catalogue: EntityCatalogue;
  readonly mac: CursorMac;
  /** Who asks, as far as cursors are concerned. */
  readonly callerScope: (context: C) => string;
  /** The one row of the statement. */
  readonly ask: (statement: NamedStatement) => Promise<readonly unknown[]>;
}

export interface PlannedAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

/** A root field with everything its statement depends on. */
interface Bound<C> extends BoundRoot<C> {
  readonly wishes: readonly PageWish[];
}

/** The operation as a whole, with this choice of @skip and @include; null when it is left to the resolvers. */
type OperationPlan<C> = readonly PlannedRoot<C>[] | null;

const PLANS_PER_OPERATION = 20;

/**
 * Answers a query with one statement per root field, made from what the query selects. What cannot be planned, or is
 * wrong in a way its resolver explains better, is handed back untouched.
 */
export class ReadPlanner<C> {
  private readonly world: World;
  private readonly known = new WeakMap<OperationDefinitionNode, Map<string, OperationPlan<C>>>();
  private readonly switches = new WeakMap<OperationDefinitionNode, readonly string[]>();

  constructor(private readonly ports: PlannerPorts<C>) {
    this.world = new World(ports.catalogue);
  }

  /** @param variables coerced: defaults filled in, scalars parsed */
  async answer(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    context: C,
  ): Promise<PlannedAnswer | undefined> {
    if (operation.operation !== "query") return undefined;
    const plans = this.planOf(document, operation, variables);
    if (!plans) return undefined;
    const bound: (Bound<C> | null)[] = [];
    for (const root of plans) {
      const one = this.bind(root, variables, context);
      if (one === undefined) return undefined;
      bound.push(one);
    }
    const settled = await Promise.allSettled(bound.map((one) => this.run(one, context)));
    return toAnswer(plans, settled);
  }

  /** How each field of a type is read; null for a type whose objects are not made of rows. */
  waysOf(type: GraphQLObjectType): Readonly<Record<string, Way>> | null {
    if (!this.world.rowsOf(type.name)) return null;
    return Object.fromEntries(Object.keys(type.getFields()).map((field) => [field, wayOf(this.world, type, field)]));
  }

  /** Whether the operation would be planned, and if not, what stands against it. */
  obstacle(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): string | undefined {
    try {
      this.compile(document, operation, variables);
      return undefined;
    } catch (error) {
      if (error instanceof NotPlanned) return error.message;
      throw error;
    }
  }

  private planOf(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): OperationPlan<C> {
    let plans = this.known.get(operation);
    if (!plans) {
      this.known.set(operation, (plans = new Map()));
      this.switches.set(operation, switchesIn(document));
    }
    const key = this.switches
      .get(operation)!
      .map((name) => String(variables[name]))
      .join();
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = this.tryCompile(document, operation, variables);
      if (plans.size >= PLANS_PER_OPERATION) plans.clear();
      plans.set(key, plan);
    }
    return plan;
  }

  private tryCompile(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): OperationPlan<C> {
    try {
      return this.compile(document, operation, variables);
    } catch (error) {
      if (error instanceof NotPlanned) return null;
      throw error;
    }
  }

  private compile(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables) {
    const { schema } = this.ports;
    const selection = new Selection(schema, document, variables);
    const type = schema.getQueryType()!;
    return [...selection.fieldsOf(type, [operation.selectionSet])].map(([key, asked]) => {
      const name = asked[0]!.name.value;
      if (name.startsWith("__")) throw new NotPlanned(name);
      return planRoot<C>({ world: this.world, selection, definition: type.getFields()[name]!, asked }, key);
    });
  }

  /** @returns undefined when the resolvers are to answer: they name the argument at fault, and open any cursor. */
  private bind(root: PlannedRoot<C>, variables: Variables, context: C): Bound<C> | null | undefined {
    try {
      const bound = root.bind(variables, context);
      if (bound === null) return null;
      const wishes = bound.statement.pages.map(({ argumentsOf, parent: { source }, read }): PageWish => {
        const { first, after } = argumentsOf(variables) as { first: number; after?: string | null };
        if (!after) return { first, after: null };
        const id = source.kind === "root" ? bound.bindings[source.at]!.known?.[read.boundTo] : undefined;
        if (id === undefined) throw new NotPlanned("after");
        return { first, after: openCursor(this.ports.mac, this.scope(pageScope(read, id), context), after) };
      });
      return { ...bound, wishes };
    } catch {
      return undefined;
    }
  }

  private async run(bound: Bound<C> | null, context: C): Promise<unknown> {
    if (bound === null) return null;
    const { statement, bindings, ids, wishes } = bound;
    const { nodes, writer } = statement;
    const parts = nodes.length === 0 ? [] : await this.ports.ask(writer.write({ bindings, wishes, context }));
    const fetched = new Map(nodes.map((node, at) => [node, new Fetched((parts[at] ?? []) as Values[])]));
    const run: Run<C> = {
      context,
      mac: this.ports.mac,
      rootPage: bindings[0]?.page,
      windowEnd: toWindowEnd(nodes[0], parts[nodes.length] as WindowLine | null | undefined),
      ids,
      wishes,
      rowsOf: (node) => fetched.get(node)!,
      scopeOf: (read, id) => this.scope(pageScope(read, id), context),
    };
    return statement.make(run);
  }

  private scope(of: string, context: C): string {
    return `${of}:${this.ports.callerScope(context)}`;
  }
}

/** How many rows were looked at, and the position of the last. */
type WindowLine = readonly [number, ...unknown[]];

function toWindowEnd<C>(root: ReadNode<C> | undefined, line: WindowLine | null | undefined): WindowEnd | null {
  if (!line || root?.source.kind !== "root" || root.source.shape.kind !== "page") return null;
  const [looked, ...position] = line;
  return { position, isFull: looked === root.source.shape.window?.most };
}

/** Variables that decide what is selected at all. */
function switchesIn(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function toAnswer<C>(
  roots: readonly PlannedRoot<C>[],
  settled: readonly PromiseSettledResult<unknown>[],
): PlannedAnswer {
  const data: Record<string, unknown> = {};
  const errors: GraphQLError[] = [];
  let isWhole = true;
  settled.forEach((result, at) => {
    const { key, field, definition } = roots[at]!;
    if (result.status === "fulfilled") {
      data[key] = result.value;
      return;
    }
    errors.push(locatedError(result.reason, [field], [key]));
    data[key] = null;
    if (isNonNullType(definition.type)) isWhole = false;
  });
  return errors.length === 0 ? { data } : { data: isWhole ? data : null, errors };
}

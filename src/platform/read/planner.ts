import { execute } from "graphql";
import type { DocumentNode, ExecutionResult, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { openCursor, type CursorMac } from "../cursor";
import type { NamedStatement } from "../database";
import type { PageWish } from "../keyset-page";
import { NotPlanned } from "./not-planned";
import { Fetched, type ReadNode, type Values } from "./nodes";
import { PlanCache } from "./plan-cache";
import { pageScope } from "./reads";
import { planOperation, toAnswer, type OperationPlan } from "./operation";
import type { BoundRoot, PlannedRoot } from "./roots";
import type { Run, WindowEnd } from "./run";
import { Selection } from "./selection";
import { wayOf, type Way, type World } from "./world";

type Variables = Readonly<Record<string, unknown>>;

/** What the planner needs of the rest of the house. */
export interface PlannerPorts<C> {
  readonly schema: GraphQLSchema;
  readonly world: World;
  readonly mac: CursorMac;
  /** Who asks, as far as cursors are concerned. */
  readonly callerScope: (context: C) => string;
  /** The one row of the statement. */
  readonly ask: (statement: NamedStatement) => Promise<readonly unknown[]>;
}

/** The values of an operation's variables. */
export interface GivenVariables {
  /** As the caller sent them. */
  readonly given: Variables;
  /** Defaults filled in, scalars parsed. */
  readonly coerced: Variables;
}

/** A root field with everything its statement depends on. */
interface Bound<C> extends BoundRoot<C> {
  readonly wishes: readonly PageWish[];
}

/**
 * Answers a query with one statement per root field, made from what the query selects; root fields that cannot be planned
 * are left to their resolvers. A query of nothing else, or with something wrong that a resolver explains better, is handed
 * back untouched.
 */
export class ReadPlanner<C> {
  private readonly world: World;
  private readonly plans = new PlanCache<OperationPlan<C>>();

  constructor(private readonly ports: PlannerPorts<C>) {
    this.world = ports.world;
  }

  async answer(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    { given, coerced }: GivenVariables,
    context: C,
  ): Promise<ExecutionResult | undefined> {
    if (operation.operation !== "query") return undefined;
    const plan = this.plans.get(document, operation, coerced, (switches) =>
      this.compile(document, operation, switches),
    );
    if (plan.roots.length === 0) return undefined;
    const bound: (Bound<C> | null)[] = [];
    for (const root of plan.roots) {
      const one = this.bind(root, coerced, context);
      if (one === undefined) return undefined;
      bound.push(one);
    }
    const [rest, settled] = await Promise.all([
      plan.rest ? this.execute(plan.rest, given, context) : { data: {} },
      Promise.allSettled(bound.map((one) => this.run(one, context))),
    ]);
    return toAnswer(plan, settled, rest);
  }

  /** How each field of a type is read; null for a type whose objects are not made of rows. */
  waysOf(type: GraphQLObjectType): Readonly<Record<string, Way>> | null {
    if (!this.world.rowsOf(type.name)) return null;
    return Object.fromEntries(Object.keys(type.getFields()).map((field) => [field, wayOf(this.world, type, field)]));
  }

  /** What of the operation would be left to the resolvers. */
  obstacles(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): readonly string[] {
    return this.compile(document, operation, variables).obstacles;
  }

  private compile(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): OperationPlan<C> {
    const selection = new Selection(this.ports.schema, document, variables);
    return planOperation<C>(this.world, { document, operation, selection });
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

  private async execute(document: DocumentNode, variableValues: Variables, contextValue: C): Promise<ExecutionResult> {
    return execute({ schema: this.ports.schema, document, variableValues, contextValue });
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

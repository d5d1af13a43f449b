import { Kind, visit, type DocumentNode, type OperationDefinitionNode } from "graphql";

type Variables = Readonly<Record<string, unknown>>;

const PLANS_PER_OPERATION = 20;

/**
 * Plans of operations, kept as long as their documents are. A plan is made of nothing else of the request: what a caller
 * sent must not live on in it.
 */
export class PlanCache<Plan> {
  private readonly known = new WeakMap<OperationDefinitionNode, Map<string, Plan>>();
  private readonly switches = new WeakMap<OperationDefinitionNode, readonly string[]>();

  /** @param make is given the variables that decide what is selected at all */
  get(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    make: (switches: Variables) => Plan,
  ): Plan {
    let plans = this.known.get(operation);
    if (!plans) {
      this.known.set(operation, (plans = new Map()));
      this.switches.set(operation, switchesIn(document));
    }
    const names = this.switches.get(operation)!;
    const key = names.map((name) => String(variables[name])).join();
    let plan = plans.get(key);
    if (plan === undefined) {
      const given = names.filter((name) => Object.hasOwn(variables, name));
      plan = make(Object.fromEntries(given.map((name) => [name, variables[name]])));
      if (plans.size >= PLANS_PER_OPERATION) plans.clear();
      plans.set(key, plan);
    }
    return plan;
  }
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

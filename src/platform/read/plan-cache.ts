import { Kind, visit, type DocumentNode, type OperationDefinitionNode } from "graphql";

type Variables = Readonly<Record<string, unknown>>;

const PLANS_PER_OPERATION = 20;

/** Plans of operations, kept as long as their documents are. */
export class PlanCache<Plan> {
  private readonly known = new WeakMap<OperationDefinitionNode, Map<string, Plan>>();
  private readonly switches = new WeakMap<OperationDefinitionNode, readonly string[]>();

  /** @param make looks at no variables but those that decide what is selected at all */
  get(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables, make: () => Plan): Plan {
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
      plan = make();
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

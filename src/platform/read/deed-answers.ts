import {
  getArgumentValues,
  isNonNullType,
  locatedError,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { emptyObject } from "./empty-object";
import { NotPlanned } from "./not-planned";
import { PlainValues, type Write } from "./plain";
import { PlanCache } from "./plan-cache";
import { Selection, selectionsBelow } from "./selection";

type Variables = Readonly<Record<string, unknown>>;

interface DeedPlan {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly definition: GraphQLField<unknown, unknown>;
  readonly write: Write;
}

interface DeedAnswersPorts {
  readonly schema: GraphQLSchema;
  /** Whether a field has a resolver of its own, and is more than a property. */
  readonly isResolved: (type: GraphQLObjectType, field: string) => boolean;
}

/**
 * Carries out mutations whose answers are nothing but what their deeds have made, as execution would (GraphQL
 * specification 6.2.2), without reading the variables a second time and without a step for each field of a thousand items.
 * Only a broken promise of the hub's own is met differently: it takes the whole of its deed's answer with it.
 */
export class DeedAnswers {
  private readonly plans = new PlanCache<readonly DeedPlan[] | null>();

  constructor(private readonly ports: DeedAnswersPorts) {}

  /**
   * @param variables coerced
   * @returns undefined for what is no mutation, and for one that asks for more than the deed has made
   */
  async answer(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    context: object,
  ): Promise<ExecutionResult | undefined> {
    if (operation.operation !== "mutation") return undefined;
    const deeds = this.plans.get(document, operation, variables, (switches) =>
      this.compile(document, operation, switches),
    );
    if (deeds === null) return undefined;
    const data = emptyObject(deeds.map(({ key }) => key))();
    const errors: GraphQLError[] = [];
    for (const deed of deeds) {
      try {
        const info = this.infoOf(deed, document, operation, variables);
        const args = getArgumentValues(deed.definition, deed.nodes[0]!, variables);
        data[deed.key] = deed.write(await deed.definition.resolve!(undefined, args, context, info));
      } catch (error) {
        errors.push(locatedError(error, deed.nodes, [deed.key]));
        // With what it promised not to be, the whole answer is gone, and nothing after it is done.
        if (isNonNullType(deed.definition.type)) return { errors, data: null };
        data[deed.key] = null;
      }
    }
    return errors.length === 0 ? { data } : { errors, data };
  }

  private compile(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): DeedPlan[] | null {
    const { schema, isResolved } = this.ports;
    const selection = new Selection(schema, document, variables);
    const values = new PlainValues(selection, isResolved);
    const type = schema.getMutationType()!;
    try {
      return [...selection.fieldsOf(type, [operation.selectionSet])].map(([key, nodes]) => {
        const definition = type.getFields()[nodes[0]!.name.value];
        if (!definition?.resolve) throw new NotPlanned(key);
        return { key, nodes, definition, write: values.write(definition.type, selectionsBelow(nodes)) };
      });
    } catch (error) {
      if (error instanceof NotPlanned) return null;
      throw error;
    }
  }

  private infoOf(
    { key, nodes, definition }: DeedPlan,
    { definitions }: DocumentNode,
    operation: OperationDefinitionNode,
    variableValues: Variables,
  ): GraphQLResolveInfo {
    const { schema } = this.ports;
    const parentType = schema.getMutationType()!;
    const fragments = definitions.filter((one): one is FragmentDefinitionNode => one.kind === "FragmentDefinition");
    return {
      fieldName: definition.name,
      fieldNodes: nodes,
      returnType: definition.type,
      parentType,
      path: { prev: undefined, key, typename: parentType.name },
      schema,
      fragments: Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])),
      rootValue: undefined,
      operation,
      variableValues: { ...variableValues },
    };
  }
}

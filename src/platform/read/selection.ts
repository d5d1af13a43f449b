import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

type Variables = Readonly<Record<string, unknown>>;

/** Reads which fields of a type are asked for, as execution would (GraphQL specification 6.3.2, CollectFields). */
export class Selection {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
  }

  /** Nodes by response key, in the order of the answer. Nodes under one key ask the same field with the same arguments. */
  fieldsOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    const walked = new Set<string>();
    for (const set of sets) this.collect(type, set, found, walked);
    return found;
  }

  private collect(
    type: GraphQLObjectType,
    set: SelectionSetNode,
    found: Map<string, FieldNode[]>,
    walked: Set<string>,
  ): void {
    for (const selection of set.selections) {
      if (!this.isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = found.get(key);
        if (nodes) nodes.push(selection);
        else found.set(key, [selection]);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      if (isSpread && walked.has(selection.name.value)) continue;
      if (isSpread) walked.add(selection.name.value);
      const fragment = isSpread ? this.fragments.get(selection.name.value)! : selection;
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || this.applies(type, condition)) {
        this.collect(type, fragment.selectionSet, found, walked);
      }
    }
  }

  private applies(type: GraphQLObjectType, condition: string): boolean {
    if (type.name === condition) return true;
    const wanted = this.schema.getType(condition);
    return isAbstractType(wanted) && this.schema.isSubType(wanted, type);
  }

  private isIncluded(selection: SelectionNode): boolean {
    if (!selection.directives?.length) return true;
    if (getDirectiveValues(GraphQLSkipDirective, selection, this.variables)?.["if"] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, this.variables)?.["if"] !== false;
  }
}

export type ArgumentsReader = (variables: Variables) => Readonly<Record<string, unknown>>;

/** Reads the arguments of a field; those that name no variable are read once. */
export function argumentsReader(definition: GraphQLField<unknown, unknown>, field: FieldNode): ArgumentsReader {
  let dependsOnVariables = false;
  visit(field, {
    SelectionSet: () => false,
    Variable() {
      dependsOnVariables = true;
    },
  });
  if (dependsOnVariables) return (variables) => getArgumentValues(definition, field, variables);
  const values = getArgumentValues(definition, field, {});
  return () => values;
}

/** The selections below nodes that were asked under one key, to be read as one. */
export function selectionsBelow(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
}

import {
  isNonNullType,
  Kind,
  locatedError,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLError,
  type OperationDefinitionNode,
} from "graphql";
import { emptyObject } from "./empty-object";
import { NotPlanned } from "./not-planned";
import { planRoot, type PlannedRoot } from "./roots";
import { Selection } from "./selection";
import type { World } from "./world";

/** What is asked, with variables that decide what is selected at all. */
export interface OperationToPlan {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly selection: Selection;
}

/** A query's root fields, each with its statement or left to its resolver. */
export interface OperationPlan<C> {
  /** Response keys, in the order of the answer. */
  readonly keys: readonly string[];
  readonly roots: readonly PlannedRoot<C>[];
  /** What is left to the resolvers, as an operation of its own. */
  readonly rest: DocumentNode | null;
  /** What stands against planning that rest. */
  readonly obstacles: readonly string[];
}

export function planOperation<C>(world: World, { document, operation, selection }: OperationToPlan): OperationPlan<C> {
  const type = selection.schema.getQueryType()!;
  const asked = selection.fieldsOf(type, [operation.selectionSet]);
  const roots: PlannedRoot<C>[] = [];
  const left: FieldNode[] = [];
  const obstacles: string[] = [];
  for (const [key, fields] of asked) {
    const definition = type.getFields()[fields[0]!.name.value];
    try {
      // __typename and what tells of the schema.
      if (!definition) throw new NotPlanned(fields[0]!.name.value);
      roots.push(planRoot<C>({ world, selection, definition, asked: fields }, key));
    } catch (error) {
      if (!(error instanceof NotPlanned)) throw error;
      left.push(...fields);
      obstacles.push(error.message);
    }
  }
  const rest = left.length === 0 ? null : narrowed(document, operation, left);
  return { keys: [...asked.keys()], roots, rest, obstacles };
}

/** The document with this one operation, and of it only these root fields. */
function narrowed(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  selections: readonly FieldNode[],
): DocumentNode {
  const own = { ...operation, selectionSet: { kind: Kind.SELECTION_SET as const, selections } };
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [own, ...fragments] };
}

/** @param rest what the resolvers answered */
export function toAnswer<C>(
  { keys, roots }: OperationPlan<C>,
  settled: readonly PromiseSettledResult<unknown>[],
  rest: ExecutionResult,
): ExecutionResult {
  const made = Object.assign(emptyObject(keys)(), rest.data);
  const errors: GraphQLError[] = [...(rest.errors ?? [])];
  let isWhole = Boolean(rest.data);
  settled.forEach((result, at) => {
    const { key, field, definition } = roots[at]!;
    made[key] = result.status === "fulfilled" ? result.value : null;
    if (result.status === "fulfilled") return;
    errors.push(locatedError(result.reason, [field], [key]));
    if (isNonNullType(definition.type)) isWhole = false;
  });
  const data = isWhole ? Object.fromEntries(keys.map((key) => [key, made[key]])) : null;
  return errors.length === 0 ? { data } : { data, errors };
}

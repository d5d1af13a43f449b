import {
  coerceInputValue,
  getVariableValues,
  isInputType,
  isNonNullType,
  typeFromAST,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from "graphql";
import { makeCostCheck } from "./cost";
import { callerError } from "./errors";
import type { Limits } from "./limits";
import { checkPaging } from "./paging";
import { nameInMessage, ownMessage, reasonFor } from "./validation-messages";

type Variables = Readonly<Record<string, unknown>>;

export interface OperationToRun<C> {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced: defaults filled in, scalars parsed. */
  readonly variables: Variables;
  readonly caller: C | null;
}

/** Asked once for every operation, after its variables are known and before anything of it runs. */
export type BeforeExecute<C> = (operation: OperationToRun<C>) => readonly GraphQLError[];

interface OperationCheckOptions<C> {
  readonly schema: GraphQLSchema;
  readonly limits: Limits<C>;
  readonly introspection: boolean;
  readonly beforeExecute?: BeforeExecute<C>;
}

interface OperationToCheck<C> {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly caller: C | null;
}

interface CheckedOperation {
  /** Empty when the operation may run. */
  readonly errors: readonly GraphQLError[];
  /** Coerced: defaults filled in, scalars parsed. */
  readonly variables: Variables;
}

/** Rights come before cost: who may not ask learns nothing about the price. */
export type OperationCheck<C> = (asked: OperationToCheck<C>) => CheckedOperation;

export function makeOperationCheck<C>(options: OperationCheckOptions<C>): OperationCheck<C> {
  const { schema, limits, introspection, beforeExecute } = options;
  const maxErrors = limits.document.errors;
  const checkCost = makeCostCheck(limits.cost);
  const findFaults = (asked: OperationToCheck<C>, coerced: Variables): readonly GraphQLError[] => {
    const { document, operation, variables, caller } = asked;
    const refused = beforeExecute?.({ schema, document, operation, variables: coerced, caller }) ?? [];
    if (refused.length > 0) return refused.slice(0, maxErrors);
    const paging = checkPaging(schema, document, operation, coerced, limits.cost.maxPageSize(caller));
    if (paging.length > 0) return paging.slice(0, maxErrors);
    const cost = checkCost({ schema, document, operation, variables }, limits.cost.maxCost(caller));
    return cost ? [cost] : [];
  };
  return (asked) => {
    const { operation, variables } = asked;
    const definitions = operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(schema, definitions, variables, { maxErrors, hideSuggestions: true });
    if (!errors) return { variables: coerced, errors: findFaults(asked, coerced) };
    const faults = describeCoercion({ schema, definitions, variables, maySeeSchema: introspection, maxErrors });
    return { variables: {}, errors: faults };
  };
}

interface Coercion {
  readonly schema: GraphQLSchema;
  readonly definitions: readonly VariableDefinitionNode[];
  readonly variables: Variables;
  readonly maySeeSchema: boolean;
  readonly maxErrors: number;
}

/** Thrown by us to leave the coercion of a list with a hundred thousand wrong members. */
const ENOUGH = Symbol("enough errors");

/** graphql's errors about variables quote the value, so the faults are found once more with texts of our own. */
function describeCoercion(coercion: Coercion): GraphQLError[] {
  const found: GraphQLError[] = [];
  try {
    for (const definition of coercion.definitions) findVariableFaults(definition, coercion, found);
  } catch (error) {
    if (error !== ENOUGH) throw error;
  }
  return found.length > 0 ? found : [callerError("BAD_USER_INPUT")];
}

function findVariableFaults(definition: VariableDefinitionNode, coercion: Coercion, found: GraphQLError[]): void {
  const { schema, variables, maySeeSchema, maxErrors } = coercion;
  const name = definition.variable.name.value;
  const refuse = (inputPath: readonly (string | number)[], reason: string): void => {
    const message = `变量 $${inputPath.join(".")}：${reason.replace(/。$/, "")}。`;
    found.push(callerError("BAD_USER_INPUT", { message, nodes: [definition], details: { inputPath } }));
    if (found.length >= maxErrors) throw ENOUGH;
  };
  const type = typeFromAST(schema, definition.type as NamedTypeNode);
  if (!isInputType(type)) return;
  const isRequired = isNonNullType(type);
  if (!Object.hasOwn(variables, name)) {
    if (isRequired && !definition.defaultValue) refuse([name], "必填，却没有给出");
  } else if (variables[name] === null) {
    if (isRequired) refuse([name], "不能为 null");
  } else {
    coerceInputValue(variables[name], type, (path, _value, error) => {
      const about = nameInMessage(error.message, maySeeSchema);
      refuse([name, ...path], ownMessage(error) ?? reasonFor(error.message) + about);
    });
  }
}

import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type GraphQLError, type SelectionSetNode } from "graphql";
import { callerError } from "./errors";
import type { DocumentLimits } from "./limits";

/** What a selection set comes to when every fragment in it is written out. */
interface Size {
  readonly selections: number;
  readonly depth: number;
  /** Fields on its own level. */
  readonly topFields: number;
  readonly sensitive: number;
}

const EMPTY: Size = { selections: 0, depth: 0, topFields: 0, sensitive: 0 };
const INTROSPECTION: ReadonlySet<string> = new Set(["__schema", "__type"]);

/**
 * Measures a parsed document against the limits of its shape. Runs before graphql's own validation, whose rule about
 * overlapping fields compares every pair and is the slowest thing a stranger can ask for.
 */
export function findExcess(document: DocumentNode, limits: DocumentLimits): GraphQLError[] {
  const found: GraphQLError[] = [];
  const check = (what: string, count: number, limit: number): void => {
    if (count <= limit) return;
    const cost = Math.min(count, Number.MAX_SAFE_INTEGER);
    const message = `${what}超过上限 ${limit}，请精简查询或拆成几次请求。`;
    found.push(callerError("QUERY_TOO_COMPLEX", { message, details: { cost, limit } }));
  };

  const written = countWritten(document);
  check("别名的数量", written.aliases, limits.aliases);
  check("指令的数量", written.directives, limits.directives);
  const sizeOf = makeMeasure(document, new Set(limits.sensitiveRootFields));
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = sizeOf(definition.selectionSet);
    check("根字段的数量", size.topFields, limits.rootFields);
    check("查询的层数", size.depth, limits.depth);
    check("展开片段后字段的总数", size.selections, limits.selections);
    check("一次请求中受限查询的数量", size.sensitive, 1);
  }
  if (written.hasNul) found.push(callerError("BAD_USER_INPUT", { message: "查询语句中含有空字符（NUL），请去掉后再发。" }));
  return found;
}

function countWritten(document: DocumentNode): { aliases: number; directives: number; hasNul: boolean } {
  const written = { aliases: 0, directives: 0, hasNul: false };
  visit(document, {
    Field(node) {
      if (node.alias) written.aliases++;
    },
    Directive() {
      written.directives++;
    },
    StringValue(node) {
      if (node.value.includes("\0")) written.hasNul = true;
    },
  });
  return written;
}

/** Each fragment is measured once and its size reused, so 2^20 spreads cost as much as twenty. */
function makeMeasure(document: DocumentNode, sensitive: ReadonlySet<string>): (selectionSet: SelectionSetNode) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Size>();

  function sizeOfFragment(name: string): Size {
    const known = measured.get(name);
    if (known) return known;
    // Stands in while the fragment is being measured, so that a cycle ends here; validation names the cycle.
    measured.set(name, EMPTY);
    const fragment = fragments.get(name);
    const size = fragment ? sizeOf(fragment.selectionSet) : EMPTY;
    measured.set(name, size);
    return size;
  }

  function sizeOf(selectionSet: SelectionSetNode): Size {
    let [selections, depth, topFields, sensitiveFields] = [0, 0, 0, 0];
    for (const selection of selectionSet.selections) {
      selections++;
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? sizeOf(selection.selectionSet) : EMPTY;
        selections += inner.selections;
        // graphql has a depth rule of its own for introspection, and the usual query of tools is 15 deep.
        depth = Math.max(depth, INTROSPECTION.has(selection.name.value) ? 1 : inner.depth + 1);
        topFields++;
        if (sensitive.has(selection.name.value)) sensitiveFields++;
      } else {
        const inner =
          selection.kind === Kind.FRAGMENT_SPREAD ? sizeOfFragment(selection.name.value) : sizeOf(selection.selectionSet);
        selections += inner.selections;
        depth = Math.max(depth, inner.depth);
        topFields += inner.topFields;
        sensitiveFields += inner.sensitive;
      }
    }
    return { selections, depth, topFields, sensitive: sensitiveFields };
  }

  return sizeOf;
}

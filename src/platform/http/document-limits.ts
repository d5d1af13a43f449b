import {
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type SelectionSetNode,
} from "graphql";
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

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

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
  check("参数值的层数", written.literalDepth, limits.literalDepth);
  if (written.hasNul)
    found.push(callerError("BAD_USER_INPUT", { message: "查询语句中含有空字符（NUL），请去掉后再发。" }));

  const fragments = fragmentsOf(document);
  const measure = makeMeasure(fragments, new Set(limits.sensitiveRootFields));
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measure.sizeOf(definition.selectionSet);
    // Nothing below ends on a cycle, so it is named here and not left to validation.
    if (measure.hasCycle())
      return [callerError("GRAPHQL_VALIDATION_FAILED", { message: "片段互相引用成环，请改正后再发。" })];
    check("根字段的数量", size.topFields, limits.rootFields);
    check("查询的层数", size.depth, limits.depth);
    check("展开片段后字段的总数", size.selections, limits.selections);
    check("一次请求中受限查询的数量", size.sensitive, 1);
    // Only now, when the number of selections is known to be small.
    if (found.length === 0) check("重复的字段", countRepeats([definition.selectionSet], fragments), limits.repeats);
  }
  return found;
}

interface Written {
  aliases: number;
  directives: number;
  literalDepth: number;
  hasNul: boolean;
}

function countWritten(document: DocumentNode): Written {
  const written: Written = { aliases: 0, directives: 0, literalDepth: 0, hasNul: false };
  let literalDepth = 0;
  const nested = {
    enter: () => void (written.literalDepth = Math.max(written.literalDepth, ++literalDepth)),
    leave: () => void literalDepth--,
  };
  visit(document, {
    Field: { enter: (node) => void (node.alias && written.aliases++) },
    Directive: { enter: () => void written.directives++ },
    StringValue: { enter: (node) => void (written.hasNul ||= node.value.includes("\0")) },
    ListValue: nested,
    ObjectValue: nested,
  });
  return written;
}

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

/** Each fragment is measured once and its size reused, so 2^20 spreads cost as much as twenty. */
function makeMeasure(fragments: Fragments, sensitive: ReadonlySet<string>) {
  const measured = new Map<string, Size | "underway">();
  let cycle = false;

  function sizeOfFragment(name: string): Size {
    const known = measured.get(name);
    if (known === "underway") cycle = true;
    if (known !== undefined) return known === "underway" ? EMPTY : known;
    measured.set(name, "underway");
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
          selection.kind === Kind.FRAGMENT_SPREAD
            ? sizeOfFragment(selection.name.value)
            : sizeOf(selection.selectionSet);
        selections += inner.selections;
        depth = Math.max(depth, inner.depth);
        topFields += inner.topFields;
        sensitiveFields += inner.sensitive;
      }
    }
    return { selections, depth, topFields, sensitive: sensitiveFields };
  }

  return { sizeOf, hasCycle: () => cycle };
}

/** Pairs of fields that would share a key of the result, on this level and, merged as execution does, on all below. */
function countRepeats(sets: readonly SelectionSetNode[], fragments: Fragments): number {
  const byKey = new Map<string, { count: number; below: SelectionSetNode[] }>();
  const spread = new Set<string>();
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const same = byKey.get(key) ?? { count: 0, below: [] };
        byKey.set(key, same);
        same.count++;
        if (selection.selectionSet) same.below.push(selection.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  sets.forEach(collect);
  let pairs = 0;
  for (const { count, below } of byKey.values()) {
    pairs += (count * (count - 1)) / 2;
    if (below.length > 0) pairs += countRepeats(below, fragments);
  }
  return pairs;
}

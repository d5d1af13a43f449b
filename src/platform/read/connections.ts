import type { GraphQLObjectType, GraphQLOutputType, SelectionSetNode } from "graphql";
import { sealCursor } from "../cursor";
import type { PageWish } from "../keyset-page";
import { emptyObject } from "./empty-object";
import type { Values } from "./nodes";
import type { Make, Run, WindowEnd } from "./run";
import { selectionsBelow, type Selection } from "./selection";

/** Makes a connection of the rows that were fetched for one page; one more than wished tells that more follows. */
export type MakePage<C> = (fetched: readonly Values[], wish: PageWish, scope: () => string, run: Run<C>) => unknown;

interface ConnectionToCompile<C> {
  readonly selection: Selection;
  readonly type: GraphQLObjectType;
  readonly sets: readonly SelectionSetNode[];
  readonly item: (type: GraphQLOutputType, sets: readonly SelectionSetNode[]) => Make<C>;
  /** Where a row holds the values a cursor is made of; asked only when a cursor is. */
  readonly position: () => readonly number[];
  /** Called when it is asked whether more follows, or where to go on. */
  readonly lookAhead: () => void;
  /** Where the page ends is told by what was looked at, and not by its last row. */
  readonly isWindowed: boolean;
}

/** What the parts of one page share. */
interface Page<C> {
  readonly shown: readonly Values[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly end: WindowEnd | null;
  readonly cursor: (row: Values, position: readonly number[]) => string;
  readonly seal: (position: Values) => string;
  readonly run: Run<C>;
}

type Part<C> = (page: Page<C>) => unknown;

export function compileConnection<C>(asked: ConnectionToCompile<C>): MakePage<C> {
  const parts = compileParts(asked, asked.type, asked.sets, (name, type, sets) =>
    connectionPart(asked, name, type, sets),
  );
  return (fetched, { first, after }, scope, run) => {
    let known: string | undefined;
    const seal = (position: Values) => sealCursor(run.mac, { scope: (known ??= scope()), position });
    const cursors = new Map<Values, string>();
    const end = asked.isWindowed ? run.windowEnd : null;
    return parts({
      shown: fetched.length > first ? fetched.slice(0, first) : fetched,
      hasNext: fetched.length > first || end?.isFull === true,
      hasPrevious: after !== null,
      end,
      cursor(row, position) {
        let cursor = cursors.get(row);
        if (!cursor) cursors.set(row, (cursor = seal(position.map((place) => row[place]))));
        return cursor;
      },
      seal,
      run,
    });
  };
}

type CompilePart<Input> = (
  name: string,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
) => (of: Input) => unknown;

function compileParts<C, Input>(
  { selection }: ConnectionToCompile<C>,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  compile: CompilePart<Input>,
): (of: Input) => Record<string, unknown> {
  const fields = [...selection.fieldsOf(type, sets)].map(([key, nodes]) => {
    const name = nodes[0]!.name.value;
    if (name === "__typename") return { key, make: () => type.name };
    return { key, make: compile(name, type.getFields()[name]!.type, selectionsBelow(nodes)) };
  });
  const empty = emptyObject(fields.map(({ key }) => key));
  return (of) => {
    const made = empty();
    for (const { key, make } of fields) made[key] = make(of);
    return made;
  };
}

function connectionPart<C>(
  asked: ConnectionToCompile<C>,
  name: string,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
): Part<C> {
  if (name === "nodes") {
    const make = asked.item(type, sets);
    return ({ shown, run }) => shown.map((row) => make(row, run));
  }
  const named = objectOf(type);
  if (name === "pageInfo") return compileParts(asked, named, sets, (part) => pageInfoPart(asked, part));
  const edge = compileParts<C, { row: Values; page: Page<C> }>(asked, named, sets, (part, partType, below) => {
    if (part === "cursor") {
      const position = asked.position();
      return ({ row, page }) => page.cursor(row, position);
    }
    const make = asked.item(partType, below);
    return ({ row, page }) => make(row, page.run);
  });
  return (page) => page.shown.map((row) => edge({ row, page }));
}

function pageInfoPart<C>(asked: ConnectionToCompile<C>, name: string): Part<C> {
  if (name === "hasNextPage") {
    asked.lookAhead();
    return ({ hasNext }) => hasNext;
  }
  if (name === "hasPreviousPage") return ({ hasPrevious }) => hasPrevious;
  const position = asked.position();
  if (name === "startCursor") return ({ shown: [row], cursor }) => (row === undefined ? null : cursor(row, position));
  if (asked.isWindowed) asked.lookAhead();
  return ({ shown, end, cursor, seal }) => {
    const last = shown.at(-1);
    if (last !== undefined && isAt(last, position, end)) return cursor(last, position);
    return end && seal(end.position);
  };
}

/** Whether the page ends with this row: the rest that was looked at may not be for who asks. */
function isAt(row: Values, position: readonly number[], end: WindowEnd | null): boolean {
  return end === null || position.every((place, at) => row[place] === end.position[at]);
}

function objectOf(type: GraphQLOutputType): GraphQLObjectType {
  let inner: GraphQLOutputType = type;
  while ("ofType" in inner) inner = inner.ofType as GraphQLOutputType;
  return inner as GraphQLObjectType;
}

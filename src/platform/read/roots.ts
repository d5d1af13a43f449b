import { isListType, getNullableType, type FieldNode, type GraphQLField } from "graphql";
import { parseGlobalId, type GlobalId } from "../global-id";
import { Numbered, type Condition } from "../keyset-page";
import { compileObjects, compileRows, type RootToCompile, type StatementPlan } from "./compile";
import { NotPlanned } from "./not-planned";
import type { ObjectRead, ObjectsRead, RootBinding, RootRead } from "./reads";
import { argumentsReader, type ArgumentsReader } from "./selection";
import { StatementWriter } from "./statement";
import type { World } from "./world";

type Variables = Readonly<Record<string, unknown>>;

/** A root field of an operation; what it is asked with may decide which statement answers it. */
export interface PlannedRoot<C> {
  readonly key: string;
  readonly field: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  /**
   * @returns null when the answer is null without asking
   * @throws what is wrong with the arguments
   */
  readonly bind: (variables: Variables, context: C) => BoundRoot<C> | null;
}

export interface PlannedStatement<C> extends StatementPlan<C> {
  readonly writer: StatementWriter<C>;
}

export interface BoundRoot<C> {
  readonly statement: PlannedStatement<C>;
  /** One for each of the parts that stand at the root. */
  readonly bindings: readonly RootBinding<C>[];
  readonly ids: readonly (GlobalId | null)[];
}

/** @throws NotPlanned with what stands against it */
export function planRoot<C>(root: RootToCompile, key: string): PlannedRoot<C> {
  const { definition, asked } = root;
  const field = asked[0]!;
  const read = definition.extensions["read"] as RootRead<C> | ObjectsRead<C> | undefined;
  if (!read) throw new NotPlanned(`Query.${definition.name}`);
  const argumentsOf = argumentsReader(definition, field);
  const bind = read.kind === "root" ? bindRows(root, read, argumentsOf) : bindObjects(root, read, argumentsOf);
  return { key, field, definition, bind };
}

function withWriter<C>(plan: StatementPlan<C>): PlannedStatement<C> {
  return { ...plan, writer: new StatementWriter(plan.nodes) };
}

function bindRows<C>(root: RootToCompile, read: RootRead<C>, argumentsOf: ArgumentsReader): PlannedRoot<C>["bind"] {
  const statement = withWriter(compileRows(root, read));
  return (variables, context) => {
    const binding = read.bind(argumentsOf(variables), context);
    return binding && { statement, bindings: [binding], ids: [] };
  };
}

/** Sets of types that statements are kept for. */
const KEPT_SETS = 50;

/** The ids tell the types, and so which parts the statement has. */
function bindObjects<C>(
  root: RootToCompile,
  read: ObjectsRead<C>,
  argumentsOf: ArgumentsReader,
): PlannedRoot<C>["bind"] {
  const isList = isListType(getNullableType(root.definition.type));
  const statements = new Map<string, PlannedStatement<C>>();
  const statementFor = (types: readonly string[]): PlannedStatement<C> => {
    let statement = statements.get(types.join());
    if (!statement) {
      const plan = compileObjects(root, read, types);
      statement = withWriter(isList ? plan : { ...plan, make: (run) => (plan.make(run) as unknown[])[0] });
      if (statements.size >= KEPT_SETS) statements.clear();
      statements.set(types.join(), statement);
    }
    return statement;
  };
  // What stands against one of them is known before it is asked for.
  for (const type of Object.keys(read.types)) statementFor([type]);
  return (variables, context) => {
    const ids = read.ids(argumentsOf(variables)).map((text) => {
      const id = parseGlobalId(text);
      return id && Object.hasOwn(read.types, id.type) && read.isTold(id.type, context) ? id : null;
    });
    const asked = new Map<string, Set<string>>();
    for (const id of ids) if (id) asked.set(id.type, (asked.get(id.type) ?? new Set()).add(id.uuid));
    if (asked.size === 0 && !isList) return null;
    const types = [...asked.keys()].toSorted();
    const bindings = types.map((type) => objectBinding(root.world, read.types[type]!, [...asked.get(type)!], context));
    return { statement: statementFor(types), bindings, ids };
  };
}

/** Each object is looked up by its key, whatever PostgreSQL believes of the number of ids. */
function objectBinding<C>(
  world: World,
  { read, only }: ObjectRead<C>,
  ids: readonly string[],
  context: C,
): RootBinding<C> {
  const rows = world.rows(read.entity());
  const all = new Numbered([ids]);
  const and = (condition: Condition | undefined) => (condition ? ` and ${all.add(condition)}` : "");
  const text = `select x.* from unnest($1::uuid[]) k(id) cross join lateral (
    select ${rows.select("t")} from ${rows.table} t where t."id" = k.id${and(read.only?.(context))}${and(only?.(context))} limit 1) x`;
  return {
    from: { text, values: all.values },
    conditions: [],
    ...(read.note && { note: read.note }),
    ...(ids.length === 1 && { known: { id: ids[0]! } }),
  };
}

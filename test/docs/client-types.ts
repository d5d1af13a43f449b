import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
  isUnionType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLSchema,
  type GraphQLType,
} from "graphql";
import ts from "typescript";

interface TypedField {
  readonly name: string;
  /** Its type as written, without what makes it optional or null. */
  readonly type: string;
  readonly isOptional: boolean;
  readonly isNullable: boolean;
}

/** Names under which the schema's scalars are written in TypeScript; the others are strings. */
const SCALARS: Readonly<Record<string, string>> = { Int: "number", Float: "number", Boolean: "boolean" };

/**
 * Every way in which the hand-written types of a client differ from the schema, or from what its documents ask for. An
 * interface stands for the type of the same name; one whose name the schema does not know is the client's own affair.
 */
export function typeFaults(source: string, documents: readonly string[], schema: GraphQLSchema): string[] {
  const interfaces = readInterfaces(source);
  const faults: string[] = [];
  for (const [name, fields] of interfaces) {
    const type = schema.getType(name);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of fields) faults.push(...fieldFaults(name, field, schema));
  }
  for (const document of documents) faults.push(...selectionFaults(interfaces, document, schema));
  return faults;
}

function fieldFaults(typeName: string, field: TypedField, schema: GraphQLSchema): string[] {
  const path = `${typeName}.${field.name}`;
  const type = schema.getType(typeName);
  if (field.name === "__typename") return field.type === `"${typeName}"` ? [] : [`${path} is not "${typeName}"`];
  if (isInputObjectType(type)) {
    const known = type.getFields()[field.name];
    if (!known) return [`${path} is not in the schema`];
    const faults = sameType(field.type, known.type) ? [] : [`${path} is ${String(known.type)}, not ${field.type}`];
    // An input may ask for more than the hub does: that is how the client keeps to its own habits.
    return field.isOptional && isRequiredInputField(known) ? [...faults, `${path} is required`] : faults;
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const known = type.getFields()[field.name];
  if (!known) return [`${path} is not in the schema`];
  const faults = sameType(field.type, known.type) ? [] : [`${path} is ${String(known.type)}, not ${field.type}`];
  return field.isNullable === !isNonNullType(known.type)
    ? faults
    : [...faults, `${path}: null is not as in the schema`];
}

function sameType(written: string, type: GraphQLType): boolean {
  const bare = getNullableType(type);
  if (isListType(bare)) {
    const item = /^readonly \(?(.+?)\)?\[\]$/.exec(written)?.[1];
    return item !== undefined && sameType(item, bare.ofType);
  }
  const named = getNamedType(bare);
  const parts = written.split("|").map((part) => part.trim());
  if (isUnionType(named))
    return sameSet(
      parts,
      named.getTypes().map(({ name }) => name),
    );
  if (isEnumType(named)) {
    const values = named.getValues().map(({ name }) => `"${name}"`);
    return written === "string" || written === named.name || sameSet(parts, values);
  }
  if (isObjectType(named) || isInterfaceType(named) || isInputObjectType(named)) return written === named.name;
  return written === (SCALARS[named.name] ?? "string");
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join() === [...others].sort().join();
}

/** What is asked for but not typed, and what is typed but not asked for. */
function selectionFaults(
  interfaces: ReadonlyMap<string, readonly TypedField[]>,
  document: string,
  schema: GraphQLSchema,
): string[] {
  const faults: string[] = [];
  const info = new TypeInfo(schema);
  visit(
    parse(document),
    visitWithTypeInfo(info, {
      SelectionSet(node) {
        const type = info.getParentType();
        const fields = type ? interfaces.get(type.name) : undefined;
        if (!type || !fields) return;
        const asked = node.selections.flatMap((one) => (one.kind === "Field" ? [one.name.value] : []));
        const typed = fields.map(({ name }) => name).filter((name) => name !== "__typename");
        for (const name of asked) {
          if (name !== "__typename" && !typed.includes(name))
            faults.push(`${type.name}.${name} is asked for, not typed`);
        }
        for (const name of typed) {
          if (!asked.includes(name)) faults.push(`${type.name}.${name} is typed, not asked for`);
        }
      },
    }),
  );
  return faults;
}

function readInterfaces(source: string): Map<string, TypedField[]> {
  const file = ts.createSourceFile("client.ts", source, ts.ScriptTarget.Latest, true);
  const declared = file.statements.filter(ts.isInterfaceDeclaration);
  const fieldsOf = (one: ts.InterfaceDeclaration): TypedField[] => {
    const parents = one.heritageClauses?.flatMap(({ types }) => types.map((type) => type.getText())) ?? [];
    const inherited = declared.filter(({ name }) => parents.includes(name.text)).flatMap(fieldsOf);
    return [...inherited, ...one.members.filter(ts.isPropertySignature).map(toField)];
  };
  return new Map(declared.map((one) => [one.name.text, fieldsOf(one)]));
}

function toField(member: ts.PropertySignature): TypedField {
  const written = member.type!.getText();
  return {
    name: member.name.getText(),
    type: written.replace(/ \| null$/, ""),
    isOptional: member.questionToken !== undefined,
    isNullable: written.endsWith(" | null"),
  };
}

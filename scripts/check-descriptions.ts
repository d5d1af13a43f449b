import {
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";
import { buildHubSchema } from "../src/schema";
import { report } from "./gate-report";

// An agency's developer reads the schema and nothing else. A field without its Chinese term is guessed at, and a guess
// about 受理 or 办结 ends in a wrong status.
// To see it fail: empty one description in any *.types.ts and run `npm run check:descriptions`.

const CHINESE = /\p{Script=Han}/u;

interface Described {
  readonly path: string;
  readonly description: string | null | undefined;
}

/** The three roots are GraphQL's own words; type-graphql has no place to describe them. */
function everythingIn(schema: GraphQLSchema): Described[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
  return [
    ...types
      .filter((type) => !roots.some((root) => root === type))
      .map(({ name, description }) => ({ path: name, description })),
    ...types.flatMap(partsOf),
    ...directives.flatMap(({ name, description, args }) => [
      { path: `@${name}`, description },
      ...args.map((argument) => ({ path: `@${name}(${argument.name}:)`, description: argument.description })),
    ]),
  ];
}

function partsOf(type: GraphQLNamedType): Described[] {
  if (isEnumType(type)) {
    return type.getValues().map(({ name, description }) => ({ path: `${type.name}.${name}`, description }));
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map(({ name, description }) => ({
      path: `${type.name}.${name}`,
      description,
    }));
  }
  if (!("getFields" in type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, description, args }) => [
    { path: `${type.name}.${name}`, description },
    ...args.map((argument) => ({ path: `${type.name}.${name}(${argument.name}:)`, description: argument.description })),
  ]);
}

function main(): void {
  const described = everythingIn(buildHubSchema());
  const faults = described
    .filter(({ description }) => !CHINESE.test(description ?? ""))
    .map(
      ({ path, description }) =>
        `${path} ${description ? "has no Chinese term in its description" : "has no description"}`,
    );
  report(faults, `${described.length} parts of the schema are described`);
}

main();

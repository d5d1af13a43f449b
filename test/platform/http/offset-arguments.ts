import { isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from "graphql";

const BY_NUMBER = /^(offset|skip|page|pageNo|pageNumber|pageIndex|startIndex|start|row|rowNumber|limit)$/i;

/** Arguments and input fields by which a caller could make the database count past rows it then throws away. */
export function findOffsetArguments(schema: GraphQLSchema): string[] {
  const found: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isInputObjectType(type)) {
      for (const name of Object.keys(type.getFields())) if (BY_NUMBER.test(name)) found.push(`${type.name}.${name}`);
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        for (const { name } of field.args) if (BY_NUMBER.test(name)) found.push(`${type.name}.${field.name}(${name})`);
      }
    }
  }
  return found;
}

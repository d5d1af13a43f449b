import { getNamedType, isLeafType, isListType, getNullableType, specifiedScalarTypes } from "graphql";
import type { GraphQLOutputType } from "graphql";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";
import { DateTime } from "../scalars";
import { instantText } from "./nodes";

type Leaf = (value: unknown) => unknown;

const asItIs: Leaf = (value) => value;

/** How a value of this type is written into the answer; undefined when the type is no leaf. */
export function leafOf(type: GraphQLOutputType, column?: ColumnMetadata): Leaf | undefined {
  const named = getNamedType(type);
  if (!isLeafType(named)) return undefined;
  // The database's own checks keep these columns to what the type can say.
  const isPlain = specifiedScalarTypes.includes(named as never) && column !== undefined;
  const write: Leaf = isPlain
    ? asItIs
    : named === DateTime && column?.type === "timestamptz"
      ? (value) => instantText(value as string)
      : (value) => named.serialize(value);
  if (!isListType(getNullableType(type)))
    return (value) => (value === null || value === undefined ? null : write(value));
  return (values) => (values === null || values === undefined ? null : (values as unknown[]).map(write));
}

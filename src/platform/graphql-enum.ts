import { registerEnumType } from "type-graphql";

export interface EnumLabels {
  readonly name: string;
  readonly description: string;
  readonly values: readonly { readonly value: string; readonly label: string }[];
}

const registered = new Map<string, EnumLabels>();

/**
 * Declares a GraphQL enum from its Chinese labels, so that a value cannot exist without one.
 * @returns an object with each value under its own name, for use as `@Field(() => TheEnum)`.
 */
export function labelledEnum<Value extends string>(
  name: string,
  description: string,
  labels: Readonly<Record<Value, string>>,
): { readonly [Key in Value]: Key } {
  const values = Object.keys(labels) as Value[];
  const enumObject = Object.fromEntries(values.map((value) => [value, value])) as { readonly [Key in Value]: Key };
  const valuesConfig = Object.fromEntries(values.map((value) => [value, { description: labels[value] }]));
  registerEnumType(enumObject, { name, description, valuesConfig: valuesConfig as never });
  registered.set(name, { name, description, values: values.map((value) => ({ value, label: labels[value] })) });
  return enumObject;
}

/** Every enum declared so far, by name. */
export function enumLabels(): readonly EnumLabels[] {
  return [...registered.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

// graphql-jit in the place of graphql's execute: a document is compiled when it is first executed, and the compiled one
// is kept as long as the document is.

const Module = require("node:module");
const { join } = require("node:path");
const { getNullableType, isAbstractType, isInputObjectType, isNonNullType, typeFromAST } = require("graphql");

const PEERS = join(__dirname, "..", "peers", "package.json");

/** The peers have a graphql of their own, and a type made by one copy is none to the other. */
function withOneGraphql(load) {
  const resolve = Module._resolveFilename;
  const ours = require.resolve("graphql");
  Module._resolveFilename = function resolveOnce(request, ...rest) {
    return request === "graphql" ? ours : resolve.call(this, request, ...rest);
  };
  try {
    return load();
  } finally {
    Module._resolveFilename = resolve;
  }
}

const { compileQuery, isCompiledQuery } = withOneGraphql(() => Module.createRequire(PEERS)("graphql-jit"));

/**
 * graphql-jit does not wait for the name of a type, and type-graphql makes every `resolveType` an async function. Of the
 * hub's abstract types the benches ask for results of deeds, which hold their names, and for records of agencies.
 */
function nameTypesAtOnce(schema) {
  const { RECORD_TYPE_NAMES } = require("../../dist/src/agencies/agency-record.entity.js");
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value) => value.__typename ?? RECORD_TYPE_NAMES[value.line];
  }
}

const prepared = new WeakSet();
const compiledOf = new WeakMap();

function compiled({ schema, document, operationName }) {
  if (!prepared.has(schema)) nameTypesAtOnce(schema);
  prepared.add(schema);
  let byName = compiledOf.get(document);
  if (!byName) compiledOf.set(document, (byName = new Map()));
  let query = byName.get(operationName);
  if (!query) {
    query = compileQuery(schema, document, operationName);
    if (!isCompiledQuery(query)) throw query.errors[0];
    byName.set(operationName, query);
  }
  return query;
}

/**
 * graphql-jit 0.8.9 refuses an input object without a field that is not null and has a default, as `documents` is; put in
 * here, so that there is something to measure. Of the benches' own requests only, whose inputs hold no others.
 */
function withDefaults({ schema, document, variableValues = {} }) {
  const filled = { ...variableValues };
  for (const { variable, type } of document.definitions[0].variableDefinitions) {
    const inputType = getNullableType(typeFromAST(schema, type));
    if (!isInputObjectType(inputType)) continue;
    const missing = Object.values(inputType.getFields()).filter(
      (field) => isNonNullType(field.type) && !(field.name in filled[variable.name.value]),
    );
    const defaults = Object.fromEntries(missing.map(({ name, defaultValue }) => [name, defaultValue]));
    filled[variable.name.value] = { ...defaults, ...filled[variable.name.value] };
  }
  return filled;
}

module.exports.execute = (args) => compiled(args).query(args.rootValue, args.contextValue, withDefaults(args));

import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from "graphql";
import { sampleSchema } from "./sample-schema";
import { closeSamples, serveSample, type Sample } from "./sample-server";

const WORDS = 5_000;
/** Words of our JSON and of GraphQL itself, which a reply may hold whatever the schema is. */
const OUR_OWN = new Set([
  "errors",
  "message",
  "locations",
  "line",
  "column",
  "extensions",
  "code",
  "path",
  "requestId",
  "data",
  "null",
]);

let server: Sample;
beforeAll(async () => {
  server = await serveSample();
});
afterAll(closeSamples);

function namesOf(schema: GraphQLSchema): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    names.add(type.name);
    if (isEnumType(type)) for (const { name } of type.getValues()) names.add(name);
    if (isInputObjectType(type)) for (const name of Object.keys(type.getFields())) names.add(name);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const { name, args } of Object.values(type.getFields())) {
        names.add(name);
        for (const argument of args) names.add(argument.name);
      }
    }
  }
  return names;
}

/** What a scanner tries: everyday words, words of databases, and every near miss of what is really there. */
function makeDictionary(schema: GraphQLSchema): string[] {
  const words = new Set<string>();
  for (const name of namesOf(schema)) {
    words
      .add(name)
      .add(`${name}s`)
      .add(name.slice(0, -1))
      .add(name.slice(1))
      .add(`${name}X`)
      .add(name.toLowerCase() + "_");
    words
      .add(name.replace(/^./, (letter) => letter.toUpperCase()))
      .add([...name].reverse().join(""))
      .add(name.replace(/[aeiou]/, "u"));
  }
  const verbs = [
    "get",
    "find",
    "list",
    "all",
    "create",
    "update",
    "delete",
    "search",
    "my",
    "admin",
    "is",
    "has",
    "count",
    "add",
    "remove",
  ];
  const things = [
    "user",
    "account",
    "order",
    "person",
    "case",
    "file",
    "token",
    "role",
    "group",
    "item",
    "note",
    "book",
    "shelf",
    "secret",
  ];
  const ends = [
    "",
    "s",
    "Id",
    "Name",
    "List",
    "Count",
    "ById",
    "Connection",
    "Input",
    "Type",
    "Date",
    "Status",
    "Key",
    "Url",
    "At",
  ];
  for (const verb of verbs)
    for (const thing of things)
      for (const end of ends) words.add(verb + thing.replace(/^./, (c) => c.toUpperCase()) + end);
  for (const thing of things) for (const end of ends) words.add(thing + end);
  for (let i = 0; words.size < WORDS; i++) words.add(`word${i}`);
  return [...words].filter((word) => /^[_A-Za-z]\w*$/.test(word)).slice(0, WORDS);
}

/** A word in each place where a server might be tempted to set it right. */
const PLACES: readonly ((word: string) => { query: string; variables?: unknown })[] = [
  (word) => ({ query: `{ ${word} }` }),
  (word) => ({ query: `{ ${word} { ${word} } }` }),
  (word) => ({ query: `{ folio { ${word} } }` }),
  (word) => ({ query: `{ folios(${word}: 1) { ${word} } }` }),
  (word) => ({ query: `{ hello(filter: { ${word}: 1 }) }` }),
  (word) => ({ query: `{ hello(filter: { binding: ${word} }) }` }),
  (word) => ({ query: `{ exlibrisList(ids: []) { ... on ${word} { ${word} } } }` }),
  (word) => ({ query: `query ($x: ${word}) { hello(name: $x) }` }),
  (word) => ({ query: `mutation { ${word}(input: {}) { id } }` }),
  (word) => ({ query: `{ hello @${word}(if: true) }` }),
  (word) => ({ query: "query ($f: FolioFilter) { hello(filter: $f) }", variables: { f: { [word]: 1 } } }),
  (word) => ({
    query: "query ($f: FolioFilter) { hello(filter: $f) }",
    variables: { f: { binding: word, all: [{ [word]: word }] } },
  }),
  (word) => ({ query: "mutation ($i: ShelfmarkInput!) { shelve(input: $i) { id } }", variables: { i: { [word]: 1 } } }),
  (word) => ({ query: `query A { hello } query ${word} { hello }`, variables: {} }),
];

test(`D10 ${WORDS} guessed words in ${PLACES.length} places bring out no name of the schema the caller did not send`, async () => {
  const schema = sampleSchema();
  const names = namesOf(schema);
  const words = makeDictionary(schema);
  expect(words).toHaveLength(WORDS);
  const leaks: string[] = [];
  for (const [index, word] of words.entries()) {
    const payload = PLACES[index % PLACES.length]!(word);
    const { body } = await server.app.inject({
      method: "POST",
      url: "/graphql",
      payload,
      headers: { authorization: "Bearer good" },
    });
    const { errors } = JSON.parse(body) as { errors?: unknown };
    const sent = new Set(JSON.stringify(payload).match(/\w+/g));
    // What is answered to a name the caller knew is data; a guess is answered with errors, and those may tell nothing.
    for (const told of JSON.stringify(errors ?? []).match(/[A-Za-z_]\w*/g) ?? []) {
      if (names.has(told) && !sent.has(told) && !OUR_OWN.has(told))
        leaks.push(`${told} in answer to ${JSON.stringify(payload)}`);
    }
    expect(body).not.toMatch(/did you mean/i);
  }
  expect(leaks).toEqual([]);
}, 240_000);

test.each([
  ["__schema", "{ __schema { queryType { name } } }"],
  ["__type", '{ __type(name: "Query") { name fields { name } } }'],
  ["__schema in a fragment", "{ ...F } fragment F on Query { __schema { types { name } } }"],
  ["__type under an alias", '{ x: __type(name: "Folio") { name } }'],
  ["__schema with a comment inside", "{ __schema #\n { types { name } } }"],
])("D10 introspection by %s is refused in our words", async (_how, query) => {
  const reply = await server.app.inject({
    method: "POST",
    url: "/graphql",
    payload: { query },
    headers: { authorization: "Bearer good", accept: "application/graphql-response+json" },
  });
  expect(reply.statusCode).toBe(400);
  expect(reply.body).toContain("未开放接口自省");
  expect(reply.body).not.toMatch(/Marginalia|shelfmark|introspection|Apollo/);
});

test("__typename stays, as clients cannot do without it", async () => {
  const { body } = await server.app.inject({
    method: "POST",
    url: "/graphql",
    payload: { query: "{ __typename folio { __typename } }" },
  });
  expect(JSON.parse(body)).toEqual({ data: { __typename: "Query", folio: { __typename: "Folio" } } });
});

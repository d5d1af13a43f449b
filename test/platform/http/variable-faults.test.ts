import { CITIZEN, expectNothingPersonal, NAME } from "./personal-data";
import { closeSamples, post, serveSample, type Reply, type Sample } from "./sample-server";

let server: Sample;
beforeAll(async () => {
  server = await serveSample();
});
beforeEach(() => void server.logged.splice(0));
afterAll(closeSamples);

describe("what is wrong with a variable is told without the value", () => {
  const query = "query ($f: FolioFilter, $n: String!) { hello(filter: $f, name: $n) }";
  const send = (variables: unknown, to: Sample = server): Promise<Reply> => post(to, { query, variables });

  test.each([
    [
      "a scalar of ours says it in its own words",
      { f: { zifferkode: `${CITIZEN}0` }, n: "" },
      ["f", "zifferkode"],
      /18 位数字/,
    ],
    ["a wrong type", { f: { number: NAME }, n: "" }, ["f", "number"], /取值与类型不符/],
    ["an unknown enum value", { f: { binding: NAME }, n: "" }, ["f", "binding"], /取值与类型不符/],
    [
      "deep inside a list",
      { f: { all: [{}, { all: [{ number: CITIZEN }] }] }, n: "" },
      ["f", "all", 1, "all", 0, "number"],
      /取值/,
    ],
    [
      "an input field that does not exist",
      { f: { inscriptionn: NAME }, n: "" },
      ["f"],
      /没有这个输入字段（inscriptionn）/,
    ],
    ["a required variable that is missing", { f: {} }, ["n"], /必填/],
    ["a required variable that is null", { n: null }, ["n"], /不能为 null/],
  ])("%s", async (_what, variables, inputPath, message) => {
    const reply = await send(variables);
    const [error] = reply.body.errors!;
    expect({ status: reply.status, code: reply.code }).toEqual({ status: 400, code: "BAD_USER_INPUT" });
    expect(error!.extensions["inputPath"]).toEqual(inputPath);
    expect(error!.message).toMatch(message);
    expect(reply.text).not.toMatch(/did you mean/i);
    expectNothingPersonal(reply.text);
    expectNothingPersonal(server.logged.join("").replace(/"time":\d+/g, ""));
  });

  test("the name of a missing input field is told only where the schema may be read", async () => {
    const open = await serveSample({ introspection: true });
    const mutation = "mutation ($i: ShelfmarkInput!) { shelve(input: $i) { id } }";
    const body = { query: mutation, variables: { i: { clientKey: "a" } } };
    expect((await post(server, body)).text).not.toContain("shelfmark");
    expect((await post(open, body)).body.errors![0]!.message).toBe("变量 $i：缺少必填的参数或字段（shelfmark）。");
  });

  test("the same for literals", async () => {
    const reply = await post(server, { query: `{ hello(filter: { zifferkode: "${CITIZEN}0", number: "${NAME}" }) }` });
    expect(reply.code).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(reply.text).toContain("18 位数字");
    expectNothingPersonal(reply.text);
  });
});

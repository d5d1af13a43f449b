import { printType, type GraphQLObjectType } from "graphql";
import { buildSchema, Field, ObjectType, Query, Resolver } from "type-graphql";
import { connectionOf, Node, toConnection, toWish, type Connection } from "../../../src/platform/connection";
import type { CursorMac } from "../../../src/platform/cursor";
import { fromGlobalId, parseGlobalId, toGlobalId } from "../../../src/platform/global-id";

const UUID = "0190a1b2-0000-7000-8000-000000000001";

describe("a global id", () => {
  test("names a type and one thing of it, and reads back to both", () => {
    expect(parseGlobalId(toGlobalId("Folio", UUID))).toEqual({ type: "Folio", uuid: UUID });
    expect(fromGlobalId("Folio", toGlobalId("Folio", UUID))).toBe(UUID);
  });

  test("of another type is nothing here, without a word why", () => {
    expect(fromGlobalId("Folio", toGlobalId("Marginalia", UUID))).toBeUndefined();
  });

  test.each([
    ["nothing", ""],
    ["a bare UUID", UUID],
    ["an integer", "42"],
    ["no UUID inside", Buffer.from("Folio:1").toString("base64url")],
    ["no type", Buffer.from(`:${UUID}`).toString("base64url")],
    ["something behind", Buffer.from(`Folio:${UUID}:x`).toString("base64url")],
    ["a UUID in capitals", Buffer.from(`Folio:${UUID.toUpperCase()}`).toString("base64url")],
    ["another writing of the same bytes", `${toGlobalId("Folio", UUID)}=`],
    ["a space in front", ` ${toGlobalId("Folio", UUID)}`],
    ["SQL", Buffer.from(`Folio:' or 1=1 --${UUID}`).toString("base64url")],
    ["NUL", `${toGlobalId("Folio", UUID)}\0`],
    ["a megabyte", "A".repeat(1_000_000)],
  ])("that is %s is undefined, not an error", (_what, text) => {
    expect(parseGlobalId(text)).toBeUndefined();
    expect(fromGlobalId("Folio", text)).toBeUndefined();
  });
});

const mac: CursorMac = {
  seal: (plain) => plain,
  open: (body) => body,
  mac: (purpose, value) => `${purpose}|${value}`,
  verifyMac: (purpose, value, given) => given === `${purpose}|${value}`,
};

describe("a connection", () => {
  @ObjectType("Volume", { implements: Node, description: "卷: a volume" })
  class Volume extends Node {
    constructor(private readonly uuid: string) {
      super();
    }

    override globalId(): string {
      return toGlobalId("Volume", this.uuid);
    }

    @Field(() => String, { description: "书名: its title" })
    title: string;
  }

  const VolumeConnection = connectionOf(() => Volume, "Volume", "卷");

  @Resolver()
  class VolumeResolver {
    @Query(() => VolumeConnection)
    volumes(): Connection<Volume> {
      return {
        edges: [],
        nodes: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      };
    }
  }

  test("has edges, nodes and page info, all non-null and all described in both languages", async () => {
    const schema = await buildSchema({ resolvers: [VolumeResolver], orphanedTypes: [Volume] });
    const printed = (name: string): string =>
      printType(schema.getType(name)!)
        .replace(/"""[^]*?"""\n\s*/g, "")
        .replace(/\n\n/g, "\n");
    expect(printed("VolumeConnection")).toBe(
      "type VolumeConnection {\n  edges: [VolumeEdge!]!\n  nodes: [Volume!]!\n  pageInfo: PageInfo!\n}",
    );
    expect(printed("VolumeEdge")).toBe("type VolumeEdge {\n  cursor: String!\n  node: Volume!\n}");
    expect(printed("PageInfo")).toContain("hasNextPage: Boolean!");
    expect(printed("PageInfo")).toContain("endCursor: String\n");
    expect(printed("Node")).toBe("interface Node {\n  id: ID!\n}");
    for (const name of ["VolumeConnection", "VolumeEdge", "PageInfo", "Node"]) {
      const type = schema.getType(name) as GraphQLObjectType;
      for (const { description } of [type, ...Object.values(type.getFields())])
        expect(description).toMatch(/[\u4e00-\u9fff].*[a-z]/);
    }
  });

  test("made from a page has a cursor that opens to where each node stood, and nothing for an empty page", () => {
    const nodes = [{ n: 1 }, { n: 2 }, { n: 3 }];
    const page = { nodes, positions: [[1], [2], [3]], hasNextPage: true };
    const first = toConnection(mac, "scope", { first: 3, after: null }, page);
    expect(first.nodes).toEqual(nodes);
    expect(first.edges.map(({ node }) => node)).toEqual(nodes);
    expect(first.pageInfo).toMatchObject({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]!.cursor,
    });
    expect(toWish(mac, "scope", { first: 3, after: first.pageInfo.endCursor })).toEqual({ first: 3, after: [3] });
    expect(toWish(mac, "scope", { first: 3, after: null })).toEqual({ first: 3, after: null });

    const empty = toConnection(
      mac,
      "scope",
      { first: 3, after: [3] },
      { nodes: [], positions: [], hasNextPage: false },
    );
    expect(empty.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null });
  });
});

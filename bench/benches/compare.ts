import { isDeepStrictEqual } from "node:util";
import type { Server } from "../ground/servers";
import type { Request } from "../load/load";

export type Json = null | boolean | number | string | Json[] | { readonly [name: string]: Json };

export async function ask(server: Server, { token, body }: Request): Promise<Json> {
  const response = await fetch(`${server.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body,
  });
  const answer = (await response.json()) as { data: Json; errors?: Json };
  if (!response.ok || answer.errors || !answer.data) {
    throw new Error(`${server.name} refused ${body}\n${JSON.stringify(answer).slice(0, 2_000)}`);
  }
  return answer.data;
}

type RequestsFor = (server: Server) => Promise<readonly Request[]>;

/**
 * Asks everybody the same and wants the same from everybody. A cursor is opaque, sealed anew each time and good only for
 * who gave it; so each server has requests of its own, which differ in nothing else.
 */
export async function compareReads(servers: readonly Server[], requestsFor: RequestsFor): Promise<string> {
  const answers = await Promise.all(
    servers.map(async (server) => {
      const data: Json[] = [];
      for (const request of await requestsFor(server)) data.push(withoutCursors(await ask(server, request)));
      return { server, data };
    }),
  );
  const [first, ...others] = answers;
  if (first!.data.length === 0) throw new Error("the database holds nothing to ask for: give more --disputes");
  for (const { server, data } of others) {
    const difference = firstDifference(first!.data, data, "");
    if (difference === "") continue;
    throw new Error(`${server.name} does not answer as ${first!.server.name} does.\n${difference}`);
  }
  const per = (fits: (value: Json) => boolean) => (count(first!.data, fits) / first!.data.length).toFixed(0);
  const names = servers.map(({ name }) => name).join(", ");
  return `${first!.data.length} answers of ${names} are equal: ${per(isRow)} rows, ${per(isLeaf)} values on average`;
}

function withoutCursors(data: Json): Json {
  return JSON.parse(JSON.stringify(data), (name, value: Json) =>
    name === "endCursor" ? value !== null : value,
  ) as Json;
}

const isLeaf = (value: Json): boolean => value === null || typeof value !== "object";
/** A row of the database is what has an id of its own. */
const isRow = (value: Json): boolean => typeof value === "object" && value !== null && "id" in value;

function count(data: Json, fits: (value: Json) => boolean): number {
  const inside = typeof data === "object" && data !== null ? Object.values(data) : [];
  return (fits(data) ? 1 : 0) + inside.reduce<number>((sum, value) => sum + count(value as Json, fits), 0);
}

export function firstDifference(one: Json, other: Json, path: string): string {
  if (isDeepStrictEqual(one, other)) return "";
  const bothHold = [one, other].every((value) => typeof value === "object" && value !== null);
  if (!bothHold) return `${path}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`;
  const [a, b] = [one as Record<string, Json>, other as Record<string, Json>];
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!(name in a) || !(name in b)) return `${path}.${name} is there only once`;
    const difference = firstDifference(a[name]!, b[name]!, `${path}.${name}`);
    if (difference !== "") return difference;
  }
  return `${path} has its fields in another order`;
}

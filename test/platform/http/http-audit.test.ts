import { serverAudits } from "graphql-http";
import { ANONYMOUS_AUDIT_EXCEPTIONS, AUDIT_EXCEPTIONS } from "./audit-exceptions";
import { closeSamples, serveSample } from "./sample-server";

afterAll(closeSamples);

interface Outcome {
  readonly failed: string[];
  readonly count: number;
}

async function audit(headers: Record<string, string>): Promise<Outcome> {
  const { url } = await serveSample({ introspection: true });
  const fetchFn = (input: string, init: RequestInit = {}) =>
    fetch(input, { ...init, headers: { ...headers, ...init.headers } });
  const audits = serverAudits({ url: `${url}/graphql`, fetchFn });
  const results = await Promise.all(audits.map(({ fn }) => fn()));
  return {
    failed: results
      .filter(({ status }) => status !== "ok")
      .map(({ id }) => id)
      .sort(),
    count: results.length,
  };
}

test("G12 the public audit of GraphQL over HTTP passes for a caller with a token", async () => {
  const { failed, count } = await audit({ authorization: "Bearer good" });
  expect(count).toBe(61);
  expect(failed).toEqual(Object.keys(AUDIT_EXCEPTIONS).sort());
});

test("G12 without a token only what D13 forbids fails", async () => {
  const { failed } = await audit({});
  expect(failed).toEqual([...Object.keys(AUDIT_EXCEPTIONS), ...Object.keys(ANONYMOUS_AUDIT_EXCEPTIONS)].sort());
});

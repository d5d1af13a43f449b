import { HubClient } from "../../src/platform/connection-pool";

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Send = (...given: unknown[]) => unknown;

/** Everything this process sends to PostgreSQL while the work is done, `begin` and `commit` too. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const prototype = HubClient.prototype as unknown as { query: Send };
  const send = prototype.query;
  prototype.query = function (...given) {
    // A statement with a name is handed over as an object, one without as text and values.
    const [first, second] = given;
    const { text, values } =
      typeof first === "string" ? { text: first, values: second } : (first as Partial<Statement>);
    if (text !== undefined) sent.push({ text, values: Array.isArray(values) ? values : [] });
    return send.apply(this, given);
  };
  try {
    await work();
  } finally {
    prototype.query = send;
  }
  return sent;
}

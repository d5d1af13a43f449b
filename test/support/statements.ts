import { HubClient } from "../../src/platform/connection-pool";

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Send = (...given: unknown[]) => unknown;

/** Everything this process sends to PostgreSQL while the work is done, `begin` and `commit` too. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  return (await flightsOf(work)).flat();
}

/** The same by round trips: statements go together when one is sent before all the others have been answered. */
export async function flightsOf(work: () => Promise<unknown>): Promise<Statement[][]> {
  const flights: Statement[][] = [];
  let unanswered = 0;
  const prototype = HubClient.prototype as unknown as { query: Send };
  const send = prototype.query;
  prototype.query = function (...given) {
    // A statement with a name is handed over as an object, one without as text and values.
    const [first, second] = given;
    const { text, values } =
      typeof first === "string" ? { text: first, values: second } : (first as Partial<Statement>);
    const answer = send.apply(this, given);
    if (text === undefined) return answer;
    if (unanswered === 0) flights.push([]);
    flights.at(-1)!.push({ text, values: Array.isArray(values) ? values : [] });
    unanswered += 1;
    const settled = () => void (unanswered -= 1);
    if (answer instanceof Promise) answer.then(settled, settled);
    return answer;
  };
  try {
    await work();
  } finally {
    prototype.query = send;
  }
  return flights;
}

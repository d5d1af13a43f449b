import { createRequire } from "node:module";
import { join } from "node:path";
import { openGround, type Ground } from "../ground/cluster";
import { hubCommand, type Server, type Start } from "../ground/servers";
import { BENCH, PEERS } from "../ground/paths";
import { Stage } from "../report/measure";
import { printPrices, type Price } from "../report/prices";
import type { RoundsWish } from "../report/rounds";
import type { Bench, Inside, Scenario } from "./bench";
import { compareReads } from "./compare";
import { historyBench } from "./history";
import { writeBench } from "./status";

type Shape = "history" | "status";
type Wish = Omit<RoundsWish, "postmaster">;

interface Switch {
  readonly says: string;
  readonly shows: readonly Shape[];
}

const LEAN = join(BENCH, "lean");
const SWITCHES = createRequire(__filename)(join(LEAN, "switches.cjs")) as Readonly<Record<string, Switch>>;

/** The same hub twice, with something changed about the second. */
interface Contest {
  readonly name: string;
  readonly says: string;
  readonly shows: readonly Shape[];
  /** What is changed about both. */
  readonly base: readonly string[];
  readonly changed: readonly string[];
}

/** Switches that are to be seen only beside others. */
const TOGETHER: readonly Contest[] = [
  {
    name: "all of documents",
    says: "nothing of a document remembered",
    shows: ["history"],
    base: [],
    changed: ["documents", "prices", "plans"],
  },
  {
    name: "cache control besides field by field",
    says: "… and Apollo's cache control on",
    shows: ["history"],
    base: ["field by field"],
    changed: ["cache control"],
  },
  {
    name: "graphql-jit besides field by field",
    says: "… and graphql-jit instead of graphql's execute",
    shows: ["history", "status"],
    base: ["field by field"],
    changed: ["graphql-jit"],
  },
];

const CONTESTS: readonly Contest[] = [
  ...Object.entries(SWITCHES)
    .filter(([, { shows }]) => shows.length > 0)
    .map(([name, { says, shows }]) => ({ name, says, shows, base: [], changed: [name] })),
  ...TOGETHER,
];

const BENCHES: Readonly<Record<Shape, Bench>> = { history: historyBench, status: writeBench };

/** Fewer requests than each comparison makes: what has run less often than that was not in force. */
const LEAST_RUN = 20;

/** The program stands in `bench/peers/integrations.mjs`; the hub's own comes first, the others are measured against it. */
const INTEGRATIONS: readonly (readonly [name: string, says: string])[] = [
  ["own", "the hub's own route on fastify"],
  ["fastify", "@as-integrations/fastify"],
  ["express5", "@as-integrations/express5"],
  ["standalone", "startStandaloneServer"],
];
const HTTP = "http";

export const LEAN_PARTS: readonly string[] = [...CONTESTS.map(({ name }) => name), HTTP];

/** What the hub leaves out, remembers and chooses, each priced by the hub that does it the other way. */
export async function runLean(disputes: number, parts: readonly string[], wish: Wish): Promise<Price[]> {
  const unknown = parts.find((name) => !LEAN_PARTS.includes(name));
  if (unknown !== undefined) throw new Error(`there is no "${unknown}", only ${LEAN_PARTS.join(", ")}`);
  const ground = await openGround({ disputes, fresh: false });
  try {
    const prices: Price[] = [];
    for (const contest of CONTESTS)
      if (parts.includes(contest.name)) prices.push(...(await hold(ground, contest, wish)));
    const http = parts.includes(HTTP) ? await compareIntegrations(ground, wish) : [];
    const how = `${wish.rounds} rounds of ${wish.seconds} s`;
    if (prices.length > 0) printPrices(`what is changed about the hub, ${how}`, prices);
    if (http.length > 0) printPrices(`one Apollo behind several HTTP integrations, ${how}`, http);
    return [...prices, ...http];
  } finally {
    await ground.stop();
  }
}

async function hold(ground: Ground, { name, says, shows, base, changed }: Contest, wish: Wish): Promise<Price[]> {
  const stage = await Stage.open(ground, [hubWith("hub", base), hubWith(name, [...base, ...changed])]);
  try {
    const prices: Price[] = [];
    for (const shape of shows) {
      const scenarios = async (inside: Inside) => (await BENCHES[shape].scenarios(inside)).map(proving);
      const [one, other] = await stage.run({ name, scenarios }, wish);
      prices.push({ of: says, scenario: shape, base: one!, changed: other! });
    }
    return prices;
  } finally {
    await stage.close();
  }
}

function hubWith(name: string, switches: readonly string[]): "hub" | Start {
  if (switches.length === 0) return "hub";
  const env = { HUB_SWITCHES: switches.join(",") };
  return { name, ...hubCommand(["-r", join(LEAN, "preload.cjs")]), env, answers: true };
}

/** While answers are compared, every change must be seen to be in force; otherwise two equal hubs would be timed. */
function proving(scenario: Scenario): Scenario {
  return {
    ...scenario,
    async compare(servers) {
      const before = await Promise.all(servers.map(runs));
      const equal = await scenario.compare(servers);
      const after = await Promise.all(servers.map(runs));
      const seen = after.flatMap((counts, at) =>
        Object.entries(counts).map(([name, count]) => ({ name, times: count - before[at]![name]! })),
      );
      const idle = seen.find(({ times }) => times < LEAST_RUN);
      if (idle) throw new Error(`"${idle.name}" has run ${idle.times} times while answers were compared: not in force`);
      return `${equal}; in force: ${seen.map(({ name, times }) => `${name} ${times} times`).join(", ")}`;
    },
  };
}

/** How often each change has run. */
async function runs(server: Server): Promise<Readonly<Record<string, number>>> {
  return server.answers ? ((await server.ask()) as Readonly<Record<string, number>>) : {};
}

async function compareIntegrations(ground: Ground, wish: Wish): Promise<Price[]> {
  const program = join(PEERS, "integrations.mjs");
  const starts = INTEGRATIONS.map(([name]) => ({ name, program: process.execPath, args: [program, name] }));
  const stage = await Stage.open(ground, starts);
  try {
    const [base, ...others] = await stage.run({ name: HTTP, scenarios: async () => [greeting] }, wish);
    return others.map((changed, at) => ({ of: INTEGRATIONS[at + 1]![1], scenario: "greeting", base: base!, changed }));
  } finally {
    await stage.close();
  }
}

const GREETING = {
  token: "none",
  body: JSON.stringify({
    query: "query Greet($name: String!) { greet(name: $name) __typename }",
    variables: { name: "clerk" },
  }),
};

/** Next to no work, so that what carries it to Apollo and back shows. */
const greeting: Scenario = {
  name: "greeting",
  connections: 16,
  plan: async () => ({ kind: "reads", label: "greeting", requests: [GREETING] }),
  compare: (servers) => compareReads(servers, async () => [GREETING]),
};

import type { DisputeCategory } from "../../src/dispute/dispute.labels";
import { CHANNEL_ROWS, factsOf } from "../../src/routing/channels.rules";
import { decideDraft, withDraft } from "../../src/routing/draft.rules";
import type { Facts } from "../../src/routing/fact.labels";
import { hasEffect, rehearse, type PastKind } from "../../src/routing/rehearsal.rules";
import { Random } from "../fill/random";
import { openGround } from "../ground/cluster";
import type { Request } from "../load/load";
import { Stage } from "../report/measure";
import { note } from "../report/rounds";
import { median, print } from "../report/table";
import type { Inside } from "./bench";
import { ask, type Json } from "./compare";

export const BACKTEST_DISPUTES = 100_000;

interface BacktestRow {
  readonly name: string;
  readonly disputes: number;
  readonly moved: number;
  readonly seconds: number;
  readonly least: number;
  readonly most: number;
  readonly disputesPerSecond: number;
}

interface Outcome {
  readonly tried: number;
  readonly moved: number;
}

/** Takes a usual door away, gives a category another first door, and shuts one: moves, gaps and overlaps at once. */
const DRAFT = {
  put: [
    { id: "惯例-侵权损害.FIRST.PEOPLES_MEDIATION", categories: ["TORT_DAMAGE"], door: "LITIGATION", verdict: "FIRST" },
    {
      id: "试.欠薪先监察",
      categories: ["WAGE_ARREARS"],
      when: { isMigrantWorker: true },
      door: "LABOUR_INSPECTION",
      verdict: "FIRST",
      basis: "劳动保障监察条例 9",
    },
    {
      id: "试.邻里不诉",
      categories: ["NEIGHBOR"],
      when: { isMinorScuffle: true },
      door: "LITIGATION",
      verdict: "FORBIDDEN",
      remark: "试",
    },
  ],
  remove: ["惯例-其他.FIRST.CENTRE_DESK"],
};

const QUERY = `query Backtest($draft: ChannelRulesDraft!) {
  routePreview(draft: $draft) {
    tried isBounded moved changed
    moves { category from { door } to { door } disputes }
    gaps { category facts { fact isSo } undecided { door } disputes }
    overlaps { door { door } opens shuts disputes }
  }
}`;

/**
 * A draft of the channel rules over past disputes: as the one who governs asks it of the hub, which decides once what is
 * alike; and the rules alone, where every dispute has facts of its own and nothing is alike.
 */
export async function runBacktest(disputes: number, rounds: number): Promise<BacktestRow[]> {
  const ground = await openGround({ disputes, fresh: false });
  try {
    const stage = await Stage.open(ground, ["hub"]);
    try {
      const { inside, servers } = stage;
      const request = {
        token: await inside.tokens.supervisor(),
        body: JSON.stringify({ query: QUERY, variables: { draft: DRAFT } }),
      };
      const asked = await timed("the hub, asked for a preview", rounds, () => askPreview(servers[0]!, request));
      const kinds = await kindsOfTheirOwn(inside, disputes);
      const alone = await timed("the rules alone, each dispute by itself", rounds, () =>
        Promise.resolve(decideAll(kinds)),
      );
      const rows = [asked, alone];
      for (const row of rows) {
        if (row.disputes < Math.min(disputes, BACKTEST_DISPUTES))
          throw new Error(`only ${row.disputes} disputes were tried`);
      }
      print(
        `back-test of ${disputes} disputes, ${rounds} rounds`,
        ["", "s", "min-max", "disputes/s", "moved"],
        ({ name, seconds, least, most, disputesPerSecond, moved }) => [
          name,
          seconds.toFixed(2),
          `${least.toFixed(2)}-${most.toFixed(2)}`,
          disputesPerSecond.toFixed(0),
          String(moved),
        ],
        rows,
      );
      return rows;
    } finally {
      await stage.close();
    }
  } finally {
    await ground.stop();
  }
}

async function timed(name: string, rounds: number, once: () => Promise<Outcome>): Promise<BacktestRow> {
  const times: number[] = [];
  let outcome: Outcome = { tried: 0, moved: 0 };
  for (let round = 0; round < rounds; round++) {
    const begunAt = performance.now();
    outcome = await once();
    times.push((performance.now() - begunAt) / 1000);
    note(`${name}: ${times.at(-1)!.toFixed(2)} s`);
  }
  const seconds = median(times);
  const { tried, moved } = outcome;
  return {
    name,
    disputes: tried,
    moved,
    seconds,
    least: Math.min(...times),
    most: Math.max(...times),
    disputesPerSecond: tried / seconds,
  };
}

async function askPreview(server: Stage["servers"][number], request: Request): Promise<Outcome> {
  const { routePreview } = (await ask(server, request)) as {
    readonly routePreview: Outcome & Readonly<Record<string, Json>>;
  };
  return routePreview;
}

/** As many disputes as the hub would look at, half of what their category asks known of each. */
async function kindsOfTheirOwn({ pool }: Inside, disputes: number): Promise<PastKind[]> {
  const { rows } = await pool.query<{ category: DisputeCategory }>(
    "select category from dispute order by opened_at desc, id desc limit $1",
    [Math.min(disputes, BACKTEST_DISPUTES)],
  );
  const random = new Random("backtest");
  return rows.map(({ category }) => {
    const known = factsOf(category).flatMap((fact) => (random.chance(0.5) ? [[fact, random.chance(0.5)]] : []));
    return { category, facts: Object.fromEntries(known) as Facts, disputes: 1 };
  });
}

function decideAll(kinds: readonly PastKind[]): Outcome {
  const decision = decideDraft(DRAFT, CHANNEL_ROWS);
  if (!decision.ok) throw new Error(decision.refusal.message);
  const draft = withDraft(CHANNEL_ROWS, decision.change);
  let [tried, moved] = [0, 0];
  for (const one of rehearse({ inForce: CHANNEL_ROWS, draft }, kinds)) {
    tried += one.kind.disputes;
    if (hasEffect(one, "MOVED")) moved += one.kind.disputes;
  }
  return { tried, moved };
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { removeDataDir } from "../platform/embedded-place";
import { accountPage } from "./account-page";
import { HubNotEmpty, runDemo, type DemoOutcome, type Observations } from "./demo";
import { HABIT_LABELS, HABITS } from "./habits";
import { OwnHub } from "./own-hub";
import type { PlanSize } from "./plan";
import { SAMPLE_AGENCIES } from "./sample-centre";

/** The demo cannot be run as it was asked for; the message says what to do. */
export class DemoFault extends Error {
  override readonly name = "DemoFault";
}

export interface DemoCommand extends PlanSize {
  /** A hub that is up already, on this machine; without it the demo starts one of its own. */
  readonly url?: string | undefined;
  readonly killHub: boolean;
  readonly keep: boolean;
  readonly json?: string | undefined;
}

export interface DemoGround {
  /** The file that starts a hub. */
  readonly program: string;
  readonly dataDir: string;
  readonly out: NodeJS.WriteStream;
  /** Tokens of the hub whose keys are in this folder. */
  readonly tokensOf: (dataDir: string) => (user: string) => Promise<string>;
}

/** @returns the exit code: 0 when the books balance, 1 when they do not, 130 when the demo was interrupted */
export async function demonstrate(command: DemoCommand, ground: DemoGround): Promise<number> {
  const { submissions, seed, url, killHub, json } = command;
  if (url !== undefined && killHub) {
    throw new DemoFault("--kill-hub 只能用于演示自己启动的枢纽,不能与 --url 同用。");
  }
  const { out } = ground;
  const dir = resolve(ground.dataDir, `demo-${process.pid}-${Date.now().toString(36)}`);
  mkdirSync(dir, { recursive: true });
  const say = (line: string): void => void out.write(`${line}\n`);
  const stopping = new AbortController();
  const interrupt = (): void => stopping.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  let own: OwnHub | undefined;
  // Whatever went wrong, its traces are needed to find out why.
  let isWorthKeeping = true;
  try {
    if (url === undefined) {
      say("正在启动演示用的枢纽……");
      own = await OwnHub.start(ground.program, dir);
    }
    say(`枢纽 ${url ?? own!.url},提交 ${submissions} 件,种子 ${seed}。各方各为一个进程:窗口,以及`);
    for (const { code, name } of SAMPLE_AGENCIES) {
      if (HABITS[code]) say(`  ${name}(${HABIT_LABELS[HABITS[code]]})`);
    }
    const { account, observations } = await runDemo({
      size: { submissions, seed },
      url: url ?? own!.url,
      tokenFor: ground.tokensOf(url === undefined ? dir : ground.dataDir),
      dir: join(dir, "clients"),
      out,
      signal: stopping.signal,
      onHalf: killHub ? (note) => killInTheMiddle(own!, note) : undefined,
    });
    say(`\n${accountPage(account)}\n`);
    say(observationPage(observations));
    if (json) writeFileSync(json, `${JSON.stringify(account, null, 2)}\n`);
    isWorthKeeping = command.keep || !account.isBalanced;
    return account.isBalanced ? 0 : 1;
  } catch (error) {
    if (stopping.signal.aborted || error instanceof HubNotEmpty) isWorthKeeping = command.keep;
    if (stopping.signal.aborted) return 130;
    if (!(error instanceof HubNotEmpty)) throw error;
    throw new DemoFault("该枢纽已有纠纷数据,账目无从核对。请对一个空的枢纽运行演示。");
  } finally {
    await own?.stop();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    if (isWorthKeeping) say(`数据和各方日志留在 ${dir}`);
    else removeDataDir(dir);
  }
}

async function killInTheMiddle(hub: OwnHub, note: (line: string) => void): Promise<void> {
  note("  进度过半:以 SIGKILL 杀掉枢纽,再重新启动。");
  await hub.killAndRestart();
  note("  枢纽已重新启动。");
}

const MET_LABELS: Readonly<Record<string, string>> = {
  VERSION_CONFLICT: "版本已变、重读后重做",
  REFERRAL_TAKEN: "抢接时慢了一步",
};

function observationPage({ seconds, readBackSeconds, deeds, restarts, met, races }: Observations): string {
  const list = (pairs: Readonly<Record<string, number>>, labelOf: (key: string) => string): string =>
    Object.entries(pairs)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => `${labelOf(key)} ${count}`)
      .join(",") || "无";
  return [
    "本次运行的经过(每次不同,不属账目):",
    `  办理用时 ${seconds.toFixed(1)} 秒,每秒 ${Math.round(deeds / seconds)} 项;回读核对 ${readBackSeconds.toFixed(1)} 秒`,
    `  客户端中途被杀并重启 ${restarts} 次;重发与当场让步:${list(met, (key) => MET_LABELS[key] ?? key)}`,
    `  两家同时接收的转送:${list(races, (code) => SAMPLE_AGENCIES.find((agency) => agency.code === code)?.name ?? code)}`,
  ].join("\n");
}

/** The small demo of a first start. One line tells how it went; a demo that fails does not keep the hub from starting. */
export async function demonstrateAtStart(
  ground: Omit<DemoGround, "program">,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const say = (line: string): void => void ground.out.write(`${line}\n`);
  const size = { submissions: 200, seed: 1 };
  const dir = join(ground.dataDir, "demo-clients");
  say(`空数据库:先由窗口和各承办机关的客户端办理 ${size.submissions} 件演示提交(不需要时用 --no-demo)。`);
  let outcome: DemoOutcome;
  try {
    // Journals of an earlier hub would be taken for those of this one.
    removeDataDir(dir);
    outcome = await runDemo({ size, url, tokenFor: ground.tokensOf(ground.dataDir), dir, out: ground.out, signal });
  } catch (error) {
    if (signal.aborted) return;
    say(`演示没有做完,枢纽照常运行。原因:${error instanceof Error ? error.message : String(error)}`);
    return;
  } finally {
    removeDataDir(dir);
  }
  const { account, observations } = outcome;
  if (account.isBalanced) {
    const seconds = observations.seconds.toFixed(0);
    say(`演示完成,用时 ${seconds} 秒:逐件核对,遗漏 0,重复 0,账目平衡。完整账目:npm run demo`);
  } else say(accountPage(account));
}

import { fork, type ChildProcess, type ForkOptions } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const PROJECT = join(__dirname, "../../tsconfig.json");

/** Runs a TypeScript file as a process of its own. */
export function forkScript(file: string, args: string[] = [], options: ForkOptions = {}): ChildProcess {
  return fork(file, args, {
    ...options,
    execArgv: ["-r", require.resolve("@swc-node/register")],
    env: { ...process.env, ...options.env, SWC_NODE_PROJECT: PROJECT },
  });
}

export function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the script ended with ${code} before it answered`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message as Message);
    });
  });
}

export async function endScript(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, "exit");
  child.kill(signal);
  const [code] = (await exited) as [number | null];
  return code;
}

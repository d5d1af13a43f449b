import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/**
 * A process as it can be recognised later. The number alone does not do: after a restart of a container it is soon
 * given to another program.
 */
export interface ProcessIdentity {
  pid: number;
  /** Opaque; differs between two processes that got the same number. Empty where the system does not tell. */
  born: string;
}

const hasProc = process.platform === "linux";

export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (hasProc) {
    const stat = statOf(pid);
    // A zombie has ended; a container whose first process reaps nothing keeps it listed for ever.
    if (stat === undefined || stat.state === "Z" || stat.state === "X") return undefined;
    return { pid, born: `${bootId()}/${stat.startedAt}` };
  }
  if (!answersToSignal(pid)) return undefined;
  try {
    return { pid, born: execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() };
  } catch {
    return undefined;
  }
}

export function isSameProcessAlive(known: ProcessIdentity): boolean {
  return identifyProcess(known.pid)?.born === known.born;
}

/** Processes whose working directory is this one, which is how PostgreSQL runs. Undefined where the system cannot tell. */
export function processesWorkingIn(directory: string): number[] | undefined {
  if (!hasProc) return undefined;
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && workingDirectory(pid) === directory && identifyProcess(pid) !== undefined);
}

export async function waitUntil(isTrue: () => boolean, patienceMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + patienceMs;
  while (!isTrue()) {
    if (performance.now() >= giveUpAt) return false;
    await pause(20);
  }
  return true;
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function answersToSignal(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function statOf(pid: number): { state: string; startedAt: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0]!, startedAt: fields[19]! };
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

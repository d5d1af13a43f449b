import { readdirSync, readFileSync } from "node:fs";

/** What Linux tells of a process; elsewhere these figures are left out of the table. */
export const hasProc = process.platform === "linux";
const TICKS_PER_SECOND = 100;

/** Processor time so far, in milliseconds; with what its ended children used, if asked for. */
export function cpuMs(pid: number, withChildren = false): number {
  const times = statOf(pid)?.slice(11, withChildren ? 15 : 13) ?? [];
  return (times.reduce((sum, ticks) => sum + Number(ticks), 0) * 1_000) / TICKS_PER_SECOND;
}

/** The postmaster and every process it has started: connections come and go, and each is a process. */
export function postgresCpuMs(postmaster: number): number {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === postmaster);
  return children.reduce((sum, name) => sum + cpuMs(Number(name)), cpuMs(postmaster, true));
}

export function memoryMiB(pid: number, which: "VmHWM" | "VmRSS"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${which}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1_024;
}

function parentOf(pid: number): number | undefined {
  return Number(statOf(pid)?.[1]);
}

/** Fields behind the name of the program, which may hold blanks and brackets itself: state, parent, ... */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    // It ended between the list and the look; its time is in its parent's.
    return undefined;
  }
}

/** The end of every gate: what is wrong, each in a line, or one sentence that says what was found right. */
export function report(faults: readonly string[], green: string): void {
  for (const fault of faults) console.error(fault);
  if (faults.length === 0) console.log(green);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** Processor time this process has used, in milliseconds. Unlike the clock it does not run while other programs do. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

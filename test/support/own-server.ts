import { join, basename, dirname } from "node:path";
import { removeDataDir } from "../../src/platform/embedded-place";
import { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from "../../src/platform/embedded";

export interface LogLine {
  level: string;
  fields: object;
  message: string;
}

/** A log that keeps its lines for the test to read. */
export function keepLog(lines: LogLine[] = []) {
  const keep = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  return { lines, info: keep("info"), warn: keep("warn"), error: keep("error") };
}

/** A folder for a server of the test's own, beside the run's folder: what a killed run leaves there the next one clears. */
export function ownDataDir(name: string): string {
  const runDir = process.env.TEST_RUN_DIR!;
  return join(dirname(runDir), `${basename(runDir)}-${name}`);
}

/** A server the test may kill without disturbing the other tests. */
export async function startOwnServer(name: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  return startEmbedded({ dataDir: ownDataDir(name), log: keepLog(), durable: false, ...options });
}

export async function stopOwnServer(server: EmbeddedServer | undefined, name: string): Promise<void> {
  await server?.stop();
  removeDataDir(ownDataDir(name));
}

import { removeDataDir } from "../../src/platform/embedded-place";

export default async function globalTeardown(): Promise<void> {
  const { testServer } = globalThis;
  if (testServer === undefined) return;
  await testServer.server.stop();
  removeDataDir(testServer.dataDir);
}

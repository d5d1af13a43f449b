import { openDatabase } from "../../src/platform/database";
import { startEmbedded } from "../../src/platform/embedded";

/** A process that owns an embedded server as the hub does: on Ctrl-C it finishes what it is doing and then stops it. */
async function main(dataDir: string): Promise<void> {
  const silent = { info() {}, warn() {}, error() {} };
  const server = await startEmbedded({ dataDir, log: silent, durable: false });
  const database = await openDatabase({ url: server.url, poolSize: 1 });
  process.once("SIGINT", () => {
    void (async () => {
      await database.query("select pg_sleep(0.3)");
      await database.close();
      await server.stop();
      process.exit(0);
    })();
  });
  process.send!({ url: server.url, pid: server.pid });
}

if (require.main === module) void main(process.argv[2]!);

import { startEmbedded } from "../../src/platform/embedded";

/** A process that owns an embedded server as the hub does: it says where the server is and stops it on Ctrl-C. */
async function main(dataDir: string): Promise<void> {
  const silent = { info() {}, warn() {}, error() {} };
  const server = await startEmbedded({ dataDir, log: silent, durable: false });
  process.once("SIGINT", () => {
    void server.stop().then(() => process.exit(0));
  });
  process.send!({ url: server.url, pid: server.pid });
}

if (require.main === module) void main(process.argv[2]!);

import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { endScript, forkScript, nextMessage } from "./child-script";

/**
 * pass: both ways. latency: each way later. blackhole: taken and thrown away, as a firewall that forgot the connection.
 * reset: every connection is cut, new ones too. cut-after-commit: COMMIT reaches the server, its answer never comes back.
 * cut-before-commit: COMMIT itself is lost.
 */
export type ProxyMode = "pass" | "latency" | "blackhole" | "reset" | "cut-after-commit" | "cut-before-commit";

interface Order {
  mode: ProxyMode;
  latencyMs: number;
}

export interface TcpProxy {
  port: number;
  /** The same address, by way of the proxy. */
  through(url: string): string;
  setMode(mode: ProxyMode, latencyMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** A process of its own: in the test's process it would stand still whenever the code under test does. */
export async function startProxy(targetUrl: string): Promise<TcpProxy> {
  const child = forkScript(__filename, [new URL(targetUrl).port || "5432"]);
  const port = await nextMessage<number>(child);
  return {
    port,
    through(url) {
      const changed = new URL(url);
      changed.port = String(port);
      return changed.toString();
    },
    async setMode(mode, latencyMs = 0) {
      child.send({ mode, latencyMs } satisfies Order);
      await nextMessage(child);
    },
    async stop() {
      await endScript(child);
    },
  };
}

function runProxy(targetPort: number): void {
  let order: Order = { mode: "pass", latencyMs: 0 };
  const clients = new Set<Socket>();

  const server = createServer((client) => {
    const upstream = connect(targetPort, "127.0.0.1");
    // What was thrown away never comes back, so a connection that lost bytes stays silent after the network has healed.
    let hasLostBytes = false;
    let cutsAtAnswer = false;
    const end = () => {
      client.destroy();
      upstream.destroy();
      clients.delete(client);
    };
    const forward = async (chunk: Buffer, to: Socket) => {
      if (order.mode === "reset") return end();
      if (order.mode === "blackhole" || hasLostBytes) return void (hasLostBytes = true);
      if (to === upstream && chunk.toString("latin1").toLowerCase().includes("commit\0")) {
        if (order.mode === "cut-before-commit") return end();
        cutsAtAnswer = order.mode === "cut-after-commit";
      } else if (cutsAtAnswer && to === client && chunk.includes("COMMIT\0")) {
        // Not at the answer of what travelled before it: a connection that is cut then may take COMMIT with it, unread.
        return end();
      }
      if (order.mode === "latency") await pause(order.latencyMs);
      to.write(chunk);
    };
    clients.add(client);
    client.on("data", (chunk) => void forward(chunk, upstream));
    upstream.on("data", (chunk) => void forward(chunk, client));
    for (const socket of [client, upstream]) {
      socket.on("error", end);
      socket.on("close", () => (order.mode === "blackhole" || hasLostBytes ? upstream.destroy() : end()));
    }
    if (order.mode === "reset") end();
  });

  process.on("message", (next: Order) => {
    order = next;
    if (order.mode === "reset") for (const client of clients) client.resetAndDestroy();
    process.send!("done");
  });
  process.on("disconnect", () => process.exit());
  server.listen(0, "127.0.0.1", () => process.send!((server.address() as AddressInfo).port));
}

if (require.main === module) runProxy(Number(process.argv[2]));

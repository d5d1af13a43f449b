import { connect, type Socket } from "node:net";

export interface RawReply {
  readonly status: number;
  readonly text: string;
  /** Bytes the server let us write before it closed. */
  readonly written: number;
}

/** Writes bytes as they are and reads until the server closes. `write` may go on writing as long as it likes. */
export function rawRequest(url: string, write: (socket: Socket) => void | Promise<void>): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = "";
    socket.setEncoding("utf8").on("data", (part: string) => (text += part));
    // A server that refuses may reset the connection while we are still writing; what it said before counts.
    socket.on("error", () => undefined);
    socket.on("close", () =>
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text, written: socket.bytesWritten }),
    );
    socket.on("connect", () => {
      Promise.resolve(write(socket)).catch(reject);
    });
  });
}

export const HEAD =
  "POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nauthorization: Bearer good\r\n";

/** Writes until told to stop, at the pace the server reads. */
export async function pour(socket: Socket, chunk: string, bytes: number): Promise<void> {
  for (let sent = 0; sent < bytes && socket.writable; sent += chunk.length) {
    if (!socket.write(chunk)) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          socket.off("drain", done).off("close", done);
          resolve();
        };
        socket.on("drain", done).on("close", done);
      });
    }
  }
}

import { WebSocket } from "ws";
import type { LimitOptions } from "../../../src/platform/http/limits";
import { EventSource, until } from "./event-source";
import { ManualTime } from "../../support/manual-time";
import { serveSample, type Sample, type SampleCaller, type SampleServerOptions } from "./sample-server";

export const MINUTE = 60_000;

export interface World {
  readonly server: Sample;
  readonly source: EventSource;
  readonly time: ManualTime;
  readonly contexts: object[];
  isAllowed: (caller: SampleCaller) => Promise<boolean>;
}

export async function world(
  limits: LimitOptions<SampleCaller> = {},
  options: SampleServerOptions = {},
): Promise<World> {
  const source = new EventSource();
  const time = new ManualTime();
  const contexts: object[] = [];
  const made: World = {
    source,
    time,
    contexts,
    isAllowed: async () => true,
    server: await serveSample({
      sample: { ticks: () => source.iterate() },
      subscriptions: true,
      clock: time,
      scheduler: time,
      limits,
      stillAllowed: (caller) => made.isAllowed(caller),
      createContext: async (caller, requestId) => {
        const context = { caller, requestId };
        contexts.push(context);
        return context;
      },
      ...options,
    }),
  };
  return made;
}

/** A client that says exactly what a test wants said. */
export class Line {
  readonly heard: { type: string; id?: string; payload?: never }[] = [];
  closed?: { code: number; reason: string };
  private readonly socket: WebSocket;

  constructor(server: Sample, protocol = "graphql-transport-ws") {
    this.socket = new WebSocket(`${server.url.replace("http", "ws")}/graphql/ws`, protocol);
    this.socket.on("message", (data) => this.heard.push(JSON.parse(String(data)) as never));
    this.socket.on("close", (code, reason) => (this.closed = { code, reason: String(reason) }));
    this.socket.on("error", () => (this.closed ??= { code: 0, reason: "" }));
  }

  async open(): Promise<this> {
    await until(() => this.socket.readyState !== WebSocket.CONNECTING || this.closed !== undefined);
    return this;
  }

  say(message: object | string): this {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
    return this;
  }

  init(authorization?: string): this {
    return this.say({ type: "connection_init", ...(authorization !== undefined && { payload: { authorization } }) });
  }

  subscribe(id: string, query: string, variables?: unknown): this {
    return this.say({ type: "subscribe", id, payload: { query, variables } });
  }

  async hears(count: number): Promise<void> {
    await until(() => this.heard.length >= count || this.closed !== undefined);
  }

  async ends(): Promise<{ code: number; reason: string }> {
    await until(() => this.closed !== undefined);
    return this.closed!;
  }

  hangUp(): void {
    this.socket.terminate();
  }

  pause(): void {
    this.socket.pause();
  }
}

export async function signedIn(server: Sample, authorization = "Bearer good"): Promise<Line> {
  const line = await new Line(server).open();
  await line.init(authorization).hears(1);
  expect(line.heard).toEqual([{ type: "connection_ack" }]);
  line.heard.splice(0);
  return line;
}

export const last = (line: Line): unknown => line.heard.at(-1);

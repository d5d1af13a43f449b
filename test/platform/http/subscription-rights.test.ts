import { until } from "./event-source";
import { closeSamples, serveSample } from "./sample-server";
import { last, Line, MINUTE, signedIn, world } from "./websocket-line";

afterEach(closeSamples);

describe("D18 nothing is said before a token has been shown", () => {
  test.each([
    ["no token", undefined],
    ["a bad token", "Bearer bad"],
    ["a token that has ended", "Bearer until:0"],
    ["another scheme", "Basic Z29vZA=="],
  ])("%s: the connection is closed and nothing ran", async (_what, authorization) => {
    const { server, source, contexts } = await world();
    const line = await new Line(server).open();
    expect((await line.init(authorization).ends()).code).toBe(4403);
    expect([line.heard, contexts, source.taken]).toEqual([[], [], 0]);
  });

  test("a subscription sent along with the token, before it has been accepted, is not opened", async () => {
    const { server, contexts } = await world();
    const line = await new Line(server).open();
    line.init("Bearer bad").subscribe("1", "subscription { ticks }");
    expect((await line.ends()).code).toBe(4401);
    expect([line.heard, contexts]).toEqual([[], []]);
  });

  test("a subscription before connection_init closes the connection (CVE-2026-35523)", async () => {
    const { server, contexts } = await world();
    const line = await new Line(server).open();
    line.subscribe("1", "subscription { ticks }").init("Bearer good");
    expect((await line.ends()).code).toBe(4401);
    expect([line.heard.filter(({ type }) => type !== "connection_ack"), contexts]).toEqual([[], []]);
  });

  test.each(["graphql-ws", "subscriptions-transport-ws", "graphql-sse"])(
    "the sub-protocol %s is not spoken",
    async (protocol) => {
      const { server } = await world();
      const line = await new Line(server, protocol).open();
      await line.ends();
      expect(line.heard).toEqual([]);
    },
  );

  test("who says nothing is sent away after a while", async () => {
    const { server } = await world({ subscription: { initMs: 50 } });
    const line = await new Line(server).open();
    await until(() => line.closed !== undefined, 2_000_000);
    expect(line.closed!.code).toBe(4408);
  });

  test("a second connection_init closes the connection", async () => {
    const { server } = await world();
    const line = await signedIn(server);
    expect((await line.init("Bearer good").ends()).code).toBe(4429);
  });

  test("when tokens cannot be checked the client is asked to come back", async () => {
    const { server } = await world();
    const line = await new Line(server).open();
    expect((await line.init("Bearer database-down").ends()).code).toBe(1013);
    expect(line.heard).toEqual([]);
  });
});

describe("D18 while a subscription is open", () => {
  test("events come with data, each with a context of its own", async () => {
    const { server, source, contexts } = await world();
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    await until(() => contexts.length === 1);
    source.emit({ ticks: 1 });
    source.emit({ ticks: 2 });
    await line.hears(2);
    expect(line.heard).toEqual([1, 2].map((ticks) => ({ id: "1", type: "next", payload: { data: { ticks } } })));
    expect(new Set(contexts).size).toBe(3);
  });

  test("the right is asked again for every event; when it is gone the event is not sent and the connection ends", async () => {
    const made = await world();
    const { server, source } = made;
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: 1 });
    await line.hears(1);
    made.isAllowed = async () => false;
    source.emit({ ticks: 2 });
    expect((await line.ends()).code).toBe(4403);
    expect(line.heard).toHaveLength(2);
    expect(last(line)).toMatchObject({ type: "error", payload: [{ extensions: { code: "FORBIDDEN" } }] });
    expect(source.isEnded).toBe(true);
  });

  test("not being able to ask is not a yes", async () => {
    const made = await world();
    const line = await signedIn(made.server);
    line.subscribe("1", "subscription { ticks }");
    made.isAllowed = async () => {
      throw new Error("database gone");
    };
    made.source.emit({ ticks: 1 });
    expect((await line.ends()).code).toBe(1013);
    expect(last(line)).toMatchObject({ type: "error", payload: [{ extensions: { code: "SERVICE_UNAVAILABLE" } }] });
  });

  test("the connection ends with the token, also when no event comes", async () => {
    const { server, time, source } = await world({ subscription: { heartbeatMs: 1_000 * MINUTE } });
    const line = await signedIn(server, `Bearer until:${time.now().getTime() + 10 * MINUTE}`);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: 1 });
    await line.hears(1);
    time.advance(10 * MINUTE - 1);
    source.emit({ ticks: 2 });
    await line.hears(2);
    expect(line.closed).toBeUndefined();
    time.advance(1);
    source.emit({ ticks: 3 });
    const { code, reason } = await line.ends();
    expect([code, reason]).toEqual([4403, "令牌已到期，请换新令牌重连"]);
    expect(line.heard.filter(({ type }) => type === "next")).toHaveLength(2);
    await until(() => source.isEnded);
  });

  test("a connection that ends takes its timers with it", async () => {
    const { server, time } = await world();
    const line = await signedIn(server, `Bearer until:${time.now().getTime() + MINUTE}`);
    expect(time.pending).toBeGreaterThan(0);
    line.hangUp();
    await until(() => time.pending === 0);
  });

  test("a client that hangs up is no longer listened for", async () => {
    const { server, source } = await world();
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: 1 });
    await line.hears(1);
    line.hangUp();
    await until(() => source.isEnded);
  });

  test("a client that completes is no longer listened for, even while it waits for the next event", async () => {
    const { server, source } = await world();
    const line = await signedIn(server);
    line.subscribe("1", "subscription { ticks }");
    source.emit({ ticks: 1 });
    await line.hears(1);
    line.say({ type: "complete", id: "1" });
    await until(() => source.isEnded);
    expect(line.closed).toBeUndefined();
  });

  test("who no longer answers a ping is cut off", async () => {
    const { server, time } = await world({ subscription: { heartbeatMs: 1_000 } });
    const line = await signedIn(server);
    line.pause();
    time.advance(1_000);
    time.advance(1_000);
    await until(() => time.pending === 0);
  });
});

test("subscriptions cannot be switched on without the question whether the caller may still listen", async () => {
  await expect(serveSample({ subscriptions: true, stillAllowed: undefined })).rejects.toThrow("stillAllowed");
});

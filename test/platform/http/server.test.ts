import { runInNewContext } from "node:vm";
import { connect } from "node:net";
import { until } from "./event-source";
import { ManualTime } from "../../support/manual-time";
import { authenticateSample, closeSamples, post, serveSample } from "./sample-server";

afterEach(closeSamples);

describe("health", () => {
  test("a process that runs is alive, whatever its database does", async () => {
    const server = await serveSample({ isReady: async () => false });
    const response = await fetch(`${server.url}/health/live`);
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });

  test("it is ready when its parts are", async () => {
    const server = await serveSample();
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });

  test.each([
    ["says no", async () => false],
    ["fails", () => Promise.reject(new Error("110101199001011237"))],
  ])("it is not ready when the question %s, and says when to ask again", async (_how, isReady) => {
    const server = await serveSample({ isReady });
    const response = await fetch(`${server.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).not.toBeNull();
    expect(await response.text()).not.toContain("110101199001011237");
  });

  test("a question that gets no answer is a no after two seconds", async () => {
    const time = new ManualTime();
    const server = await serveSample({ isReady: () => new Promise(() => undefined), scheduler: time });
    const asked = fetch(`${server.url}/health/ready`);
    await until(() => time.pending > 0);
    time.advance(2_000);
    expect((await asked).status).toBe(503);
  });
});

describe("closing", () => {
  test("a request under way is answered first", async () => {
    let finish = (_text: string): void => undefined;
    let isAsked = false;
    const slow = () => {
      isAsked = true;
      return new Promise<string>((resolve) => (finish = resolve));
    };
    const server = await serveSample({ sample: { slow } });
    const asked = post(server, { query: "{ slow }" });
    await until(() => isAsked);
    const closed = server.close();
    finish("in time");
    expect((await asked).body.data).toEqual({ slow: "in time" });
    await closed;
  });

  test("a connection that never asked for anything does not hold it up", async () => {
    const server = await serveSample();
    const silent = connect(Number(new URL(server.url).port), "127.0.0.1");
    await new Promise((resolve) => silent.once("connect", resolve));
    let isClosed = false;
    silent.once("close", () => (isClosed = true)).resume();
    await server.close();
    await until(() => isClosed);
  });

  test("a request that does not end holds it up for fifteen seconds and no longer", async () => {
    const time = new ManualTime();
    let isAsked = false;
    const slow = () => {
      isAsked = true;
      return new Promise<string>(() => undefined);
    };
    const server = await serveSample({ sample: { slow }, scheduler: time });
    const asked = post(server, { query: "{ slow }" }).catch(() => "cut off");
    await until(() => isAsked);
    const waiting = time.pending;
    let isClosed = false;
    const closed = server.close().then(() => (isClosed = true));
    await until(() => time.pending > waiting);
    time.advance(14_999);
    expect(isClosed).toBe(false);
    time.advance(1);
    expect(await asked).toBe("cut off");
    await closed;
  });

  test("afterwards nobody listens", async () => {
    const server = await serveSample();
    await server.close();
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
  });
});

describe("D23 whose address it is", () => {
  const addressSeen = async (trustProxy: string[] | undefined): Promise<string> => {
    let seen = "";
    const authenticate = async (request: Parameters<typeof authenticateSample>[0] & { ip: string }) => {
      seen = request.ip;
      return authenticateSample(request);
    };
    const server = await serveSample({ authenticate, trustProxy });
    await post(server, { query: "{ hello }" }, { "x-forwarded-for": "203.0.113.9" });
    return seen;
  };

  test("X-Forwarded-For from just anybody is not believed", async () => {
    expect(await addressSeen(undefined)).toBe("127.0.0.1");
    expect(await addressSeen(["10.0.0.1"])).toBe("127.0.0.1");
  });

  test("that of a listed proxy is", async () => {
    expect(await addressSeen(["127.0.0.1"])).toBe("203.0.113.9");
  });
});

describe("headers that tie the browser's hands", () => {
  test("an answer may load, frame and run nothing", async () => {
    const server = await serveSample();
    const { headers } = await post(server, { query: "{ hello }" });
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("server")).toBeNull();
  });
});

describe("the explorer", () => {
  const page = async (subscriptions: boolean) => {
    const server = await serveSample({ explorer: true, subscriptions });
    const response = await fetch(`${server.url}/explorer`);
    const html = await response.text();
    const options = await (await fetch(`${server.url}/explorer/initial_options.js`)).text();
    return { server, response, html, options };
  };

  test("comes whole from this server, and may talk to no other", async () => {
    const { server, response, html } = await page(true);
    expect([response.status, response.url]).toEqual([200, `${server.url}/explorer/`]);
    const policy = response.headers.get("content-security-policy")!;
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(html).not.toMatch(/<script[^>]*>[^<]/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      expect(file).not.toMatch(/^(https?:)?\/\//);
      const found = await fetch(new URL(file, `${server.url}/explorer/`));
      await found.arrayBuffer();
      expect([file, found.status]).toEqual([file, 200]);
    }
  });

  test("speaks Chinese and has neither advertisement, account nor update check", async () => {
    const { options } = await page(true);
    expect(options).toMatch(/language: `zh-CN`/);
    expect(options).toMatch(/'banners\.disable': true/);
    expect(options).toMatch(/'alert\.disableUpdateNotification': true/);
    expect(options).toMatch(/disablePushNotification: true/);
    expect(options).toMatch(/disableAccount: true/);
  });

  test("finds its three addresses where the browser found the page", async () => {
    const { options } = await page(true);
    expect(options).toContain("endpointURL: `${location.origin}/graphql`");
    expect(options).toContain('subscriptionsEndpoint: `${location.origin.replace(/^http/, "ws")}/graphql/ws`');
    expect(options).toContain("subscriptionsEndpoint: `${location.origin}/graphql/stream`");
    expect(options).not.toContain("origin.invalid");
    const browser = { AltairGraphQL: { init: () => undefined }, location: { origin: "http://hub" } };
    expect(() => void runInNewContext(options, browser)).not.toThrow();
  });

  test("offers no subscriptions where there are none", async () => {
    expect((await page(false)).options).not.toContain("subscriptionsEndpoint");
  });

  test("serves no file beside its own", async () => {
    const { server } = await page(true);
    for (const path of ["../package.json", "..%2fpackage.json", "%2e%2e/%2e%2e/package.json", "....//package.json"]) {
      const response = await fetch(`${server.url}/explorer/${path}`);
      expect([403, 404]).toContain(response.status);
      expect(await response.text()).not.toContain("altair-static");
    }
  });
});

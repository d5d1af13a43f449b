import fastifyStatic from "@fastify/static";
import { getDistDirectory, renderAltair, renderInitSnippet, type RenderOptions } from "altair-static";
import type { FastifyInstance } from "fastify";
import { EVENT_STREAM_PATH } from "./event-stream-route";
import { GRAPHQL_PATH } from "./graphql-route";
import { WEBSOCKET_PATH } from "./websocket-route";

const EXPLORER_PATH = "/explorer/";

/** Altair draws its own styles and starts workers; everything else, and above all every connection, stays here. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Its settings, as a file of their own so that no script stands inside the page. */
const OPTIONS_FILE = "initial_options.js";

const FIRST_QUERY = `# 请先在左侧“设置Headers”里填写 Authorization，值为 Bearer 加空格加令牌，然后点“发送请求”。
query First {
  __typename
}
`;

/** The explorer, from the package's own files: no address outside this server is asked for anything. */
export async function registerExplorer(app: FastifyInstance, hasSubscriptions: boolean): Promise<void> {
  const options = renderOptions(hasSubscriptions);
  const page = renderAltair(options);
  const start = withOrigin(renderInitSnippet(options));
  await app.register(async (scope) => {
    scope.addHook("onRequest", async (_request, reply) => {
      reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
    });
    scope.get(EXPLORER_PATH.slice(0, -1), (_request, reply) => reply.redirect(EXPLORER_PATH));
    scope.get(EXPLORER_PATH, (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
    scope.get(EXPLORER_PATH + OPTIONS_FILE, (_request, reply) =>
      reply.type("text/javascript; charset=utf-8").send(start),
    );
    await scope.register(fastifyStatic, {
      root: getDistDirectory(),
      prefix: EXPLORER_PATH,
      index: false,
      decorateReply: false,
    });
  });
}

/** Altair takes only whole addresses, and only the browser knows by which one it came, proxies being what they are. */
const ORIGIN = "https://origin.invalid";
const WEBSOCKET_ORIGIN = "wss://origin.invalid";

/** The package writes every string as a template literal, so the place can be filled in where the file is run. */
function withOrigin(script: string): string {
  return script
    .replaceAll(WEBSOCKET_ORIGIN, '${location.origin.replace(/^http/, "ws")}')
    .replaceAll(ORIGIN, "${location.origin}");
}

function renderOptions(hasSubscriptions: boolean): RenderOptions {
  const window = { endpointURL: ORIGIN + GRAPHQL_PATH, initialQuery: FIRST_QUERY };
  const overWebsocket = {
    initialName: "查询、修改与订阅（WebSocket）",
    subscriptionsEndpoint: WEBSOCKET_ORIGIN + WEBSOCKET_PATH,
    initialSubscriptionRequestHandlerId: "graphql-ws",
    initialSubscriptionsPayload: { authorization: "Bearer 令牌" },
  } as const;
  const overEvents = {
    initialName: "订阅（SSE）",
    subscriptionsEndpoint: ORIGIN + EVENT_STREAM_PATH,
    initialSubscriptionRequestHandlerId: "graphql-sse",
  } as const;
  return {
    baseURL: EXPLORER_PATH,
    serveInitialOptionsInSeperateRequest: OPTIONS_FILE,
    ...window,
    // The last one is the one shown first.
    ...(hasSubscriptions && {
      initialWindows: [
        { ...window, ...overEvents },
        { ...window, ...overWebsocket },
      ],
    }),
    initialSettings: {
      language: "zh-CN",
      // Without these it shows an advertisement and a sign-in button, and asks the internet for updates.
      "banners.disable": true,
      "alert.disableUpdateNotification": true,
      disablePushNotification: true,
    },
    disableAccount: true,
  };
}

import type { Capability } from "@chatisle/client/protocol";
import { chatRoute } from "./routes/chat.js";
import { codeRoute } from "./routes/code.js";
import { codeVerifyRoute } from "./routes/code-verify.js";
import { headerSessionRoute } from "./routes/header-session.js";
import { healthRoute } from "./routes/health.js";
import { historyRoute } from "./routes/history.js";
import { refreshRoute } from "./routes/refresh.js";
import type { Route } from "./routes/route.js";
import { sessionRoute } from "./routes/session.js";
import { sessionDataRoute } from "./routes/session-data.js";
import { signInRoute } from "./routes/sign-in.js";
import { signOutRoute } from "./routes/sign-out.js";
import { stopRoute } from "./routes/stop.js";
import { streamRoute } from "./routes/stream.js";
import { tokenHealthRoute } from "./routes/token-health.js";
import type { Schedule } from "./schedule.js";
import type { CodeSignInOptions } from "./session/code-sign-in.js";
import type { KeyRing } from "./session/key-ring.js";
import type { Sessions } from "./session/sessions.js";
import type { ChatStore } from "./stores/store.js";
import type { TurnRunner } from "./turns/turn-runner.js";

export type Method = "GET" | "POST" | "DELETE";

/** Every path, with the methods it takes. */
export type RouteTable = Readonly<Record<string, Readonly<Partial<Record<Method, Route>>>>>;

/** What routes are made of. */
export interface RouteDependencies {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
  /** Characters. */
  readonly maxMessageLength: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly schedule: Schedule;
  readonly keys: KeyRing;
  readonly onError: (error: unknown) => void;
  /** Null: no codes are sent. */
  readonly codeSignIn: CodeSignInOptions | null;
  /** Null: the site's server hands nobody over. */
  readonly handOver: { readonly visitorKeys: KeyRing; readonly keepsConversation: boolean } | null;
}

const CAPABILITIES: readonly Capability[] = [
  "stop",
  "resume",
  "dedupe",
  "refresh",
  "header",
  "sign-out",
  "delete-data",
];

/** The backend's table of contents. */
export function backendRoutes(dependencies: RouteDependencies): RouteTable {
  const { handOver, codeSignIn } = dependencies;
  const capabilities: readonly Capability[] = [
    ...CAPABILITIES,
    ...(handOver === null ? [] : (["sign-in"] as const)),
    ...(codeSignIn === null ? [] : (["code"] as const)),
  ];
  const announced = { ...dependencies, capabilities };
  return {
    "/api/session": { GET: sessionRoute(announced), POST: headerSessionRoute(announced) },
    "/api/session/data": { DELETE: sessionDataRoute(dependencies) },
    "/api/chat/history": { GET: historyRoute(dependencies) },
    "/chat": { POST: chatRoute(dependencies) },
    "/chat/stop": { POST: stopRoute(dependencies) },
    "/chat/stream": { GET: streamRoute(dependencies) },
    "/api/auth/token-health": { GET: tokenHealthRoute(dependencies) },
    "/api/auth/refresh": { POST: refreshRoute(announced) },
    ...(handOver !== null && { "/api/auth/sign-in": { POST: signInRoute({ ...announced, ...handOver }) } }),
    ...(codeSignIn !== null && {
      "/api/auth/code": { POST: codeRoute({ ...announced, ...codeSignIn }) },
      "/api/auth/code/verify": {
        POST: codeVerifyRoute({ ...announced, keepsConversation: codeSignIn.keepsConversation ?? false }),
      },
    }),
    "/api/auth/sign-out": { POST: signOutRoute(dependencies) },
    "/api/health": { GET: healthRoute() },
  };
}

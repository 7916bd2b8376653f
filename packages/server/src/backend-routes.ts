import type { Capability } from "@chatisle/client/protocol";
import type { OptionalCapability } from "./backend-options.js";
import type { Observer } from "./observe/backend-event.js";
import type { Metrics } from "./observe/metrics.js";
import { UPLOAD_PATH } from "./routes/attachment-url.js";
import { chatRoute } from "./routes/chat.js";
import { codeRoute } from "./routes/code.js";
import { codeVerifyRoute } from "./routes/code-verify.js";
import { conversationRoute } from "./routes/conversation.js";
import { conversationsRoute } from "./routes/conversations.js";
import { feedbackRoute } from "./routes/feedback.js";
import { headerSessionRoute } from "./routes/header-session.js";
import { healthRoute } from "./routes/health.js";
import { historyRoute } from "./routes/history.js";
import { metricsRoute } from "./routes/metrics.js";
import { readyRoute } from "./routes/ready.js";
import { refreshRoute } from "./routes/refresh.js";
import { regenerateRoute } from "./routes/regenerate.js";
import type { Route } from "./routes/route.js";
import { sessionRoute } from "./routes/session.js";
import { sessionDataRoute } from "./routes/session-data.js";
import { sessionDebugRoute } from "./routes/session-debug.js";
import { sessionTestRoute } from "./routes/session-test.js";
import { signInRoute } from "./routes/sign-in.js";
import { signOutRoute } from "./routes/sign-out.js";
import { statusRoute } from "./routes/status.js";
import { stopRoute } from "./routes/stop.js";
import { streamRoute } from "./routes/stream.js";
import { tokenHealthRoute } from "./routes/token-health.js";
import { uploadRoute } from "./routes/upload.js";
import { uploadedFileRoute } from "./routes/uploaded-file.js";
import type { Schedule } from "./schedule.js";
import type { CodeSignInOptions } from "./session/code-sign-in.js";
import type { KeyRing } from "./session/key-ring.js";
import type { Sessions } from "./session/sessions.js";
import type { DeleteFiles, FileStore } from "./stores/file-store.js";
import type { ChatStore } from "./stores/store.js";
import type { TurnRunner } from "./turns/turn-runner.js";

export type Method = "GET" | "POST" | "DELETE";

/** Every path, with the methods it takes. A path that ends in `/*` stands for those with one more segment. */
export type RouteTable = Readonly<Record<string, RouteMethods>>;
export type RouteMethods = Readonly<Partial<Record<Method, Route>>>;

/** What routes are made of. */
export interface RouteDependencies {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
  readonly tokenVersion: number;
  /** Characters. */
  readonly maxMessageLength: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly schedule: Schedule;
  readonly keys: KeyRing;
  readonly onError: (error: unknown) => void;
  readonly observe: Observer;
  readonly metrics: Metrics;
  /** Null: metrics and status are shown to nobody. */
  readonly statusToken: string | null;
  readonly isDevelopment: boolean;
  /** Fires when clients are to go on elsewhere. */
  readonly leaving: AbortSignal;
  /** Whether visitors are taken. */
  readonly isOpen: () => boolean;
  readonly deleteFiles: DeleteFiles;
  /** What visitors are not offered. */
  readonly without: readonly OptionalCapability[];
  /** Null: no files are taken. */
  readonly uploads: {
    readonly files: FileStore;
    readonly maxBytes: number;
    readonly types: ReadonlySet<string>;
  } | null;
  /** Null: no codes are sent. */
  readonly codeSignIn: CodeSignInOptions | null;
  /** Null: the site's server hands nobody over. */
  readonly handOver: { readonly visitorKeys: KeyRing; readonly keepsConversation: boolean } | null;
}

/** What every backend can. */
const CAPABILITIES: readonly Capability[] = [
  "stop",
  "resume",
  "dedupe",
  "refresh",
  "header",
  "sign-out",
  "delete-data",
];
const OPTIONAL_CAPABILITIES: readonly OptionalCapability[] = [
  "feedback",
  "edit",
  "regenerate",
  "conversations",
];

/** The backend's table of contents. */
export function backendRoutes(dependencies: RouteDependencies): RouteTable {
  const { handOver, codeSignIn, uploads, without, statusToken, isDevelopment } = dependencies;
  const offered = OPTIONAL_CAPABILITIES.filter((name) => !without.includes(name));
  const offers = (name: OptionalCapability) => offered.includes(name);
  const capabilities: readonly Capability[] = [
    ...CAPABILITIES,
    ...offered,
    ...(uploads === null ? [] : (["upload"] as const)),
    ...(handOver === null ? [] : (["sign-in"] as const)),
    ...(codeSignIn === null ? [] : (["code"] as const)),
  ];
  const announced = { ...dependencies, capabilities };
  return {
    "/api/session": { GET: sessionRoute(announced), POST: headerSessionRoute(announced) },
    "/api/session/data": { DELETE: sessionDataRoute(dependencies) },
    "/api/chat/history": { GET: historyRoute(dependencies) },
    "/chat": { POST: chatRoute({ ...dependencies, isEditable: isEditable(dependencies) }) },
    "/chat/stop": { POST: stopRoute(dependencies) },
    "/chat/stream": { GET: streamRoute(dependencies) },
    ...(offers("regenerate") && { "/chat/regenerate": { POST: regenerateRoute(dependencies) } }),
    ...(offers("feedback") && { "/chat/feedback": { POST: feedbackRoute(dependencies) } }),
    ...(offers("conversations") && {
      "/api/conversations": { GET: conversationsRoute(dependencies) },
      "/api/conversations/*": { DELETE: conversationRoute(dependencies) },
    }),
    ...(uploads !== null && {
      [UPLOAD_PATH]: { POST: uploadRoute({ ...dependencies, ...uploads }) },
      [`${UPLOAD_PATH}/*`]: { GET: uploadedFileRoute({ ...dependencies, ...uploads }) },
    }),
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
    ...(statusToken !== null && {
      "/api/metrics": { GET: metricsRoute({ ...dependencies, statusToken }) },
      "/api/status": { GET: statusRoute({ ...dependencies, statusToken }) },
    }),
    ...(isDevelopment && {
      "/api/session-test": { GET: sessionTestRoute(dependencies) },
      "/api/session-debug": { GET: sessionDebugRoute(dependencies) },
    }),
    "/api/health": { GET: healthRoute() },
    "/api/ready": { GET: readyRoute(dependencies) },
  };
}

/** Whether visitors may edit what they sent. */
export function isEditable({ without }: Pick<RouteDependencies, "without">): boolean {
  return !without.includes("edit");
}

/** The route of a path, as the table has it; null when there is no such path. */
export function findRoute(
  routes: RouteTable,
  pathname: string,
): { readonly path: string; readonly methods: RouteMethods } | null {
  const pattern = `${pathname.slice(0, pathname.lastIndexOf("/"))}/*`;
  for (const path of [pathname, pattern]) {
    const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (methods !== undefined && !pathname.endsWith("/")) return { path, methods };
  }
  return null;
}

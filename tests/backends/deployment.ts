import type { ProtocolDescriptor } from "@chatisle/client";
import type { BrowserContext, Page } from "playwright";
import type { DeploymentName, Stack } from "../../scripts/backends/deployments.ts";

/** A backend in its place, as the cases see it. */
export interface Deployment {
  readonly name: DeploymentName;
  readonly stack: Stack;
  /** How it differs from another one of this name and stack, such as "on the site's own domain". */
  readonly variant?: string;
  /** Where the page stands, such as `https://company.test`. */
  readonly site: string;
  /** Where the browser finds the backend; paths of {@link chat} are appended. */
  readonly api: string;
  /** Where a message goes and the history is, below {@link api}. */
  readonly paths: { readonly session: string; readonly send: string; readonly history: string };
  /** What the site writes into `chatisle(…)`. */
  readonly chat: { readonly apiBaseUrl: string; readonly protocol?: ProtocolDescriptor };
  /** The environment of its programs, beyond what the start script sets. */
  readonly env: Readonly<Record<string, string>>;
  /** The cookie that carries the session. */
  readonly cookie: string;
  /** Whether replies come piece by piece. */
  readonly streams: boolean;
  /** Signs a visitor in on the page, as the site would. Absent: there is no such way. */
  readonly signIn?: (page: Page, user: string) => Promise<void>;
  /** Whether only those who have signed in may chat. */
  readonly needsSignIn?: true;
  /** Signs a visitor in and gives the token that stands in for the cookie in the header `Authorization`. */
  readonly bearer?: (page: Page, user: string) => Promise<string>;
  /** Where the backend tells whether its session persists, and what it believes of the connection. */
  readonly sessionTest?: string;
  /** What shows a developer how the backend sees a session, and is not there in production. */
  readonly developmentPaths?: readonly string[];
  /** Where the site's own sign-in begins, for visitors who leave the page for it. */
  readonly redirect?: string;
  /** Finds the code that was sent to an address in what the backend has printed. */
  readonly findCode?: (log: string, email: string) => string | undefined;
  /** The path of the WebSocket of a session. */
  readonly socket?: (sessionId: string) => string;
  /** The environment after the signing key has been replaced, the old one being still believed. Absent: no keys. */
  readonly rotated?: Readonly<Record<string, string>>;
  /** The environment of a release that believes no token issued before. */
  readonly incompatible?: Readonly<Record<string, string>>;
  /** Puts a credential whose time is over in the place of the browser's. */
  readonly expireToken?: (context: BrowserContext) => Promise<void>;
  /** Loses what the backend keeps of its sessions, but not the conversations. */
  readonly loseSessions?: (folder: string) => void;
}

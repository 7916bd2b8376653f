import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Deployment } from "../deployment.ts";
import { DEVELOPMENT_PATHS } from "../development-paths.ts";
import { FIRST_KEY, SECOND_KEY } from "../secrets.ts";

const SITE = "https://company.test";

export const expressSession: Deployment = {
  name: "express-session",
  stack: "framework",
  streams: true,
  site: SITE,
  api: `${SITE}/api`,
  paths: { session: "/api/session", send: "/chat", history: "/api/chat/history" },
  chat: { apiBaseUrl: "/api", protocol: { use: "rest", paths: { signOut: "/api/auth/sign-out" } } },
  env: FIRST_KEY,
  cookie: "__Host-shop.sid",
  rotated: SECOND_KEY,
  sessionTest: "/api/session-test",
  loseSessions,
};

export const expressSessionKit: Deployment = {
  name: "express-session",
  stack: "kit",
  streams: true,
  site: SITE,
  api: expressSession.api,
  paths: expressSession.paths,
  // What a chat without options does.
  chat: { apiBaseUrl: "/api" },
  env: FIRST_KEY,
  cookie: "__Host-ci",
  rotated: SECOND_KEY,
  developmentPaths: DEVELOPMENT_PATHS,
  loseSessions,
};

/** Both keep them in a table of this name. */
function loseSessions(folder: string): void {
  const database = new DatabaseSync(join(folder, "chat.sqlite"));
  database.exec("DELETE FROM sessions");
  database.close();
}

import type { Deployment } from "../deployment.ts";
import { FIRST_KEY, SECOND_KEY } from "../secrets.ts";

const SITE = "https://company.test";
const PATHS = {
  session: "/api/v1/session",
  history: "/api/v1/chat/history",
  send: "/api/v1/chat",
  tokenHealth: "/api/v1/auth/token-health",
  signOut: "/api/v1/auth/sign-out",
};

export const expressProxy: Deployment = {
  name: "express-proxy",
  stack: "framework",
  streams: true,
  site: SITE,
  api: SITE,
  paths: PATHS,
  chat: { apiBaseUrl: "/", protocol: { use: "web-socket", paths: PATHS } },
  env: {},
  cookie: "__Host-chat",
  redirect: "/api/v1/auth/login?return_to={return}",
  socket: (sessionId) => `/ws/chat/${sessionId}`,
};

export const expressProxyKit: Deployment = {
  name: "express-proxy",
  stack: "kit",
  streams: true,
  site: SITE,
  api: `${SITE}/api/v1`,
  paths: { session: "/api/session", send: "/chat", history: "/api/chat/history" },
  chat: { apiBaseUrl: "/api/v1", protocol: { use: "web-socket" } },
  env: FIRST_KEY,
  cookie: "__Host-ci",
  redirect: "/api/v1/auth/login?return_to={return}",
  socket: (sessionId) => `/ws/chat/${sessionId}`,
  rotated: SECOND_KEY,
};

import type { Deployment } from "../deployment.ts";
import { FIRST_KEY, SECOND_KEY } from "../secrets.ts";

/** Another site than the page's: the hard case. A host of the page's own domain only makes it easier. */
const API = "https://api.elsewhere.test";

export const fastapi: Deployment = {
  name: "fastapi",
  stack: "framework",
  streams: true,
  site: "https://company.test",
  api: API,
  paths: { session: "/api/session", send: "/chat", history: "/api/chat/history" },
  chat: { apiBaseUrl: API, protocol: { use: "rest", paths: { signOut: "/api/auth/sign-out" } } },
  env: { CROSS_SITE: "1" },
  cookie: "__Host-chat",
};

export const fastapiKit: Deployment = {
  ...fastapi,
  stack: "kit",
  chat: { apiBaseUrl: API },
  env: FIRST_KEY,
  cookie: "__Host-cix",
  rotated: SECOND_KEY,
};

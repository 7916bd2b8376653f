import type { Deployment } from "../deployment.ts";
import { DEVELOPMENT_PATHS } from "../development-paths.ts";
import { FIRST_KEY, SECOND_KEY } from "../secrets.ts";

/** Another site than the page's. */
const API = "https://api.elsewhere.test";
/** Another origin of the page's own site. */
const SUBDOMAIN = "https://api.company.test";

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
  developmentPaths: DEVELOPMENT_PATHS,
};

const SAME_SITE = { variant: "on the site's own domain", api: SUBDOMAIN } as const;

export const fastapiSameSite: Deployment = {
  ...fastapi,
  ...SAME_SITE,
  chat: { ...fastapi.chat, apiBaseUrl: SUBDOMAIN },
  env: {},
};

export const fastapiSameSiteKit: Deployment = {
  ...fastapiKit,
  ...SAME_SITE,
  chat: { apiBaseUrl: SUBDOMAIN },
  cookie: "__Host-ci",
};

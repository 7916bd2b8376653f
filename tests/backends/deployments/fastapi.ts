import type { Deployment } from "../deployment.ts";

/** Another site than the page's: the hard case. A host of the page's own domain only makes it easier. */
const API = "https://api.elsewhere.test";

export const fastapi: Deployment = {
  name: "fastapi",
  stack: "framework",
  site: "https://company.test",
  api: API,
  paths: { send: "/chat", history: "/api/chat/history" },
  chat: { apiBaseUrl: API },
  env: { CROSS_SITE: "1" },
  cookie: "__Host-chat",
};

export const fastapiKit: Deployment = {
  ...fastapi,
  stack: "kit",
  env: { SESSION_SECRET: "the first secret of these tests - of no worth to anybody" },
  cookie: "__Host-cix",
  rotated: {
    SESSION_SECRET: "the second secret of these tests - of no worth to anybody",
    SESSION_SECRET_OLD: "the first secret of these tests - of no worth to anybody",
  },
};

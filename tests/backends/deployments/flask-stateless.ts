import type { Deployment } from "../deployment.ts";
import { FIRST_KEY, SECOND_KEY } from "../secrets.ts";

const API = "https://api.company.test";

export const flaskStateless: Deployment = {
  name: "flask-stateless",
  stack: "framework",
  streams: true,
  site: "https://company.test",
  api: API,
  paths: { send: "/chat", history: "/api/chat/history" },
  chat: { apiBaseUrl: API },
  env: FIRST_KEY,
  cookie: "__Host-chat",
  rotated: SECOND_KEY,
};

export const flaskStatelessKit: Deployment = { ...flaskStateless, stack: "kit", cookie: "__Host-ci" };

import type { Deployment } from "../deployment.ts";
import { DEVELOPMENT_PATHS } from "../development-paths.ts";
import { FIRST_KEY, SECOND_KEY } from "../secrets.ts";

const API = "https://api.company.test";

export const flaskStateless: Deployment = {
  name: "flask-stateless",
  stack: "framework",
  streams: true,
  site: "https://company.test",
  api: API,
  paths: { session: "/api/session", send: "/chat", history: "/api/chat/history" },
  chat: {
    apiBaseUrl: API,
    protocol: { use: "rest", paths: { code: "/api/auth/code", signOut: "/api/auth/sign-out" } },
  },
  env: FIRST_KEY,
  cookie: "__Host-chat",
  rotated: SECOND_KEY,
  findCode,
  developmentPaths: ["/api/session-debug"],
};

export const flaskStatelessKit: Deployment = {
  ...flaskStateless,
  stack: "kit",
  chat: { apiBaseUrl: API },
  cookie: "__Host-ci",
  developmentPaths: DEVELOPMENT_PATHS,
};

/** Both print a line that begins with the address, and the code in it. */
function findCode(log: string, email: string): string | undefined {
  const lines = log.split("\n").filter((line) => line.includes(email));
  return /\b\d{8}\b|\b\d{4} \d{4}\b/.exec(lines.at(-1) ?? "")?.[0];
}

import { createHash, createHmac, randomBytes } from "node:crypto";
import { signVisitorToken } from "@chatisle/server";
import type { BrowserContext, Page } from "playwright";
import type { Deployment } from "../deployment.ts";
import { FIRST_KEY, SECOND_KEY } from "../secrets.ts";

const API = "https://api.company.test";
const ACCESS_COOKIE = "chat_access";
const SIGN_IN_SECRET = "the secret that site and chat share - of no worth to anybody";
const PASSWORD = randomBytes(9).toString("base64url");

export const flaskJwt: Deployment = {
  name: "flask-jwt",
  stack: "framework",
  streams: false,
  site: "https://company.test",
  api: API,
  paths: { session: "/api/session", send: "/chat", history: "/api/chat/history" },
  chat: {
    apiBaseUrl: API,
    protocol: { use: "rest", paths: { refresh: "/api/auth/refresh", signOut: "/api/auth/sign-out" } },
  },
  env: { ...FIRST_KEY, DEMO_PASSWORD: PASSWORD },
  cookie: ACCESS_COOKIE,
  needsSignIn: true,
  /** As the login form of the site does it. */
  async signIn(page, user) {
    await post(page, "/api/auth/login", { user, password: PASSWORD });
  },
  async bearer(page, user) {
    const { access_token } = await post(page, "/api/auth/login", { user, password: PASSWORD });
    return String(access_token);
  },
  rotated: SECOND_KEY,
  // The last of its cases: a release does not go back to an older version.
  incompatible: { TOKEN_VERSION: "2", OLDEST_TOKEN_VERSION: "2" },
  expireToken: (context) => writeExpiredToken(context),
};

export const flaskJwtKit: Deployment = {
  name: "flask-jwt",
  stack: "kit",
  streams: true,
  site: flaskJwt.site,
  api: API,
  paths: flaskJwt.paths,
  chat: { apiBaseUrl: API },
  env: { ...FIRST_KEY, SIGN_IN_SECRET },
  cookie: "__Host-ci",
  /** As the page of a site does it whose server knows the visitor. */
  async signIn(page, user) {
    const token = await signVisitorToken({ subject: user, secret: SIGN_IN_SECRET });
    await post(page, "/api/auth/sign-in", { token });
  },
  rotated: SECOND_KEY,
  incompatible: { TOKEN_VERSION: "2" },
};

async function post(page: Page, path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
  const answer = await page.evaluate(
    async ([url, body]) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch(url, { method: "POST", credentials: "include", headers, body });
      return { status: response.status, text: await response.text() };
    },
    [API + path, JSON.stringify(body)] as const,
  );
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}.`);
  return JSON.parse(answer.text);
}

/** Puts an access token that is over, but otherwise right, in the place of the browser's. */
async function writeExpiredToken(context: BrowserContext): Promise<void> {
  const cookies = await context.cookies(API);
  const cookie = cookies.find(({ name }) => name === ACCESS_COOKIE);
  if (cookie === undefined) throw new Error("No access token to expire: is the visitor signed in?");
  const claims = JSON.parse(Buffer.from(cookie.value.split(".")[1] ?? "", "base64url").toString());
  const key = FIRST_KEY.SESSION_SECRET;
  const kid = createHash("sha256").update(key).digest("hex").slice(0, 8);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode({ alg: "HS256", typ: "JWT", kid })}.${encode({ ...claims, exp: claims.iat - 1 })}`;
  const value = `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
  await context.addCookies([{ ...cookie, value }]);
}

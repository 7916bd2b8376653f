/** The service behind the front, made of `@chatisle/server`, with the site's sign-in by redirect before it. */
import { randomBytes } from "node:crypto";
import { createChatBackend, signVisitorToken } from "@chatisle/server";
import { toExpressHandler } from "@chatisle/server/express";
import { sqliteStore } from "@chatisle/server/sqlite";
import { toUpgradeListener } from "@chatisle/server/web-socket";
import express from "express";
import { answer } from "../answer.js";
import { database, port, secrets } from "../settings.js";
import { demoProvider } from "./demo-provider.js";
import { signInRoutes } from "./sign-in.js";

/** Between the sign-in and the chat, which are one process here. */
const handOver = randomBytes(32).toString("base64url");
const backend = createChatBackend({
  store: sqliteStore({ path: database }),
  reply: answer,
  // Pages and backend share one origin, which is always allowed.
  origins: [],
  secret: secrets("SESSION_SECRET"),
  signIn: { secret: handOver, keepsConversation: true },
});

const provider = demoProvider();
const app = express();
app.use(signInRoutes(provider, signIn), provider.routes);
// The proxy that ends TLS says so in X-Forwarded-Proto, and the front passes it on.
app.use(toExpressHandler(backend, { trustProxy: true }));
const server = app.listen(port, "127.0.0.1", () => console.log(`Chat backend at ${port}`));
server.on("upgrade", toUpgradeListener(backend, { trustProxy: true }));

/** Hands who has come back from the provider over to the chat, whose cookie goes along with the way back. */
async function signIn(user, { headers }, response) {
  const origin = `${headers["x-forwarded-proto"] ?? "http"}://${headers.host}`;
  const request = new Request(`${origin}/api/auth/sign-in`, {
    method: "POST",
    headers: { origin, cookie: headers.cookie ?? "", "content-type": "application/json" },
    body: JSON.stringify({ token: await signVisitorToken({ subject: user, secret: handOver }) }),
  });
  const answer = await backend.handle(request);
  response.append("Set-Cookie", answer.headers.getSetCookie());
}

process.once("SIGTERM", async () => {
  // Keeps what a running reply has said so far.
  await backend.close();
  process.exit();
});

/** The backend behind nginx, made of `@chatisle/server` as a middleware of an Express app. */
import { createChatBackend } from "@chatisle/server";
import { toExpressHandler } from "@chatisle/server/express";
import { sqliteStore } from "@chatisle/server/sqlite";
import express from "express";
import { answer } from "../answer.js";
import { database, isProduction, port, secrets } from "../settings.js";

const backend = createChatBackend({
  store: sqliteStore({ path: database }),
  reply: answer,
  // Pages and backend share one origin, which is always allowed.
  origins: [],
  secret: secrets("SESSION_SECRET"),
  // Shows /api/session-test and /api/session-debug, on your own machine only.
  isDevelopment: !isProduction,
});

const app = express();
// The backend reads X-Forwarded-Proto by itself: Express' own "trust proxy" does not reach it.
app.use(toExpressHandler(backend, { trustProxy: true }));
app.listen(port, "127.0.0.1", () => console.log(`Chat backend behind nginx at ${port}`));

process.once("SIGTERM", async () => {
  // Keeps what a running reply has said so far.
  await backend.close();
  process.exit();
});

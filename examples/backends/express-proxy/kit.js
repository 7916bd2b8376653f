/** The service behind the front, made of `@chatisle/server`. */
import { createChatBackend } from "@chatisle/server";
import { serveNode } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import { answer } from "../answer.js";
import { database, port, secrets } from "../settings.js";

const backend = createChatBackend({
  store: sqliteStore({ path: database }),
  reply: answer,
  // Pages and backend share one origin, which is always allowed.
  origins: [],
  secret: secrets("SESSION_SECRET"),
});
// The proxy that ends TLS says so in X-Forwarded-Proto, and the front passes it on.
const server = await serveNode(backend, { port, trustProxy: true });
console.log(`Chat backend at ${server.url}`);

process.once("SIGTERM", async () => {
  await server.close();
  await backend.close();
});

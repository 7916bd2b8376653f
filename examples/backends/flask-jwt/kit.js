/** A backend for signed-in visitors, made of `@chatisle/server`. */
import { createChatBackend } from "@chatisle/server";
import { serveNode } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import { answer } from "../answer.js";
import { allowedOrigins, database, port, secrets } from "../settings.js";

const backend = createChatBackend({
  store: sqliteStore({ path: database }),
  reply: answer,
  origins: allowedOrigins,
  secret: secrets("SESSION_SECRET"),
  // Raised by a release that can no longer work with the tokens before.
  tokenVersion: Number(process.env.TOKEN_VERSION ?? 1),
  // The site's own server signs a token that says who the visitor is, for a minute; the page hands it over.
  signIn: { secret: secrets("VISITOR_SECRET"), keepsConversation: true },
});
// The proxy that ends TLS says so. Without it the backend would see http and set no cookie.
const server = await serveNode(backend, { port, trustProxy: true });
console.log(`Chat backend at ${server.url}`);

process.once("SIGTERM", async () => {
  await server.close();
  await backend.close();
});

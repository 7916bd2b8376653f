/** One of several instances, made of `@chatisle/server`: they share the secret and the database, and no memory. */
import { createChatBackend, logCode } from "@chatisle/server";
import { serveNode } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import { answer } from "../answer.js";
import { allowedOrigins, database, port, secrets } from "../settings.js";

const backend = createChatBackend({
  store: sqliteStore({ path: database }),
  reply: answer,
  origins: allowedOrigins,
  secret: secrets("SESSION_SECRET"),
  // Here your mailer stands. This one prints.
  codeSignIn: { sendCode: logCode, keepsConversation: true },
});
// nginx ends TLS and says so. Without it the backend would see http and set no cookie.
const server = await serveNode(backend, { port, trustProxy: true });
console.log(`Chat backend at ${server.url}`);

process.once("SIGTERM", async () => {
  await server.close();
  await backend.close();
});

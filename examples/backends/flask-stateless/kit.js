/** One of several instances, made of `@chatisle/server`: they share the secret and the database, and no memory. */
import { logCode } from "@chatisle/server";
import { serve, serveConfigFrom } from "@chatisle/server/serve";
import { answer } from "../answer.js";

const server = await serve(serveConfigFrom(process.env), {
  // Your mailer in the place of `logCode`, which prints.
  backend: { reply: answer, codeSignIn: { sendCode: logCode, keepsConversation: true } },
});
console.log(`Chat backend at ${server.url}`);
process.once("SIGTERM", () => server.close());

/** A backend for pages on another origin, made of `@chatisle/server`: all but the reply is in its environment. */
import { serve, serveConfigFrom } from "@chatisle/server/serve";
import { answer } from "../answer.js";

const server = await serve(serveConfigFrom(process.env), { backend: { reply: answer } });
console.log(`Chat backend at ${server.url}`);
process.once("SIGTERM", () => server.close());

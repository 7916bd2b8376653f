/**
 * A backend for signed-in visitors, made of `@chatisle/server`. The site's own server signs a token that says who the
 * visitor is, with `SIGN_IN_SECRET` and for a minute; the page hands it over.
 */
import { serve, serveConfigFrom } from "@chatisle/server/serve";
import { answer } from "../answer.js";

const server = await serve(serveConfigFrom(process.env), { backend: { reply: answer } });
console.log(`Chat backend at ${server.url}`);
process.once("SIGTERM", () => server.close());

import { getSecret } from "astro:env/server";
import { options, pages, settings } from "virtual:chatisle/backend";
import { toAstroEndpoint } from "@chatisle/server/astro";
import type { APIRoute } from "astro";
import { publishBackend } from "../backend/running-backend.js";
import { createSiteBackend } from "../backend/site-backend.js";

export const prerender = false;

const backend = await createSiteBackend({
  settings,
  options,
  pages,
  environment: {
    SESSION_SECRET: getSecret("SESSION_SECRET"),
    SESSION_SECRET_OLD: getSecret("SESSION_SECRET_OLD"),
    CHATISLE_DATABASE: getSecret("CHATISLE_DATABASE"),
  },
  moduleUrl: import.meta.url,
});
publishBackend({ backend, path: settings.path });

/** The route behind `chatisle({ backend })`: every method, every path below the backend's. */
export const ALL: APIRoute = toAstroEndpoint(backend, { base: settings.path });

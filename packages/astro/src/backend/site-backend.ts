import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import {
  BackendError,
  type ChatBackend,
  type ChatBackendOptions,
  createChatBackend,
  type Reply,
} from "@chatisle/server";
import { localAssistant, type PageSection, pagesFromFolder } from "@chatisle/server/local-assistant";
import { sqliteStore } from "@chatisle/server/sqlite";
import { AstroError } from "astro/errors";
import type { BackendSettings } from "../vite/backend-plugin.js";

/** What the server of the site is told when it starts. */
export interface ServerEnvironment {
  readonly SESSION_SECRET: string | undefined;
  /** Secrets that still count while a new one takes over, separated by commas. */
  readonly SESSION_SECRET_OLD: string | undefined;
  readonly CHATISLE_DATABASE: string | undefined;
}

export interface SiteBackendOptions {
  readonly settings: BackendSettings;
  /** What the site chose itself, in a module. */
  readonly options: Partial<ChatBackendOptions>;
  /** What the assistant knows; null for the built pages. */
  readonly pages: readonly PageSection[] | null;
  readonly environment: ServerEnvironment;
  /** Address of the module that asks, which is a file of the built server. */
  readonly moduleUrl: string;
}

/**
 * The backend inside a site: what the site has chosen, and for the rest an SQLite file, the secret of the host and an
 * assistant that answers from the site's own pages.
 * @throws AstroError - for a built site without a secret, or without a page for the assistant to read.
 * @throws BackendError - for an option or a database that cannot work.
 */
export async function createSiteBackend(site: SiteBackendOptions): Promise<ChatBackend> {
  const { settings, options, environment } = site;
  return createChatBackend({
    ...options,
    secret: options.secret ?? secretOf(environment, settings.developmentSecret),
    origins: options.origins ?? (settings.site === null ? [] : [new URL(settings.site).origin]),
    reply: options.reply ?? (await assistant(site)),
    store:
      options.store ?? sqliteStore({ path: resolve(environment.CHATISLE_DATABASE || settings.database) }),
  });
}

function secretOf(
  { SESSION_SECRET, SESSION_SECRET_OLD }: ServerEnvironment,
  developmentSecret: string | null,
): ChatBackendOptions["secret"] {
  const current = SESSION_SECRET || developmentSecret;
  if (current === null) {
    throw new AstroError(
      "The chat's backend has no secret to sign sessions with: SESSION_SECRET is not set.",
      "Make one with `openssl rand -base64 32`, and set it wherever the site's server runs.",
    );
  }
  const previous = (SESSION_SECRET_OLD ?? "").split(",").map((secret) => secret.trim());
  return { current, previous: previous.filter((secret) => secret !== "") };
}

async function assistant({ settings, pages, moduleUrl }: SiteBackendOptions): Promise<Reply> {
  if (pages !== null) return localAssistant({ pages });
  const folder = builtPages(settings, moduleUrl);
  if (folder === null) {
    return () =>
      "In development I know nothing about this site yet: I answer from its built pages. Set `knowledge` in " +
      "astro.config to the folder of its content, and I answer from that here, too.";
  }
  return localAssistant({ pages: await prerenderedPages(folder) });
}

async function prerenderedPages(folder: string): Promise<readonly PageSection[]> {
  try {
    return await pagesFromFolder(folder);
  } catch (error) {
    if (!(error instanceof BackendError && error.code === "pages")) throw error;
    throw new AstroError(
      `The chat's assistant answers from prerendered pages, and there is none with text in ${folder}.`,
      "Prerender the pages it should know (`export const prerender = true`), set `knowledge` to the folder of the " +
        "site's content, or put a `reply` of your own into the module that `backend.options` names. A site that has " +
        "such pages must be deployed with that folder.",
    );
  }
}

/** Null in development, where no built server is above this file. */
function builtPages({ serverFolder, pagesFolder }: BackendSettings, moduleUrl: string): string | null {
  const path = dirname(fileURLToPath(moduleUrl));
  const end = `${path}${sep}`.lastIndexOf(`${sep}${serverFolder}${sep}`);
  return end < 0 ? null : join(path.slice(0, end), serverFolder, pagesFolder);
}

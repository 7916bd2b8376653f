import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { ServeConfig, ServeOptions } from "@chatisle/server/serve";
import { type Command, UsageError } from "../command.js";

/** What the file named by `--config` exports as its default. */
export interface ServeFile extends ServeConfig {
  /** Whatever plain data cannot say: a reply of your own, sign-in by e-mail, rate limits. */
  readonly backend?: ServeOptions["backend"];
}

export const serve: Command = {
  summary: "starts a backend with sessions, history and streamed replies",
  usage: `Usage: chatisle serve [options]

Starts the reference backend. Settings come from the environment (SESSION_SECRET, ALLOWED_ORIGINS, DATABASE_URL, …), then
from the file named by --config, then from these options; the last one counts.

  --config <file>        a module whose default export holds settings, and under "backend" options of createChatBackend
  --port <number>        default 8787
  --host <address>       default localhost; 0.0.0.0 for all addresses
  --origin <site>        a page that may talk to the backend; may be repeated
  --database <url>       a SQLite file or postgres://…, default .data/chat.sqlite
  --pages <folder>       the built site, from whose pages the assistant answers when no model is set
  --uploads <folder>     where attached files are kept; without it there are none
  --trust-proxy <count>  how many proxies stand in front, default 0
  --dev                  for your own machine: a secret of its own, and pages that show what the server sees

A secret has no option, because other users of the machine can read command lines: set SESSION_SECRET.`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: "string" },
        port: { type: "string" },
        host: { type: "string" },
        origin: { type: "string", multiple: true },
        database: { type: "string" },
        pages: { type: "string" },
        uploads: { type: "string" },
        "trust-proxy": { type: "string" },
        dev: { type: "boolean" },
      },
    });
    const { serve: start, serveConfigFrom } = await import("@chatisle/server/serve");
    const { backend, ...file } =
      values.config === undefined ? {} : await readConfig(resolve(terminal.cwd, values.config));
    const flags = serveConfigFrom({
      PORT: values.port,
      HOST: values.host,
      ALLOWED_ORIGINS: values.origin?.join(","),
      DATABASE_URL: values.database,
      PAGES_FOLDER: values.pages,
      UPLOADS_FOLDER: values.uploads,
      TRUST_PROXY: values["trust-proxy"],
      NODE_ENV: values.dev ? "development" : undefined,
    });
    const environment = serveConfigFrom(terminal.env);
    const isDevelopment = [flags, file, environment].some((settings) => settings.isDevelopment === true);
    const server = await start(
      { ...environment, ...file, ...flags, isDevelopment },
      { env: terminal.env, ...(backend !== undefined && { backend }) },
    );
    terminal.out(`Chat backend at ${server.url}. Ctrl-C ends it.`);
    await aborted(terminal.signal);
    terminal.out("Letting running replies end…");
    await server.close();
    return 0;
  },
};

async function readConfig(path: string): Promise<ServeFile> {
  let module: { readonly default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The configuration ${path} could not be loaded: ${reason}`, { cause });
  }
  if (typeof module.default === "object" && module.default !== null) return module.default;
  throw new UsageError(`The configuration ${path} has no default export that is an object.`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

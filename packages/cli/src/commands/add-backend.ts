import { randomBytes } from "node:crypto";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Command, UsageError } from "../command.js";
import { mergeIntoFile, readIfThere } from "../site-file.js";
import type { Terminal } from "../terminal.js";

const SECRET = "SESSION_SECRET";

export const addBackend: Command = {
  summary: "writes a route into an Astro site, so that the site is its own backend",
  usage: `Usage: chatisle add-backend [options]

Writes an endpoint into the Astro site in this folder that answers the chat: sessions in a signed cookie, conversations in
a SQLite file, replies by the model that the environment names, else from the site's own pages. The route is yours to
change. Where nothing is to be changed, chatisle({ backend: true }) in astro.config does the same without a file.

  --path <path>   path of the site that the chat talks to, default /api`,
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options: { path: { type: "string", default: "/api" } } });
    const { path } = values;
    if (!/^(\/[a-z0-9][a-z0-9._-]*)+$/i.test(path)) {
      throw new UsageError(
        `--path ${JSON.stringify(path)} is none that a route can stand on. Write one such as /api.`,
      );
    }
    const packages = await dependenciesOf(terminal.cwd);

    const file = `src/pages${path}/[...path].ts`;
    const content = routeAt(path);
    const merge = (known: string) => (known === content ? known : null);
    const change = await mergeIntoFile(terminal.cwd, { file, content, merge });
    if (change === "conflict") {
      terminal.err(
        `${file} is there already and holds something else. Nothing was changed. Choose another --path.`,
      );
      return 1;
    }
    terminal.out(change === "written" ? `Wrote ${file}.` : `${file} is as it should be.`);
    await addSecret(terminal);

    const steps = [
      ...(packages.has("@chatisle/server") ? [] : ["npm install @chatisle/server"]),
      ...(packages.has("@astrojs/node") ? [] : ["npx astro add node"]),
      ...(path === "/api" ? [] : [`set apiBaseUrl: ${JSON.stringify(path)} in the options of chatisle()`]),
      `set ${SECRET} wherever the built site runs, to a value of its own: openssl rand -base64 32`,
    ];
    terminal.out(`\nNext:\n${steps.map((step) => `  ${step}`).join("\n")}`);
    return 0;
  },
};

async function dependenciesOf(site: string): Promise<ReadonlySet<string>> {
  const text = await readIfThere(join(site, "package.json"));
  const manifest = text === null ? {} : JSON.parse(text);
  const names = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
  if (names.has("astro")) return names;
  throw new Error(
    `There is no Astro site in ${site}: its package.json does not name astro. Go to the site's folder.`,
  );
}

/** Gives development a secret, in a file that git ignores. */
async function addSecret({ cwd, out }: Terminal): Promise<void> {
  const environment = (await readIfThere(join(cwd, ".env"))) ?? "";
  const ignored = (await readIfThere(join(cwd, ".gitignore"))) ?? "";
  const lines = new Set(ignored.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, "")));
  const unknown = [".env", ".data"].filter((name) => !lines.has(name));
  if (unknown.length > 0) {
    await appendFile(join(cwd, ".gitignore"), `${endLine(ignored)}${unknown.join("\n")}\n`);
    out(`Added ${unknown.join(" and ")} to .gitignore.`);
  }
  if (new RegExp(`^\\s*${SECRET}\\s*=`, "m").test(environment)) return;
  const secret = randomBytes(32).toString("base64url");
  await writeFile(join(cwd, ".env"), `${environment}${endLine(environment)}${SECRET}=${secret}\n`, {
    mode: 0o600,
  });
  out(`Added a fresh ${SECRET} to .env, for development.`);
}

/** What to write before a new line at the end of a text. */
function endLine(text: string): string {
  return text === "" || text.endsWith("\n") ? "" : "\n";
}

function routeAt(path: string): string {
  return `import { createChatBackend } from "@chatisle/server";
import { toAstroEndpoint } from "@chatisle/server/astro";
import { openReply } from "@chatisle/server/serve";
import { sqliteStore } from "@chatisle/server/sqlite";
import { getSecret } from "astro:env/server";

export const prerender = false;

const backend = createChatBackend({
  store: sqliteStore({ path: ".data/chat.sqlite" }),
  // A model named by CHAT_MODEL, or an assistant that answers from the built pages. Or a function of your own:
  // reply: async ({ text }) => ask(text),
  reply: await openReply(import.meta.env.PROD ? { pagesFolder: "dist/client" } : {}),
  // Pages of other origins that may talk to it, too.
  origins: [],
  secret: getSecret("${SECRET}") ?? "",
});

export const ALL = toAstroEndpoint(backend, { base: ${JSON.stringify(path)} });
`;
}

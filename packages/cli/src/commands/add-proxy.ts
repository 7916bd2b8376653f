import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { readBackend } from "../addresses.js";
import { type Command, UsageError } from "../command.js";
import { isLoopback } from "../cookies/site.js";
import { mergeIntoFile, type SiteFile } from "../site-file.js";

/** What `@chatisle/astro/rewrites` offers, of the version that the site has installed. */
interface RewriteModule {
  readonly REWRITE_HOSTS: readonly string[];
  hostRewrite(
    host: string,
    options: { readonly upstream: string; readonly path?: string; readonly base?: string },
  ): SiteFile & {
    readonly use: string;
    readonly limits: { readonly isWebSocketPassedOn: boolean; readonly longestSilence: number | null };
  };
}

export const addProxy: Command = {
  summary: "makes a host of static sites pass a path on to the backend, so that there is one domain",
  usage: `Usage: chatisle add-proxy <host> --to <api-url> [options]

Writes into the Astro site in this folder what makes its host pass a path on to the backend: the chat then needs neither
CORS nor cookies of another site. <host> is netlify, vercel, cloudflare or nginx.

  --to <api-url>   address of the backend as the host reaches it, such as https://api.company.com
  --path <path>    path of the site that leads there, default /api
  --base <path>    the site's base, default /
  --print          prints the rewrite and writes nothing`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        to: { type: "string" },
        path: { type: "string" },
        base: { type: "string" },
        print: { type: "boolean", default: false },
      },
    });
    const { REWRITE_HOSTS, hostRewrite } = await importRewrites(terminal.cwd);
    const [host, ...rest] = positionals;
    if (host === undefined || rest.length > 0 || !REWRITE_HOSTS.includes(host)) {
      throw new UsageError(`Name one host: ${REWRITE_HOSTS.join(", ")}.`);
    }
    if (values.to === undefined) throw new UsageError("Name the backend: --to https://api.company.com");
    const upstream = readBackend(values.to);
    if (host !== "nginx" && isLoopback(new URL(upstream).hostname)) {
      throw new UsageError(
        `${host} cannot reach ${upstream}, which is on this machine alone. Name the backend by its public address.`,
      );
    }
    const rewrite = hostRewrite(host, {
      upstream,
      ...(values.path !== undefined && { path: values.path }),
      ...(values.base !== undefined && { base: values.base }),
    });

    if (values.print) {
      terminal.out(rewrite.content);
      return 0;
    }
    const change = await mergeIntoFile(terminal.cwd, rewrite);
    if (change === "conflict") {
      terminal.err(
        `${rewrite.file} is there already and holds something else. Nothing was changed. Add this by hand:\n\n${rewrite.content}`,
      );
      return 1;
    }
    terminal.out(
      change === "unchanged" ? `${rewrite.file} holds it already.` : `Wrote ${rewrite.file}. ${rewrite.use}`,
    );
    const { isWebSocketPassedOn, longestSilence } = rewrite.limits;
    if (!isWebSocketPassedOn) terminal.out(`${host} passes no WebSocket on; the chat then uses HTTP.`);
    if (longestSilence !== null) {
      terminal.out(`${host} cuts an answer that is silent for ${longestSilence} seconds.`);
    }
    return 0;
  },
};

async function importRewrites(cwd: string): Promise<RewriteModule> {
  let path: string;
  try {
    path = createRequire(join(cwd, "package.json")).resolve("@chatisle/astro/rewrites");
  } catch (cause) {
    throw new Error(
      `There is no site with @chatisle/astro in ${cwd}. Go to the site's folder, or add it there: npx astro add @chatisle/astro`,
      { cause },
    );
  }
  return import(pathToFileURL(path).href);
}

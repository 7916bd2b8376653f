import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { ROOT } from "../packages/published-packages.ts";
import type { Figure } from "./figure.ts";
import { brotliSize } from "./page-cost.ts";

/** Bytes, compressed. */
const BUDGET = 1_200;
const DIST = join(ROOT, "packages/client/dist");
/** What the chat has loaded before any adapter: the default protocol, with the frame layer below it. */
const CORE = ["transport/exchange.js", "protocols/rest.js"];
/** Adapters are told from their parts by what they are exported as. */
const SUBPATH = "./protocols/";

/** The compressed size of modules of the client, bundled together. */
async function bundledSize(modules: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "chatisle-adapter-"));
  try {
    const entry = join(folder, "entry.js");
    const lines = modules.map((module) => `export * from ${JSON.stringify(join(DIST, module))};`);
    await writeFile(entry, lines.join("\n"));
    const result = await build({
      configFile: false,
      logLevel: "error",
      // As a site's bundler does it; what the entry exports counts as used.
      // What the core loads late is there, too: one text, so that only the adapter makes a difference.
      build: {
        write: false,
        rolldownOptions: {
          input: entry,
          preserveEntrySignatures: "strict",
          output: { codeSplitting: false },
        },
      },
    });
    const [output] = Array.isArray(result) ? result : [result];
    if (output === undefined || !("output" in output)) throw new Error("The bundler gave no output.");
    return brotliSize(output.output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join(""));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What each adapter adds to a chat that has the core. */
export async function measureAdapters(exports: Readonly<Record<string, unknown>>): Promise<Figure[]> {
  const core = await bundledSize(CORE);
  const known = new Set(await readdir(join(DIST, "protocols")));
  const names = Object.keys(exports)
    .filter((path) => path.startsWith(SUBPATH))
    .map((path) => path.slice(SUBPATH.length))
    .filter((name) => name !== "rest" && known.has(`${name}.js`));
  const sockets = (await bundledSize([...CORE, "transport/socket-exchange.js"])) - core;
  const figures: Figure[] = [
    { name: "WebSocket transport, for its adapter alone", value: sockets, budget: BUDGET, unit: "kB" },
  ];
  for (const name of names) {
    const value = (await bundledSize([...CORE, `protocols/${name}.js`])) - core;
    figures.push({ name: `adapter ${name}`, value, budget: BUDGET, unit: "kB" });
  }
  return figures;
}

/** Checks every package as npm would publish it, with publint and attw: `npm run check:packages`, after a build. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packPackages } from "./packages/pack-packages.ts";
import { runCommand } from "./run-command.ts";

/** Entry points that are source for Astro's compiler, which attw cannot read. */
const SOURCE_ENTRY_POINTS: Readonly<Record<string, readonly string[]>> = {
  "@chatisle/astro": ["./components", "./ChatWidget.astro"],
};

const folder = await mkdtemp(join(tmpdir(), "chatisle-pack-"));
const faults: string[] = [];
try {
  for (const { name, tarball } of await packPackages(folder)) {
    console.log(`\n== ${name}`);
    const excluded = SOURCE_ENTRY_POINTS[name] ?? [];
    const exclusion = excluded.length > 0 ? ["--exclude-entrypoints", ...excluded] : [];
    const checks = {
      publint: ["publint", "run", tarball, "--strict"],
      attw: ["attw", tarball, "--profile", "esm-only", "--no-emoji", ...exclusion],
    };
    for (const [tool, command] of Object.entries(checks)) {
      if ((await runCommand("npx", command)) !== 0) faults.push(`${name}: ${tool}`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (faults.length > 0) {
  console.error(`\nNot fit to publish:\n${faults.join("\n")}`);
  process.exitCode = 1;
}

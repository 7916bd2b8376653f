import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const CONFIG = join(import.meta.dirname, "../../.dependency-cruiser.cjs");
const CRUISER = join(import.meta.dirname, "../../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");

/** A file that breaks a rule, and the import with which it does. */
const VIOLATIONS: readonly [rule: string, file: string, specifier: string][] = [
  ["client-stands-alone", "client/src/a.ts", "@chatisle/widget"],
  ["widget-uses-client-alone", "widget/src/a.tsx", "@chatisle/server"],
  ["astro-uses-widget-and-client", "astro/src/a.ts", "@chatisle/server/node"],
  ["astro-never-uses-testing", "astro/components/b.ts", "@chatisle/testing"],
  ["server-and-testing-stand-apart", "server/src/a.ts", "@chatisle/testing"],
  ["server-and-testing-stand-apart", "testing/src/a.ts", "@chatisle/widget"],
  ["server-and-testing-use-wire-types", "server/src/b.ts", "@chatisle/client"],
  ["server-and-testing-use-wire-types", "testing/src/b.ts", "@chatisle/client/base-url"],
  ["packages-meet-at-names", "widget/src/b.ts", "../../client/src/index.js"],
  ["packages-meet-at-names", "server/src/c.ts", "../../../scripts/build.js"],
  ["tests-meet-packages-at-names", "widget/test/a.test.ts", "../../client/src/index.js"],
  ["no-cycles", "client/src/cycle-a.ts", "./cycle-b.js"],
  ["one-door-to-the-network", "widget/src/c.ts", "ky"],
  ["one-door-to-the-network", "client/src/b.ts", "ky"],
  ["runs-everywhere", "client/src/c.ts", "node:fs"],
  ["runs-everywhere", "testing/src/c.ts", "node:http"],
  ["server-runtime-at-the-edge", "server/src/routes/a.ts", "node:crypto"],
  ["declared-dependencies", "client/src/d.ts", "undeclared"],
];

/** Imports that look similar and are allowed. */
const ALLOWED: readonly [file: string, specifier: string][] = [
  ["widget/src/d.ts", "@chatisle/client"],
  ["astro/src/d.ts", "@chatisle/widget/launcher"],
  ["astro/src/e.ts", "node:fs"],
  ["astro/src/backend/a.ts", "@chatisle/server"],
  ["server/src/d.ts", "@chatisle/client/protocol"],
  ["client/src/transport/http.ts", "ky"],
  ["server/src/stores/a.ts", "node:sqlite"],
  ["server/src/replies/pages-from-folder.ts", "node:fs"],
];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

let folder: string;
let violations: readonly Violation[];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "chatisle-rules-")));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await write("tsconfig.json", '{ "compilerOptions": { "module": "nodenext" } }');
  await write("scripts/build.ts", "");
  await write("packages/client/package.json", '{ "name": "@chatisle/client", "dependencies": {} }');
  await write("node_modules/undeclared/package.json", '{ "name": "undeclared", "main": "index.js" }');
  await write("node_modules/undeclared/index.js", "");
  await write("packages/client/src/index.ts", "");
  await write("packages/client/src/cycle-b.ts", 'import "./cycle-a.js";');
  for (const [, file, specifier] of VIOLATIONS) await write(`packages/${file}`, `import "${specifier}";`);
  for (const [file, specifier] of ALLOWED) await write(`packages/${file}`, `import "${specifier}";`);

  const args = [CRUISER, "packages", "--config", CONFIG, "--output-type", "json"];
  // The cruiser's exit code is the number of violations, so only its output tells whether it ran.
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64_000_000 }, (error, stdout, stderr) =>
      stdout === "" ? reject(new Error(stderr, { cause: error })) : resolve(stdout),
    );
  });
  violations = JSON.parse(output).summary.violations;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const brokenBy = (file: string) =>
  violations.filter(({ from }) => from === `packages/${file}`).map(({ rule }) => rule.name);

test.each(VIOLATIONS)("%s stops %s from importing %s", (rule, file) => {
  expect(brokenBy(file)).toContain(rule);
});

test.each(ALLOWED)("%s may import %s", (file) => {
  expect(brokenBy(file)).toEqual([]);
});

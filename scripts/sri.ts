/**
 * Prints the tag that puts the chat into a page without a bundler, with the hash by which a browser refuses a file that
 * was changed on its way: `npm run sri`, after a build.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./packages/published-packages.ts";
import { integrityOf } from "./sri/integrity.ts";

const folder = join(ROOT, "packages/widget");
const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
const integrity = integrityOf(await readFile(join(folder, "dist/chatisle.js")));
console.log(
  `<script src="https://cdn.jsdelivr.net/npm/@chatisle/widget@${version}/dist/chatisle.js"\n` +
    `  integrity="${integrity}" crossorigin="anonymous" defer></script>`,
);

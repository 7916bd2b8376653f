import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string) => readFile(join(import.meta.dirname, path), "utf8");

test.each(["support-chat.tsx", "plain-chat.ts", "own-launcher.ts"])(
  "the guide to a skin of one's own shows %s as it is tested",
  async (file) => {
    const guide = await read("../../../../docs/guides/headless.md");
    const [, language] = file.split(".");
    expect(guide).toContain(`\`\`\`${language}\n${await read(file)}\`\`\``);
  },
);

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string) => readFile(join(import.meta.dirname, path), "utf8");

test.each(["parrot.ts", "parrot.test.ts"])(
  "the guide to writing an adapter shows %s as it is tested",
  async (file) => {
    const guide = await read("../../../../docs/guides/write-an-adapter.md");
    expect(guide).toContain(`\`\`\`ts\n${await read(file)}\`\`\``);
  },
);

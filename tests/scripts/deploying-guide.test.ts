import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { ROOT } from "../../scripts/packages/published-packages.ts";
import { snippets } from "../support/readme.ts";

test("the server of the guide to deploying, word for word, answers and ends when it is told to", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chatisle-guide-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const found = await snippets("docs/guides/deploying.md");
  const code = found.find(({ language }) => language === "js")?.code ?? "";
  const server = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    // Where the package knows itself by its name.
    cwd: join(ROOT, "packages/server"),
    env: {
      SESSION_SECRET: "a secret of tests, which is of no worth to anybody",
      DATABASE_URL: join(folder, "chat.sqlite"),
      PORT: "0",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void server.kill("SIGKILL"));
  const ended = once(server, "exit");
  const [line] = await Promise.race([once(createInterface(server.stdout), "line"), ended]);
  const [url] = /http:\S+/.exec(String(line)) ?? [];
  expect((await fetch(`${url}/api/ready`)).status).toBe(204);
  server.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

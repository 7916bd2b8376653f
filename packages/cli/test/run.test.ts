import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runCommand } from "./support/run-command.js";

test.each([[[]], [["--help"]], [["help"]]])("chatisle %j lists the commands", async (args) => {
  const { out, exitCode } = await runCommand(...args);

  for (const name of ["doctor", "probe", "serve", "add-backend", "add-proxy"])
    expect(out).toContain(`  ${name}`);
  expect(exitCode).toBe(0);
});

test.each(["--version", "-v"])("chatisle %s names the version of the package", async (option) => {
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { out, exitCode } = await runCommand(option);

  expect(out).toBe(`${JSON.parse(manifest).version}\n`);
  expect(exitCode).toBe(0);
});

test("a command that is none is named, with those that are", async () => {
  const { err, exitCode } = await runCommand("docter");

  expect(err).toContain('no command "docter"');
  expect(err).toContain("  doctor");
  expect(exitCode).toBe(2);
});

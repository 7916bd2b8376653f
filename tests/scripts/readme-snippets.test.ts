import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { ROOT } from "../../scripts/packages/published-packages.ts";
import { snippets } from "../support/readme.ts";

/** Type-checks sources as if they stood in a package, without writing them. */
function diagnose(sources: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, ROOT);
  // Plain JavaScript is checked against the packages' types, without the strictness that only annotations satisfy.
  const strict = [...sources.keys()].every((name) => !name.endsWith(".js"));
  const settings: ts.CompilerOptions = {
    ...options,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    types: ["node"],
    strict,
    exactOptionalPropertyTypes: strict,
  };
  const host = ts.createCompilerHost(settings);
  const { readFile, fileExists } = host;
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  const program = ts.createProgram([...sources.keys()], settings, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      (found) => `${found.file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(found.messageText, "\n")}`,
    );
}

test.each(["client", "server", "testing", "widget"])(
  "the snippets in the README of %s compile",
  async (name) => {
    const found = (await snippets(`packages/${name}/README.md`)).filter(({ language }) =>
      /^[tj]sx?$/.test(language),
    );
    expect(found.length).toBeGreaterThan(0);
    const sources = new Map(
      found.map(({ language, code }, index) => [
        join(ROOT, `packages/${name}/readme-${index}.${language}`),
        code,
      ]),
    );
    expect(diagnose(sources)).toEqual([]);
  },
);

test("a snippet that does not compile is found", () => {
  const sources = new Map([
    [
      join(ROOT, "packages/client/readme.ts"),
      'import { createChat } from "@chatisle/client";\ncreateChat();\n',
    ],
  ]);
  expect(diagnose(sources).join()).toContain("createChat");
});

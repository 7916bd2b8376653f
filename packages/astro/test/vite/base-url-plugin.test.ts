import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type InlineConfig, resolveConfig } from "vite";
import { expect, onTestFinished, test, vi } from "vitest";
import { baseUrlPlugin } from "../../src/vite/base-url-plugin.js";

interface Site {
  readonly files?: Readonly<Record<string, string>>;
  readonly shell?: string;
  readonly mode?: string;
  readonly fallback?: string;
  readonly isProductionBuild?: boolean;
}

/** Resolves a site's configuration with the plugin in it, as often as a build does. */
async function resolveSite({ files = {}, shell, mode, fallback = "/api", isProductionBuild = true }: Site) {
  vi.stubEnv("PUBLIC_API_BASE_URL", shell);
  const root = await mkdtemp(join(tmpdir(), "chatisle-env-"));
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(root, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), content);
  const warn = vi.fn();
  const plugin = baseUrlPlugin({ fallback, site: undefined, isProductionBuild, logger: { warn } });
  const config: InlineConfig = {
    root,
    configFile: false,
    envPrefix: "PUBLIC_", // as Astro sets it
    plugins: [plugin],
    ...(mode !== undefined && { mode }),
  };
  await resolveConfig(config, "serve", mode);
  await resolveConfig(config, "build", mode);
  return warn;
}

test.each<[string, Site]>([
  ["the option", { fallback: "api.company.com" }],
  [".env", { files: { ".env": "PUBLIC_API_BASE_URL=api.company.com" } }],
  [
    "the .env file of the mode",
    { mode: "staging", files: { ".env.staging": "PUBLIC_API_BASE_URL=api.company.com" } },
  ],
  ["the shell", { shell: "api.company.com", files: { ".env": "PUBLIC_API_BASE_URL=/api" } }],
])("an address that cannot work stops the build, when it comes from %s", async (_where, site) => {
  await expect(resolveSite(site)).rejects.toMatchObject({
    message: expect.stringContaining('"api.company.com" has no scheme'),
    hint: expect.stringContaining('"https://api.company.com"'),
  });
});

test("the environment wins over an option that cannot work", async () => {
  await expect(resolveSite({ fallback: "api.company.com", shell: "/api" })).resolves.toBeDefined();
});

test("an empty variable counts as one that is not set", async () => {
  await expect(resolveSite({ shell: "", fallback: "api.company.com" })).rejects.toThrow(
    "chatisle({ apiBaseUrl })",
  );
});

test("a production build that points at the developer's machine is warned about once", async () => {
  const warn = await resolveSite({ shell: "http://localhost:8787" });
  expect(warn.mock.calls).toEqual([[expect.stringContaining("visitor's own machine")]]);
});

test("development on the developer's machine is not warned about", async () => {
  const warn = await resolveSite({ shell: "http://localhost:8787", isProductionBuild: false });
  expect(warn).not.toHaveBeenCalled();
});

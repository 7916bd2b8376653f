import { createHash } from "node:crypto";
import chatisle, { type ChatisleOptions } from "@chatisle/astro";
import { LAUNCHER_CSS, LAUNCHER_OPTIONS_CSS } from "@chatisle/widget/launcher";
import type { AstroConfig, HookParameters } from "astro";
import { expect, test, vi } from "vitest";

type Setup = HookParameters<"astro:config:setup">;

/** Runs the set-up hook as Astro would, on the part of a configuration it reads. */
function setUp(config: { security?: { csp?: AstroConfig["security"]["csp"] } }, options?: ChatisleOptions) {
  const updateConfig = vi.fn();
  const addRenderer = vi.fn();
  const injectScript = vi.fn();
  const hook = chatisle(options).hooks["astro:config:setup"];
  const warn = vi.fn();
  const context = { addRenderer, injectScript, addDevToolbarApp: vi.fn(), logger: { warn } };
  hook?.({ config, command: "build", updateConfig, ...context } as unknown as Setup);
  return { update: updateConfig.mock.calls[0]?.[0], updateConfig, addRenderer, injectScript, warn };
}

const hashesOf = (algorithm: string) =>
  [LAUNCHER_CSS, LAUNCHER_OPTIONS_CSS].map(
    (css) => `${algorithm}-${createHash(algorithm).update(css).digest("base64")}`,
  );

test("a site gets PUBLIC_API_BASE_URL as a public variable that defaults to /api", () => {
  expect(setUp({}).update.env.schema.PUBLIC_API_BASE_URL).toMatchObject({
    context: "client",
    access: "public",
    optional: true,
    default: "/api",
  });
});

test("the integration's option replaces the default of PUBLIC_API_BASE_URL", () => {
  const { update } = setUp({}, { apiBaseUrl: "https://api.company.com" });
  expect(update.env.schema.PUBLIC_API_BASE_URL.default).toBe("https://api.company.com");
});

test("a site needs no renderer, and no page gets a script it did not ask for", () => {
  const { addRenderer, injectScript } = setUp({});
  expect(addRenderer).not.toHaveBeenCalled();
  expect(injectScript).not.toHaveBeenCalled();
});

test.each([
  ["headers", { headers: { Authorization: "Bearer quiet", "x-tenant": "1" } }, '{ "Authorization": … }'],
  ["headers", { headers: { "x-api-key": "quiet" } }, '{ "x-api-key": … }'],
  ["the body", { body: { api_key: "quiet", temperature: 1 } }, '{ "api_key": … }'],
])(
  "what looks like a key in %s of a protocol is named as public, without its value",
  (_where, parts, name) => {
    const { warn } = setUp({}, { protocol: { use: "openai", model: "small", ...parts } });
    expect(warn.mock.calls).toEqual([[expect.stringContaining(name)]]);
    expect(warn).toHaveBeenCalledWith(expect.not.stringContaining("quiet"));
  },
);

test("paths and fields whose names speak of tokens are no keys", () => {
  const { warn } = setUp({}, { protocol: { use: "rest", paths: { tokenHealth: "/token" } } });
  expect(warn).not.toHaveBeenCalled();
});

test.each([
  ["its default algorithm", true, "SHA-256", "sha256"],
  ["an empty policy", { algorithm: "SHA-256" }, "SHA-256", "sha256"],
  ["SHA-384", { algorithm: "SHA-384" }, "SHA-384", "sha384"],
  ["SHA-512", { algorithm: "SHA-512" }, "SHA-512", "sha512"],
] as const)("a policy with %s gets the hashes of the launcher's styles", (_what, csp, algorithm, prefix) => {
  expect(setUp({ security: { csp } }).update.security.csp).toEqual({
    algorithm,
    styleDirective: { hashes: hashesOf(prefix) },
  });
});

test.each([
  ["without security settings", {}],
  ["that turned the policy off", { security: { csp: false } }],
])("a site %s is left without a policy", (_what, config) => {
  expect(setUp(config).update).not.toHaveProperty("security");
});

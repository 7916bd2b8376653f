import { createHash } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { LAUNCHER_CSS, LAUNCHER_OPTIONS_CSS } from "@chatisle/widget/launcher";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type BuiltSite, buildSite, buildSiteForTest } from "./support/fixture-site.js";

/** The text of the loader in a page: its only inline module. */
const loaderIn = (html: string) => /<script type="module">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";

/** Which of some texts the app of a site holds. */
async function heldByApp(site: BuiltSite, ...texts: string[]): Promise<string[]> {
  const path = (await site.files()).find((file) => /^_astro\/chatisle-app\.[\w-]+\.js$/.test(file));
  const app = path === undefined ? "" : await site.read(path);
  return texts.filter((text) => app.includes(text));
}

beforeEach(() => {
  vi.stubEnv("PUBLIC_API_BASE_URL", undefined); // a build writes what it finds in .env into the process
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a built site", () => {
  let site: BuiltSite;
  let home: string;
  let about: string;

  beforeAll(async () => {
    site = await buildSite("site", { chat: { heading: "Chat with us", side: "start" } });
    [home, about] = await Promise.all([site.read("index.html"), site.read("about/index.html")]);
  });
  afterAll(() => site.remove());

  test("has a launcher with a declarative shadow root, a style and a labelled button", () => {
    expect(home).toContain('<template shadowrootmode="open"><style>');
    expect(home).toMatch(/<button [^>]*aria-haspopup="dialog" aria-expanded="false"/);
  });

  test("has the style of the launcher byte for byte", () => {
    expect(home).toContain(`<style>${LAUNCHER_CSS}</style>`);
  });

  test("gives a launcher the site's options, and the component's props before them", () => {
    expect(home).toContain('<chat-widget heading="Chat with us" side="start">');
    expect(about).toContain('<chat-widget heading="Ask us" side="start">');
    expect(about).toContain('href="/contact/"');
  });

  test("shows an icon of the site and stands where the site says, with a second constant style and no other", async () => {
    const look = await site.read("look/index.html");
    expect(look).toContain('<slot name="icon">');
    expect(look).toMatch(/<\/template><span slot="icon"><svg id="own">/);
    expect(look).toContain(`<style>${LAUNCHER_CSS}</style><style>${LAUNCHER_OPTIONS_CSS}</style>`);
    expect(look).toContain("--chatisle-${");
    expect(look).not.toContain(" style=");
    expect(home).not.toContain("--chatisle-${");
  });

  test("has a loader in the page itself, without imports and the same on every page", () => {
    expect(loaderIn(home)).toContain("/_astro/chatisle-app.");
    expect(loaderIn(home)).not.toMatch(/\bimport\s*[{*"'`]|\bfrom\s*["'`]/);
    expect(loaderIn(about)).toBe(loaderIn(home));
  });

  test("has Chromium compile the app, and what it loads later, while they arrive", async () => {
    const files = (await site.files()).filter((file) =>
      /^_astro\/(chatisle-app|message-log|markdown)\./.test(file),
    );
    expect(files).toHaveLength(3);
    for (const file of files) expect(await site.read(file)).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
  });

  test("has the same loader in a page whose own script uses the chat", async () => {
    expect(loaderIn(await site.read("control/index.html"))).toBe(loaderIn(home));
  });

  test("spends at most 500 bytes of compressed script on a closed page", () => {
    expect(brotliCompressSync(loaderIn(home)).byteLength).toBeLessThanOrEqual(500);
  });

  test("has nothing of the chat in a page without a launcher", async () => {
    expect(await site.read("plain/index.html")).not.toMatch(/chat|<script|<style|<link rel="(?!icon)/i);
  });

  test("names no file to load in a page whose only script is the loader", () => {
    expect(home + about).not.toMatch(/<script[^>]* src=|<link rel="(stylesheet|modulepreload)"/);
  });

  test("has the app in one chunk", async () => {
    const chunks = (await site.files()).filter((file) => file.includes("chatisle-app"));
    expect(chunks).toEqual([expect.stringMatching(/^_astro\/chatisle-app\.[\w-]+\.js$/)]);
  });
});

test("a site below a base path loads the app from there", async () => {
  const site = await buildSiteForTest("site", { base: "/docs" });
  expect(loaderIn(await site.read("index.html"))).toContain("/docs/_astro/chatisle-app.");
});

test("a site with its assets on another host loads the app from there", async () => {
  const site = await buildSiteForTest("site", { build: { assetsPrefix: "https://cdn.example.com" } });
  expect(loaderIn(await site.read("index.html"))).toContain("https://cdn.example.com/_astro/chatisle-app.");
});

test.each([
  ["SHA-256", { csp: true }, "sha256"],
  ["SHA-512", { csp: { algorithm: "SHA-512" as const } }, "sha512"],
])(
  "a site with a %s policy allows the launcher's style as it stands in the page",
  async (_what, security, name) => {
    const page = await (await buildSiteForTest("site", { security })).read("index.html");
    const style = /<style>([\s\S]*?)<\/style><button/.exec(page)?.[1] ?? "";
    const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(page)?.[1];
    expect(policy).toContain(`'${name}-${createHash(name).update(style).digest("base64")}'`);
  },
);

test("a site's own hashes stay in its policy", async () => {
  const own = `sha256-${createHash("sha256").update("p { color: red }").digest("base64")}` as const;
  const site = await buildSiteForTest("site", { security: { csp: { styleDirective: { hashes: [own] } } } });
  expect(await site.read("index.html")).toContain(`'${own}'`);
});

test("PUBLIC_API_BASE_URL in .env wins over the option", async () => {
  const site = await buildSiteForTest("site", {
    chat: { apiBaseUrl: "https://option.company.com" },
    files: { ".env": "PUBLIC_API_BASE_URL=https://env.company.com\n" },
  });
  const held = await heldByApp(site, "https://env.company.com", "https://option.company.com");
  expect(held).toEqual(["https://env.company.com"]);
});

test("PUBLIC_API_BASE_URL in the shell wins over .env", async () => {
  vi.stubEnv("PUBLIC_API_BASE_URL", "https://shell.company.com");
  const site = await buildSiteForTest("site", {
    files: { ".env": "PUBLIC_API_BASE_URL=https://env.company.com\n" },
  });
  const held = await heldByApp(site, "https://env.company.com", "https://shell.company.com");
  expect(held).toEqual(["https://shell.company.com"]);
});

test("a build with an address that cannot work stops and says what to write", async () => {
  vi.stubEnv("PUBLIC_API_BASE_URL", "api.company.com");
  await expect(buildSite("site")).rejects.toMatchObject({
    message: expect.stringContaining(
      'PUBLIC_API_BASE_URL: The chat\'s API base URL "api.company.com" has no scheme',
    ),
    hint: 'Write "https://api.company.com", or start a path with "/".',
  });
});

test("a protocol as data reaches the app", async () => {
  const site = await buildSiteForTest("site", {
    chat: { protocol: { use: "rest", paths: { send: "/v2/ask" } } },
  });
  expect(await heldByApp(site, "/v2/ask")).toEqual(["/v2/ask"]);
});

test("a protocol module of the site reaches the app and is never run on the server", async () => {
  const site = await buildSiteForTest("site", {
    chat: { protocol: "./src/chat-protocol.ts" },
    files: {
      "src/chat-protocol.ts":
        'export default { name: "house-" + location.hostname, async *send() { yield { type: "finish", reason: "stop" } } };',
    },
  });
  expect(await heldByApp(site, "house-")).toEqual(["house-"]);
});

test("a protocol module that is not there stops the build and says where it was sought", async () => {
  await expect(buildSite("site", { chat: { protocol: "./src/missing.ts" } })).rejects.toThrow(
    'chatisle({ protocol: "./src/missing.ts" }): there is no such module under',
  );
});

test("a page that calls the chat while it is rendered stops the build and says where to call it", async () => {
  const page = '---\nimport { chat } from "@chatisle/astro/client";\nawait chat.open();\n---\n<p>Hello</p>\n';
  await expect(buildSite("site", { files: { "src/pages/index.astro": page } })).rejects.toThrow(
    "chat.open() was called while a page was rendered on the server",
  );
});

test("a launcher speaks the language of its page", async () => {
  const site = await buildSiteForTest("site", { i18n: { locales: ["de", "en"], defaultLocale: "de" } });
  expect(await site.read("index.html")).toMatch(/<chat-widget [^>]*lang="de"/);
});

test.each([
  ["by its name", "import { ChatWidget } from"],
  ["as a default", "import ChatWidget from"],
])("a page that imports the component %s from the integration is told where it is", async (_how, words) => {
  const page = `---\n${words} "@chatisle/astro";\n---\n<ChatWidget />\n`;
  await expect(buildSite("site", { files: { "src/pages/index.astro": page } })).rejects.toThrow(
    'import { ChatWidget } from "@chatisle/astro/components"',
  );
});

test("a site that has the component and not the integration is told to add it", async () => {
  await expect(buildSite("site", { chat: null })).rejects.toThrow(
    "add chatisle() to the integrations in astro.config",
  );
});

test("a page whose component has an address that cannot work stops the build", async () => {
  const page = `---\nimport { ChatWidget } from "@chatisle/astro/components";\n---\n<ChatWidget apiBaseUrl="api.company.com" />\n`;
  await expect(buildSite("site", { files: { "src/pages/index.astro": page } })).rejects.toMatchObject({
    message: expect.stringContaining("<ChatWidget apiBaseUrl>"),
    hint: expect.stringContaining("https://api.company.com"),
  });
});

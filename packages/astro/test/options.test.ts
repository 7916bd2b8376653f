import chatisle from "@chatisle/astro";
import { expect, test } from "vitest";

const configure = (options: unknown) => () => chatisle(options as Parameters<typeof chatisle>[0]);

test.each([
  ["nothing", undefined],
  ["no option", {}],
  ["an address", { apiBaseUrl: "https://api.example.com" }],
  ["an option that is undefined", { heading: undefined }],
  ["a preset by its name", { protocol: { use: "ai-sdk", path: "/api/chat" } }],
  ["a preset that sends cookies", { protocol: { use: "openai", model: "small", credentials: "include" } }],
  ["a protocol as data", { protocol: { use: "rest", paths: { history: null, send: "/v1/chat" } } }],
  ["a protocol module beside the configuration", { protocol: "./src/chat-protocol.ts" }],
  ["a protocol module above the site", { protocol: "../shared/chat-protocol.ts" }],
  ["a protocol module from the root", { protocol: "/src/chat-protocol.ts" }],
  ["a backend behind the site", { proxy: "http://127.0.0.1:8000" }],
  ["a backend behind a path of the site", { proxy: { target: "https://api.example.com/v1", path: "/help" } }],
  ["the site as its own backend", { backend: true }],
  [
    "a backend that knows the site's content",
    {
      backend: { path: "/help", database: "chat.sqlite", options: "./src/chat-backend.ts" },
      knowledge: { folder: "src/content/docs", path: "/" },
    },
  ],
  ["side, theme and heading", { side: "start", theme: "dark", heading: "Ask us" }],
  ["words, plural forms included", { labels: { send: "Senden", newMessages: { other: "{count} neue" } } }],
])("the integration takes %s", (_what, options) => {
  expect(configure(options)().name).toBe("@chatisle/astro");
});

test.each([
  ["no object", "https://api.example.com", 'got "https://api.example.com"', "chatisle()"],
  ["an unknown option", { apiUrl: "/api" }, "{ apiUrl }", "apiBaseUrl, proxy, backend"],
  ["an empty address", { apiBaseUrl: "" }, '{ apiBaseUrl: "" }', "Write a string"],
  ["an address that is no text", { apiBaseUrl: 8787 }, "{ apiBaseUrl: 8787 }", "Write a string"],
  ["a bare protocol name", { protocol: "web-socket" }, '"web-socket"', "./src/chat-protocol.ts"],
  ["an unknown protocol", { protocol: { use: "soap" } }, '{"use":"soap"}', '{ use: "rest" }'],
  [
    "a function inside a protocol",
    { protocol: { use: "rest", paths: { send: () => "/chat" } } },
    "paths.send",
    "module",
  ],
  ["a backend behind the site without an address", { proxy: {} }, "not an address", "http://127.0.0.1:8000"],
  ["a backend that is the site", { proxy: "/api" }, "path of the site itself", "http://127.0.0.1:8000"],
  ["a backend without a scheme", { proxy: "localhost:8000" }, "not an address", '"http://localhost:8000"'],
  ["a proxy at the root", { proxy: { target: "http://[::1]:8000", path: "/" } }, "no route", '"/api"'],
  ["a proxy with an unknown part", { proxy: { target: "http://[::1]:8000", to: "/" } }, "part to", "path"],
  ["two backends", { apiBaseUrl: "/api", proxy: "http://[::1]:8000" }, "apiBaseUrl, proxy", "Keep one"],
  ["a backend that is an address", { backend: "http://[::1]:8000" }, "neither true nor", "backend: true"],
  ["a backend with an unknown part", { backend: { reply: "./a.ts" } }, "part reply", "createChatBackend"],
  ["a backend at the root", { backend: { path: "/" } }, "no route", '"/api"'],
  ["a backend without a file", { backend: { database: "" } }, "no file", ".data/chat.sqlite"],
  [
    "a backend with options that are no module",
    { backend: { options: {} } },
    "no path",
    "./src/chat-backend.ts",
  ],
  ["a backend beside an address", { backend: true, apiBaseUrl: "/api" }, "apiBaseUrl, backend", "Keep one"],
  ["knowledge of nobody", { knowledge: "src/content/docs" }, "only the assistant", "backend: true"],
  ["knowledge without a folder", { backend: true, knowledge: {} }, "no folder", "src/content/docs"],
  [
    "knowledge that no page shows",
    { backend: true, knowledge: { folder: "docs", path: "docs/" } },
    "no page",
    '"/docs"',
  ],
  ["an unknown side", { side: "left" }, '{ side: "left" }', '"start" or "end"'],
  ["an unknown theme", { theme: "sepia" }, '{ theme: "sepia" }', '"auto" or "light" or "dark"'],
  ["words that are no object", { labels: "de" }, '{ labels: "de" }', "object of texts"],
  ["words that are a function", { labels: { send: () => "Send" } }, "send", "object of texts"],
])("the integration refuses %s, and says what to write", (_what, options, problem, fix) => {
  expect(configure(options)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(problem),
      hint: expect.stringContaining(fix),
    }),
  );
});

test.each(["apiKey", "secret", "token", "openai_api_key"])(
  "the integration refuses the option %s without showing its value",
  (name) => {
    const value = "value-to-keep-quiet";
    expect(configure({ [name]: value })).toThrow("options are sent to every visitor");
    expect(configure({ [name]: value })).not.toThrow(value);
  },
);

test.each(["apiKey", "token"])(
  "the integration refuses a protocol with %s without showing its value",
  (name) => {
    const protocol = { use: "openai", model: "small", [name]: "value-to-keep-quiet" };
    expect(configure({ protocol })).toThrow(`has ${name}, and options are sent to every visitor`);
    expect(configure({ protocol })).not.toThrow("value-to-keep-quiet");
  },
);

test("the integration does not show the password in a backend's address", () => {
  const proxy = "http://admin:value-to-keep-quiet@127.0.0.1:8000";
  expect(configure({ proxy })).toThrow("not an address");
  expect(configure({ proxy })).not.toThrow("value-to-keep-quiet");
});

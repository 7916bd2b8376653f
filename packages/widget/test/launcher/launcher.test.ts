import { fileURLToPath } from "node:url";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { build } from "vite";
import { expect, test } from "vitest";
import { ChatWidget } from "../../src/index.js";
import { Launcher, type LauncherProps } from "../../src/launcher.js";

test("the server writes a launcher that needs no script to be seen", () => {
  const html = renderToString(h<LauncherProps>(Launcher, {}));
  expect(html).toMatch(/^<chat-widget><template shadowrootmode="open"><style>/);
  expect(html).toContain('<button type="button" part="launcher" aria-label="Chat" aria-haspopup="dialog"');
  expect(html).not.toContain(" style=");
});

test("the launcher's options become attributes", () => {
  const html = renderToString(
    h<LauncherProps>(Launcher, {
      apiBaseUrl: "https://api.example.com",
      chatKey: "sales",
      protocol: { use: "rest", paths: { history: null } },
      heading: "Ask us",
      lang: "de",
      side: "start",
      theme: "dark",
      labels: { launcher: "Fragen?" },
    }),
  );
  expect(html).toContain(
    '<chat-widget api-base-url="https://api.example.com" chat-key="sales" protocol="{&quot;use&quot;:&quot;rest&quot;,&quot;paths&quot;:{&quot;history&quot;:null}}" heading="Ask us" lang="de" side="start" theme="dark" labels="{&quot;launcher&quot;:&quot;Fragen?&quot;}">',
  );
  expect(html).toContain('aria-label="Fragen?"');
});

test("a link stands in for the chat only where the site names one", () => {
  expect(renderToString(h<LauncherProps>(Launcher, {}))).not.toContain("<a ");
  expect(renderToString(h<LauncherProps>(Launcher, { fallbackHref: "/contact" }))).toContain(
    '<a part="launcher-fallback" href="/contact">Contact us</a>',
  );
});

test.each([
  [{ icon: "/lamp.svg" }, '<img part="launcher-icon" src="/lamp.svg" alt/>'],
  [{ avatar: "/ada.jpg" }, '<img part="launcher-avatar" src="/ada.jpg" alt/>'],
  [{ icon: "/lamp.svg", avatar: "/ada.jpg" }, '<img part="launcher-icon" src="/lamp.svg" alt/>'],
  [{ compact: true }, "<chat-widget compact>"],
  [{ offsetX: 32, offsetY: 0 }, '<chat-widget offset-x="32" offset-y="0">'],
])("a launcher with %o brings the second style with it", (props, markup) => {
  const html = renderToString(h<LauncherProps>(Launcher, props));
  expect(html).toContain(markup);
  expect(html.match(/<style>/g)).toHaveLength(2);
  expect(html).not.toContain(" style=");
});

test("a launcher without any of it has one style, no slot and no popover", () => {
  const html = renderToString(h<LauncherProps>(Launcher, {}));
  expect(html.match(/<style>/g)).toHaveLength(1);
  expect(html).not.toContain("<slot");
  expect(html).not.toContain("popover");
});

test("an element as the icon of the Preact component stands in the slot of the launcher", () => {
  const html = renderToString(h(ChatWidget, { icon: h("i", {}, "?") }));
  expect(html).toMatch(/<slot name="icon"><svg/);
  expect(html).toMatch(/<\/template><span slot="icon"><i>\?<\/i><\/span><\/chat-widget>$/);
});

test("the Preact component writes the markup of a launcher that keeps a press", () => {
  const props = { heading: "Ask us", fallbackHref: "/contact" };
  const launcher = renderToString(h(Launcher, { ...props, keepsPress: true }));
  expect(launcher).toContain('<i id="pressed" popover="manual" hidden></i>');
  expect(renderToString(h(ChatWidget, props))).toBe(launcher);
});

test("the published styles are rendered byte for byte, so that their hashes hold", async () => {
  for (const css of await publishedLauncherCss()) {
    expect(css).toMatch(/^(:host|slot,img)\{/);
    expect(renderToString(h("style", {}, css))).toBe(`<style>${css}</style>`);
  }
});

/** The styles as the build puts them into the package: minified, as strings. */
async function publishedLauncherCss(): Promise<readonly string[]> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const result = await build({ root, logLevel: "silent", build: { write: false } });
  const [bundle] = Array.isArray(result) ? result : [result];
  if (!bundle || !("output" in bundle)) throw new Error("vite build gave no output.");
  const code = bundle.output.map((file) => ("code" in file ? file.code : "")).join("\n");
  const names = ["launcher_default", "launcher_options_default"];
  return names.map((name) => {
    const literal = new RegExp(`var ${name} = ("(?:[^"\\\\]|\\\\.)*")`).exec(code)?.[1];
    if (literal === undefined) throw new Error(`The build holds no style ${name}.`);
    return JSON.parse(literal) as string;
  });
}

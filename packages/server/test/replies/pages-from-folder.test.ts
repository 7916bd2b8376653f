import { rmSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { pagesFromFolder } from "../../src/replies/local-assistant.js";
import { writeSite } from "../support/built-site.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function site(files?: Readonly<Record<string, string>>): string {
  const folder = writeSite(files);
  folders.push(folder);
  return folder;
}

async function sectionsOf(html: string) {
  const pages = await pagesFromFolder(site({ "index.html": html }));
  return pages.map(({ heading, text, url }) => ({ heading, text, url }));
}

test("a built site becomes its sections, with the addresses they have", async () => {
  const pages = await pagesFromFolder(site());
  expect(pages.map(({ url, title, heading }) => [url, title, heading])).toEqual([
    ["/help/scanner/#help", "Help: the label printer and scanner", "Help"],
    ["/help/scanner/#reset", "Help: the label printer and scanner", "Reset the scanner"],
    ["/help/scanner/#refunds", "Help: the label printer and scanner", "Refunds"],
    ["/", "Home", "Post for small shops"],
    ["/pricing/#pricing", "Pricing", "Pricing"],
    ["/pricing/#free", "Pricing", "Free plan"],
    ["/pricing/#pro", "Pricing", "Pro plan"],
    ["/pricing/#all", "Pricing", "All plans"],
    ["/shipping#shipping", "Shipping", "Where we ship"],
    ["/shipping#abroad", "Shipping", "Other countries"],
    ["/shipping", "Shipping", "Can I change the address?"],
  ]);
});

test("what is no content is left out", async () => {
  const text = (await pagesFromFolder(site())).map((page) => `${page.heading} ${page.text}`).join("\n");
  expect(text).not.toMatch(/navigation|footer|script|color: red|decorative|hidden|form words|lost words/i);
});

test("lists, tables and definitions stay readable as lines of text", async () => {
  const pages = await pagesFromFolder(site());
  const textUnder = (heading: string) => pages.find((page) => page.heading === heading)?.text;
  expect(textUnder("Pro plan")).toBe(
    "The Pro plan is €29 a month, or €290 a year.\nIt has no limit on parcels.",
  );
  expect(textUnder("All plans")).toBe("Free: Price €0, Parcels 10\nPro: Price €29, Parcels no limit");
  expect(textUnder("Reset the scanner")).toBe(
    "1. Hold both buttons for ten seconds.\n2. Wait for the green light.\n3. Scan the code in the lid.",
  );
  expect(textUnder("Refunds")).toBe(
    "- A lost parcel is refunded in full.\n- A late one by half.\nPhone: +49 30 1234",
  );
});

test.each([
  ["no <main>", "<body><header>Site</header><h1>A</h1><p>Text</p></body>", [["A", "Text"]]],
  ["no <body>", "<h1>A</h1><p>Text</p>", [["A", "Text"]]],
  [
    "text before the first heading",
    "<title>T</title><main><p>Intro</p><h2>A</h2><p>Text</p></main>",
    [
      ["T", "Intro"],
      ["A", "Text"],
    ],
  ],
  ["a heading with nothing under it", "<main><h1>A</h1><h2>B</h2><p>Text</p></main>", [["B", "Text"]]],
  [
    "a heading in pieces",
    "<main><h1>One <em>two</em>\n three</h1><p>Text</p></main>",
    [["One two three", "Text"]],
  ],
  ["smaller headings", "<main><h2>A</h2><h4>B</h4><p>Text</p></main>", [["A", "B\nText"]]],
  [
    "elements minified together",
    "<main><h1>A</h1><p><span>€29</span><span>a month</span></p></main>",
    [["A", "€29 a month"]],
  ],
  ["a word in two colours", "<main><h1>A</h1><p>chat<b>isle</b></p></main>", [["A", "chatisle"]]],
  ["line breaks", "<main><h1>A</h1><p>One<br>Two</p></main>", [["A", "One\nTwo"]]],
  ["entities", "<main><h1>A</h1><p>Q&amp;A &lt;b&gt; &euro;5&nbsp;off</p></main>", [["A", "Q&A <b> €5 off"]]],
  [
    "a table without a header row",
    "<main><h1>A</h1><table><tr><td>1</td><td>2</td></tr></table></main>",
    [["A", "1, 2"]],
  ],
  [
    "a caption",
    "<main><h1>A</h1><table><caption>Fees</caption><tr><td>1</td></tr></table></main>",
    [["A", "Fees\n1"]],
  ],
  [
    "nested lists",
    "<main><h1>A</h1><ul><li>One<ul><li>Two</li></ul></li></ul></main>",
    [["A", "- One\n- Two"]],
  ],
  ["text broken off", "<main><h1>A</h1><p>Unclosed", [["A", "Unclosed"]]],
])("a page with %s is read", async (_what, html, sections) => {
  expect((await sectionsOf(html)).map(({ heading, text }) => [heading || "", text])).toEqual(sections);
});

test("a site's address makes the urls absolute", async () => {
  const pages = await pagesFromFolder(
    site({ "a b/index.html": "<main><h1 id='ü'>A</h1><p>Text</p></main>" }),
    {
      siteUrl: "https://shop.test",
    },
  );
  expect(pages[0]?.url).toBe("https://shop.test/a%20b/#%C3%BC");
});

test.each([
  ["that is not there", () => "/nonexistent/folder", /\/nonexistent\/folder.*Build the site first/s],
  ["without pages", () => site({ "notes.txt": "x" }), /no HTML page/],
  ["with empty pages only", () => site({ "index.html": "<main></main>" }), /no HTML page/],
])("a folder %s is refused, with what to do", async (_what, folder, reason) => {
  await expect(pagesFromFolder(folder())).rejects.toThrow(reason);
});

test("a site's address without a scheme is refused", async () => {
  await expect(pagesFromFolder(site(), { siteUrl: "shop.test" })).rejects.toThrow(/siteUrl "shop\.test"/);
});

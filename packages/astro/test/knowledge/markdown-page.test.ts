import { expect, test } from "vitest";
import { readMarkdownPage } from "../../src/knowledge/markdown-page.js";

test("frontmatter gives the title, the address and whether it is a draft", () => {
  const source = '---\r\ntitle: "Care: oil"\r\nslug: /help/care/\r\ndraft: true\r\n---\r\n\r\nText\r\n';
  expect(readMarkdownPage(source, "md")).toEqual({
    title: "Care: oil",
    slug: "help/care",
    isDraft: true,
    html: "<p>Text</p>\n",
  });
});

test("a file without frontmatter is all text", () => {
  expect(readMarkdownPage("Text\n\n---\n\nMore", "md")).toMatchObject({
    title: undefined,
    slug: undefined,
    isDraft: false,
    html: "<p>Text</p>\n<hr>\n<p>More</p>\n",
  });
});

test("headings get the ids that Astro gives them, repeated ones too", () => {
  const { html } = readMarkdownPage("# Oil & care\n## What's `new`?\n## Oil & care\n", "md");
  expect([...html.matchAll(/id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
    "oil--care",
    "whats-new",
    "oil--care-1",
  ]);
});

test.each([
  ["imports and exports", 'import A from "./a";\n\nexport const b = {\n  c: 1 };\n\nText', "<p>Text</p>\n"],
  ["comments", "Text{/* for us */}", "<p>Text</p>\n"],
  ["tags of components, not what they hold", '<Card title="a > b">\n  Text\n</Card>', "<p>Text</p>\n"],
  ["directives, not what they hold", ":::note[Mind]\nText\n:::", "<p>Text</p>\n"],
])("of MDX are left out: %s", (_what, source, html) => {
  expect(readMarkdownPage(source, "mdx").html).toBe(html);
});

test("code in MDX stays as it is written", () => {
  const { html } = readMarkdownPage(
    'Text\n\n```mdx\nimport A from "./a";\n\n  <Card />\n:::note\n```\n',
    "mdx",
  );
  expect(html).toBe(
    '<p>Text</p>\n<pre><code class="language-mdx">import A from &quot;./a&quot;;\n\n  &lt;Card /&gt;\n:::note\n</code></pre>\n',
  );
});

test("a paragraph that begins like an import stays in Markdown", () => {
  expect(readMarkdownPage("export your data here", "md").html).toBe("<p>export your data here</p>\n");
});

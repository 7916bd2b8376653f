import GithubSlugger from "github-slugger";
import { Marked } from "marked";
import { parse as parseYaml } from "yaml";

/** A Markdown or MDX file of a site, as the page it becomes. */
export interface MarkdownPage {
  /** From the frontmatter; undefined where it has none. */
  readonly title: string | undefined;
  /** The address that the file chose for itself, without slashes at its ends. */
  readonly slug: string | undefined;
  readonly isDraft: boolean;
  /** The text, with the ids that Astro gives to headings. */
  readonly html: string;
}

/** Reads a file with frontmatter. Of MDX, imports and component tags are left out, and what stands inside them is kept. */
export function readMarkdownPage(source: string, format: "md" | "mdx"): MarkdownPage {
  const { data, body } = splitFrontmatter(source);
  return {
    title: nonEmpty(data.title),
    slug: nonEmpty(data.slug)?.replace(/^\/+|\/+$/g, ""),
    isDraft: data.draft === true,
    html: toHtml(plainMarkdown(body, format)),
  };
}

const FRONTMATTER = /^\uFEFF?---[^\S\n]*\r?\n([\s\S]*?)\r?\n---[^\S\n]*(?:\r?\n|$)/;

function splitFrontmatter(source: string): { data: Readonly<Record<string, unknown>>; body: string } {
  const [block, yaml] = FRONTMATTER.exec(source) ?? ["", ""];
  const data: unknown = parseYaml(yaml ?? "");
  return {
    data: typeof data === "object" && data !== null ? { ...data } : {},
    body: source.slice(block.length),
  };
}

const FENCED = /^([^\S\n]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:\n\s*\2[^\S\n]*(?=\n|$)|$(?![\s\S]))/gm;

/** Without what only the site's own build understands: directives, and in MDX its JavaScript. Code stays as it is. */
function plainMarkdown(body: string, format: "md" | "mdx"): string {
  let plain = "";
  let end = 0;
  const add = (text: string) => {
    plain += (format === "mdx" ? withoutComponents(text) : text).replace(/^\s*:{3,}.*$/gm, "");
  };
  for (const fence of body.matchAll(FENCED)) {
    add(body.slice(end, fence.index));
    plain += fence[0];
    end = fence.index + fence[0].length;
  }
  add(body.slice(end));
  return plain;
}

function withoutComponents(text: string): string {
  return (
    text
      .replace(/(^|\n[^\S\n]*\n)(?:import|export)\s[\s\S]*?(?=\n[^\S\n]*\n|$)/g, "$1")
      .replace(/\{\/\*[\s\S]*?\*\/\}/g, "")
      .replace(/<\/?[A-Z][\w.]*(?:"[^"]*"|'[^']*'|\{[^{}]*\}|[^>"'{}])*>/g, "\n\n")
      // Inside a component text is indented, which in Markdown would make it code.
      .replace(/^[^\S\n]+(?=\S)(?![-*+\d])/gm, "")
  );
}

function toHtml(markdown: string): string {
  const slugger = new GithubSlugger();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const content = this.parser.parseInline(tokens);
        const id = slugger.slug(this.parser.parseInline(tokens, this.parser.textRenderer));
        return `<h${depth} id="${id}">${content}</h${depth}>\n`;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}

const nonEmpty = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

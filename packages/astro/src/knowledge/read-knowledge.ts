import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import type { OutlineSection, PageSection } from "@chatisle/server/local-assistant";
import { AstroError } from "astro/errors";
import { readMarkdownPage } from "./markdown-page.js";
import { type AddressRules, pageAddress } from "./page-address.js";

export interface KnowledgeSource extends AddressRules {
  /** Absolute path of the content folder. */
  readonly folder: string;
}

/** What the content of a site says, for the assistant. */
export interface Knowledge {
  readonly sections: readonly PageSection[];
  /** Absolute paths of the files it was read from. */
  readonly files: readonly string[];
}

/**
 * Reads the Markdown and MDX files of a folder, in sections by heading. Drafts, and files and folders whose name begins
 * with an underscore, are left out, as Astro leaves them out.
 * @throws AstroError - when the folder cannot be read, or holds no such file with text.
 */
export async function readKnowledge(source: KnowledgeSource): Promise<Knowledge> {
  const { outlinePage } = await import("@chatisle/server/local-assistant");
  const names = (await listFolder(source.folder))
    .filter((name) => CONTENT.test(name) && !HIDDEN.test(name))
    .sort();
  const sections = await Promise.all(
    names.map(async (name) => {
      const page = readMarkdownPage(
        await readFile(join(source.folder, name), "utf8"),
        name.endsWith("x") ? "mdx" : "md",
      );
      if (page.isDraft) return [];
      const outline = outlinePage(page.html).sections;
      const title = page.title ?? outline.find(({ heading }) => heading !== "")?.heading ?? name;
      return outline.map((section) => toPageSection(section, pageAddress(name, page, source), title));
    }),
  );
  if (sections.flat().length === 0) {
    throw new AstroError(
      `chatisle({ knowledge }): the folder ${source.folder} holds no .md or .mdx file with text. ` +
        "Name the folder of the content that visitors ask about, such as src/content/docs.",
    );
  }
  return { sections: sections.flat(), files: names.map((name) => join(source.folder, name)) };
}

const CONTENT = /\.mdx?$/;
const HIDDEN = /(^|\/)_/;

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { recursive: true })).map((name) => name.replaceAll(sep, "/"));
  } catch (cause) {
    const error = new AstroError(
      `chatisle({ knowledge }): the folder ${folder} cannot be read. ` +
        "Write its path from the site's root, such as src/content/docs, or leave the option out: the assistant then " +
        "answers from the built pages.",
    );
    error.cause = cause;
    throw error;
  }
}

function toPageSection({ heading, id, text }: OutlineSection, address: string, title: string): PageSection {
  return {
    url: id === undefined ? address : `${address}#${encodeURIComponent(id)}`,
    title,
    heading: heading || title,
    text,
  };
}

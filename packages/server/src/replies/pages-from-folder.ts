import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { BackendError } from "../backend-error.js";
import { outlinePage, type PageOutline } from "./page-outline.js";
import type { PageSection } from "./page-section.js";

export interface PagesFromFolderOptions {
  /** Where the site stands, such as `https://www.company.com`: makes the urls absolute. Default: they begin with `/`. */
  readonly siteUrl?: string;
}

/**
 * Reads a built site, such as Astro's `dist`: every `.html` file but error pages, in sections by heading.
 * @throws {@link BackendError} `pages` when the folder cannot be read or holds no page with text.
 */
export async function pagesFromFolder(
  folder: string,
  { siteUrl }: PagesFromFolderOptions = {},
): Promise<readonly PageSection[]> {
  if (siteUrl !== undefined && !URL.canParse(siteUrl)) {
    throw new BackendError("option", `siteUrl "${siteUrl}" is not a URL. Write it in full, with https://.`);
  }
  const files = (await listFiles(folder)).filter((file) => /\.html$/i.test(file) && !ERROR_PAGE.test(file));
  const pages = await Promise.all(
    files.sort().map(async (file) => ({
      path: pagePath(file),
      outline: outlinePage(await readFile(join(folder, file), "utf8")),
    })),
  );
  const siteNames = repeatedNames(pages.map(({ outline }) => outline.title));
  const sections = pages.flatMap(({ path, outline }) =>
    toSections(siteUrl === undefined ? path : new URL(path, siteUrl).href, outline, siteNames),
  );
  if (sections.length > 0) return sections;
  throw new BackendError("pages", `The folder ${folder} holds no HTML page with text. Build the site first.`);
}

/** What hosts serve for a missing page or a failure. */
const ERROR_PAGE = /(^|\/)(404|500)(\/index)?\.html$/i;

async function listFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { recursive: true })).map((file) => file.replaceAll(sep, "/"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError(
      "pages",
      `Reading the pages of ${folder} failed: ${reason}. Build the site first.`,
      {
        cause,
      },
    );
  }
}

/** `pricing/index.html` is served at `/pricing/`, `about.html` at `/about`. */
function pagePath(file: string): string {
  const path = file.replace(/(^|\/)index\.html$/i, "$1").replace(/\.html$/i, "");
  return `/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function toSections(
  url: string,
  { title, sections }: PageOutline,
  siteNames: ReadonlySet<string>,
): PageSection[] {
  const label =
    withoutNames(title, siteNames) || sections.find(({ heading }) => heading !== "")?.heading || url;
  return sections.map(({ heading, id, text }) => ({
    url: id === undefined ? url : `${url}#${encodeURIComponent(id)}`,
    title: label,
    heading: heading || label,
    text,
  }));
}

const TITLE_SEPARATOR = /\s+[|·•–—-]\s+/;

/** The pieces at the end or the beginning of titles that several pages share: the site's name. */
function repeatedNames(titles: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const title of titles) {
    const pieces = title.split(TITLE_SEPARATOR);
    if (pieces.length < 2) continue;
    for (const name of new Set([pieces[0] ?? "", pieces.at(-1) ?? ""])) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return new Set([...counts].filter(([, count]) => count > 1).map(([name]) => name));
}

function withoutNames(title: string, names: ReadonlySet<string>): string {
  const pieces = title.split(TITLE_SEPARATOR);
  return pieces.length < 2 ? title : pieces.filter((piece) => !names.has(piece)).join(" – ");
}

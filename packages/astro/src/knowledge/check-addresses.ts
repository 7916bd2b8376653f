import type { BuiltPages } from "../site-part.js";
import { type KnowledgeSource, readKnowledge } from "./read-knowledge.js";

/**
 * A warning when the assistant would cite pages that the site does not have, or null. Which path shows a content folder
 * is written in the site's own pages, so it can only be guessed before they are built.
 */
export async function checkAddresses(
  source: KnowledgeSource,
  { pages, hasPagesOnDemand }: BuiltPages,
): Promise<string | null> {
  if (hasPagesOnDemand) return null;
  const built = new Set(pages.map(({ pathname }) => trimmed(`${source.base}/${pathname}`)));
  const { sections } = await readKnowledge(source);
  const cited = [...new Set(sections.map(({ url }) => url.replace(/#.*$/, "")))];
  const lost = cited.filter((url) => !built.has(trimmed(decodeURI(url))));
  if (lost.length === 0) return null;
  return (
    `chatisle({ knowledge }): the site has no page for ${lost.length} of ${cited.length} files that the assistant cites, ` +
    `such as ${lost[0]}. Say which path shows them: knowledge: { folder: "…", path: "…" }.`
  );
}

const trimmed = (path: string): string =>
  path
    .split("/")
    .filter((part) => part !== "")
    .join("/");

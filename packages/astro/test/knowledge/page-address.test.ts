import { expect, test } from "vitest";
import { knowledgeSettings } from "../../src/knowledge/knowledge-option.js";
import { pageAddress } from "../../src/knowledge/page-address.js";

const RULES = { base: "/", path: "/docs", hasTrailingSlash: true };

test.each([
  ["a file", "care.md", {}, "/docs/care/"],
  ["an index", "index.mdx", {}, "/docs/"],
  ["an index in a folder", "guides/index.md", {}, "/docs/guides/"],
  ["a name with spaces and capitals", "First Guides/Oil & Care.md", {}, "/docs/first-guides/oil--care/"],
  ["a site without slashes at the end", "care.md", { hasTrailingSlash: false }, "/docs/care"],
  ["a base", "care.md", { base: "/shop/" }, "/shop/docs/care/"],
  ["a collection at the root", "index.md", { path: "/" }, "/"],
  ["letters that addresses escape", "größe.md", {}, "/docs/gr%C3%B6%C3%9Fe/"],
])("the address of %s is the page's", (_what, file, rules, address) => {
  expect(pageAddress(file, { slug: undefined }, { ...RULES, ...rules })).toBe(address);
});

test("a file that names its own address stands there", () => {
  expect(pageAddress("guides/care.md", { slug: "oil/howto" }, RULES)).toBe("/docs/oil/howto/");
});

test.each([
  ["a collection", "src/content/blog", [], "/blog"],
  ["a folder with a slash at its end", "./src/content/blog/", [], "/blog"],
  ["the pages", "src/pages", [], "/"],
  ["the docs of Starlight", "src/content/docs", ["@astrojs/starlight"], "/"],
  ["docs without Starlight", "src/content/docs", ["@astrojs/mdx"], "/docs"],
  ["a folder with a path", { folder: "notes", path: "/help" } as const, [], "/help"],
])("%s is taken to stand where such files usually stand", (_what, option, integrations, path) => {
  expect(knowledgeSettings(option, integrations).path).toBe(path);
});

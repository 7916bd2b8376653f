import { expect, test } from "vitest";
import { formatFigures, isOver } from "../../scripts/size/figure.ts";
import { moduleGraph } from "../../scripts/size/module-graph.ts";
import { brotliSize, pageCost } from "../../scripts/size/page-cost.ts";

const LAUNCHER =
  '<chat-widget><template><style>a{color:red}</style><a href="/help">Help</a></template></chat-widget>';
const LOADER = "const app=`/_astro/chatisle-app.a-1_B.js`;import(app)";
const page = (...parts: string[]) =>
  `<!doctype html><link rel="icon" href="/i.svg"><p>Hi</p>${parts.join("")}`;

test("a page pays for the loader and for what the launcher adds to it", () => {
  const cost = pageCost(page(LAUNCHER, `<script type="module">${LOADER}</script>`));
  expect(cost.script).toBe(brotliSize(LOADER));
  expect(cost.markup).toBe(brotliSize(page(LAUNCHER)) - brotliSize(page()));
  expect(cost.apps).toEqual(["/_astro/chatisle-app.a-1_B.js"]);
});

test("neither the page's own requests nor a link to follow count as the launcher's", () => {
  expect(pageCost(page(LAUNCHER)).requests).toEqual([]);
});

test.each([
  ["a script file", '<script type="module" src="/x.js"></script>', "/x.js"],
  ["a style sheet", '<chat-widget><link rel="stylesheet" href="/x.css"></chat-widget>', "/x.css"],
  ["an image", '<chat-widget><img alt="" src="/x.png"></chat-widget>', "/x.png"],
  ["a background", "<chat-widget><style>a{background:url(/x.png)}</style></chat-widget>", "/x.png"],
  ["an imported style", '<chat-widget><style>@import "/x.css";</style></chat-widget>', "/x.css"],
])("%s is a request", (_what, markup, address) => {
  expect(pageCost(page(markup)).requests).toEqual([address]);
});

test("the files that a module waits for are counted once each, and later ones not at all", () => {
  const files: Record<string, string> = {
    "/s/app.js": 'import{a as b,c}from"./one.js";import "./two.js";const later=()=>import("./three.js");',
    "/s/one.js": 'export*from"./two.js";const text="from here";',
    "/s/two.js": 'import d from"./one.js";',
  };
  const read = (path: string) => files[path] ?? `missing ${path}`;
  expect(moduleGraph("/s/app.js", read).toSorted()).toEqual(Object.values(files).toSorted());
});

test("the table marks what is over its budget, and a figure on its budget is not", () => {
  const figures = [
    { name: "closed", value: 500, budget: 500, unit: "kB" },
    { name: "requests", value: 1, budget: 0, unit: "requests" },
  ] as const;
  expect(figures.map(isOver)).toEqual([false, true]);
  expect(formatFigures(figures)).toBe(
    "closed    0.50 kB     of 0.50 kB     ok\nrequests  1 requests  of 0 requests  OVER",
  );
});

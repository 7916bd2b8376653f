import { expect, test } from "vitest";

test.each([
  ["index", () => import("../src/index.js")],
  ["app", () => import("../src/app.js")],
  ["launcher", () => import("../src/launcher.js")],
  ["intent", () => import("../src/intent.js")],
  ["headless", () => import("../src/headless.js")],
])("the entry %s can be imported where there is no browser", { timeout: 30_000 }, async (_name, load) => {
  await expect(load()).resolves.toBeTypeOf("object");
  expect(globalThis).not.toHaveProperty("customElements");
});

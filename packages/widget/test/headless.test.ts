import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import { useChat } from "../src/headless.js";

test("on the server there is no chat yet, and nothing is asked for", () => {
  const Probe = () => h("p", {}, String(useChat({ baseUrl: "https://api.example.com" })));
  expect(renderToString(h(Probe, {}))).toBe("<p>null</p>");
});

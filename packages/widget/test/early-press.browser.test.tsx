import { hydrate, render } from "preact";
import { renderToString } from "preact-render-to-string";
import { afterEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { ChatWidget } from "../src/index.js";
import { Launcher } from "../src/launcher.js";
import { fakeBackend } from "./support/fake-backend.js";

const island = document.createElement("div");
afterEach(() => {
  island.querySelector("chat-widget")?.destroy?.();
  render(null, island);
  island.remove();
  vi.unstubAllGlobals();
});

test("a press before the browser has taken over opens the chat", async () => {
  const props = { chatKey: "island", apiBaseUrl: "/backend", heading: "Ask us" };
  fakeBackend();
  document.body.append(island);
  island.setHTMLUnsafe(renderToString(<Launcher {...props} keepsPress />));
  const launcher = page.getByRole("button", { name: "Chat" });
  await userEvent.dblClick(launcher);
  await expect.element(launcher).toHaveAttribute("aria-expanded", "false");
  hydrate(<ChatWidget {...props} />, island);
  await expect.element(page.getByRole("dialog", { name: "Ask us" })).toBeVisible();
});

import { expect, onTestFinished, test, vi } from "vitest";
import { type Chat, chat } from "../src/client.js";

vi.mock("virtual:chatisle/app-url", () => ({ default: "" }));

test.each<[keyof Chat, string[]]>([
  ["open", []],
  ["close", []],
  ["toggle", []],
  ["send", ["Hello"]],
  ["setDraft", ["Hello"]],
  ["focus", []],
  ["newConversation", []],
  ["reload", []],
  ["signIn", ["token"]],
  ["signOut", []],
])("chat.%s() on the server says where it may be called", async (verb, parameters) => {
  const call = chat[verb] as (...parameters: string[]) => Promise<unknown>;
  await expect(call(...parameters)).rejects.toMatchObject({
    name: "ChatCallError",
    code: "on-server",
    message: expect.stringContaining(`chat.${verb}() was called while a page was rendered on the server`),
  });
});

test("a call made before the page is parsed waits for the launcher", async () => {
  const open = vi.fn();
  const launchers: object[] = [];
  const page = Object.assign(new EventTarget(), {
    readyState: "loading",
    querySelector: () => launchers[0] ?? null,
  });
  vi.stubGlobal("document", page);
  vi.stubGlobal("customElements", { get: () => class {}, upgrade: () => {} });
  onTestFinished(() => void vi.unstubAllGlobals());

  const opened = chat.open();
  launchers.push({ open });
  page.dispatchEvent(new Event("DOMContentLoaded"));
  await opened;
  expect(open).toHaveBeenCalledOnce();
});

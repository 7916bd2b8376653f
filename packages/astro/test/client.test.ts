import { expect, test, vi } from "vitest";
import { type Chat, chat } from "../src/client.js";

vi.mock("virtual:chatisle/app-url", () => ({ default: "" }));

test.each<[keyof Chat, string[]]>([
  ["open", []],
  ["close", []],
  ["toggle", []],
  ["send", ["Hello"]],
  ["setDraft", ["Hello"]],
])("chat.%s() on the server says where it may be called", async (verb, parameters) => {
  const call = chat[verb] as (...parameters: string[]) => Promise<unknown>;
  await expect(call(...parameters)).rejects.toMatchObject({
    name: "ChatCallError",
    code: "on-server",
    message: expect.stringContaining(`chat.${verb}() was called while a page was rendered on the server`),
  });
});

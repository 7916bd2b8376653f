import { afterEach, describe, expect, test, vi } from "vitest";
import { createChatClient, memoryStorage } from "../src/index.js";
import { fakeBackend, json } from "./support/fake-backend.js";

const baseUrl = "https://api.shop.test";
const { fetch } = fakeBackend({ "GET /api/session": () => json({ session_id: "s1" }) });

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ["api.shop.test", 'Write "https://api.shop.test"'],
  [" https://api.shop.test", 'Write "https://api.shop.test"'],
  ["", "is empty"],
])("the base URL %j is refused with the value and the fix", (value, words) => {
  expect(() => createChatClient({ baseUrl: value })).toThrow(words);
});

test("a protocol that lost its functions is refused with the way out", () => {
  const protocol = JSON.parse('{"name":"mine","send":null}');
  expect(() => createChatClient({ baseUrl, protocol })).toThrow("use a descriptor");
});

test("a descriptor changes the paths", async () => {
  const backend = fakeBackend({});
  const client = createChatClient({
    baseUrl,
    fetch: backend.fetch,
    protocol: { use: "rest", paths: { session: "/me", history: null } },
  });
  await client.start();
  expect(backend.requests.map((request) => request.path)).toEqual(["/me"]);
  expect(client.history.value).toEqual({ status: "absent" });
});

describe("on a page", () => {
  test("clients with one key are one client, disposed with the last handle", async () => {
    vi.stubGlobal("document", {});
    const one = createChatClient({ baseUrl, fetch, storage: memoryStorage() });
    const two = createChatClient({ baseUrl: `${baseUrl}/`, fetch, storage: memoryStorage() });
    one.setDraft("Hi");
    expect(two.draft.value).toBe("Hi");
    one.dispose();
    one.dispose();
    await two.start();
    expect(two.session.value.status).toBe("active");
    two.dispose();
    expect(two.session.value.status).toBe("disposed");
  });

  test("one key cannot stand for two backends", () => {
    vi.stubGlobal("document", {});
    const one = createChatClient({ baseUrl, fetch, storage: memoryStorage() });
    expect(() => createChatClient({ baseUrl: "https://other.test", fetch })).toThrow(
      "Give one of them a key of its own",
    );
    one.dispose();
  });

  test("chats with keys of their own are apart", () => {
    vi.stubGlobal("document", {});
    const sales = createChatClient({ baseUrl, key: "sales", fetch, storage: memoryStorage() });
    const help = createChatClient({ baseUrl, key: "help", fetch, storage: memoryStorage() });
    sales.setDraft("Hi");
    expect(help.draft.value).toBe("");
    sales.dispose();
    help.dispose();
  });
});

test("on a server two callers never meet in one client", () => {
  const one = createChatClient({ baseUrl, fetch });
  const two = createChatClient({ baseUrl, fetch });
  one.setDraft("for my eyes only");
  expect(two.draft.value).toBe("");
});

test("a storage that refuses costs a warning, not the draft", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const full = {
    ...memoryStorage(),
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  const client = createChatClient({ baseUrl, fetch, storage: full });
  client.setDraft("a");
  client.setDraft("ab");
  expect(client.draft.value).toBe("ab");
  expect(warn).toHaveBeenCalledTimes(1);
});

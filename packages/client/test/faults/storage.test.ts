import { afterEach, expect, test, vi } from "vitest";
import { memoryStorage } from "../../src/index.js";
import { offline } from "../support/fake-backend.js";
import { foreignBackend, pageUnderTest, transcript } from "../support/page-under-test.js";

const page = pageUnderTest();

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test.each([
  [
    "is full",
    {
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    },
  ],
  [
    "is disabled",
    {
      getItem: () => {
        throw new DOMException("no", "SecurityError");
      },
      setItem: () => {
        throw new DOMException("no", "SecurityError");
      },
      removeItem: () => {
        throw new DOMException("no", "SecurityError");
      },
    },
  ],
])("a storage that %s costs one warning, and no message", async (_how, broken) => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const backend = foreignBackend();
  const client = await page.start(backend, { storage: { ...memoryStorage(), ...broken } });
  client.setDraft("half a thought");
  expect(client.draft.value).toBe("half a thought");
  await page.send(client, "Hi");
  expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  expect(warn).toHaveBeenCalledTimes(1);
});

test("a storage that a browser forbids even to look at costs one warning, and no message", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  vi.stubGlobal("document", {});
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new DOMException("no", "SecurityError");
    },
  });
  try {
    const client = page.connectWith(foreignBackend());
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(warn).toHaveBeenCalledTimes(1);
  } finally {
    Reflect.deleteProperty(globalThis, "localStorage");
  }
});

test.each([
  ["local", ["localStorage"]],
  ["session", ["sessionStorage"]],
  ["none", []],
] as const)("what is not sent yet is kept as %s says, and nowhere else", async (persist, places) => {
  const stores = { localStorage: new Map<string, string>(), sessionStorage: new Map<string, string>() };
  vi.stubGlobal("document", {});
  for (const [name, items] of Object.entries(stores)) {
    vi.stubGlobal(name, {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    });
  }
  const backend = foreignBackend();
  backend.on("GET /api/session", offline);
  const visit = () => page.connectWith(backend, { persist });
  const client = visit();
  client.send("Hi");
  client.setDraft("half a thought");
  for (const [name, items] of Object.entries(stores)) {
    expect([...items.keys()].length > 0).toBe((places as readonly string[]).includes(name));
  }
  client.dispose();
  expect(visit().draft.value).toBe(persist === "none" ? "" : "half a thought");
});

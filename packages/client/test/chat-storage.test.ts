import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ChatStorage, memoryStorage, resilientStorage } from "../src/chat-storage.js";

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A storage with room for so many characters. */
function smallStorage(room: number, items = new Map<string, string>()): ChatStorage {
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      const used = [...items].reduce((sum, [other, text]) => sum + (other === key ? 0 : text.length), 0);
      if (used + value.length > room) throw new DOMException("Full", "QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
  };
}

const forbidden = () => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};

test.each([
  ["memory", memoryStorage],
  ["a storage that works", () => resilientStorage(() => smallStorage(1_000))],
  ["a storage that is full", () => resilientStorage(() => smallStorage(0))],
  [
    "a storage that refuses everything",
    () => resilientStorage(() => ({ getItem: forbidden, setItem: forbidden, removeItem: forbidden })),
  ],
  ["a browser that forbids to touch it", () => resilientStorage(forbidden)],
  ["a runtime that has none", () => resilientStorage(() => undefined)],
])("%s keeps what it is given while the page lives", (_what, create) => {
  const storage = create();
  expect(storage.getItem("a")).toBeNull();
  storage.setItem("a", "one");
  storage.setItem("b", "two");
  storage.setItem("a", "three");
  expect([storage.getItem("a"), storage.getItem("b")]).toEqual(["three", "two"]);
  storage.removeItem("a");
  expect([storage.getItem("a"), storage.getItem("b")]).toEqual([null, "two"]);
});

test("what was stored before is found", () => {
  const storage = resilientStorage(() => smallStorage(10, new Map([["a", "one"]])));
  expect(storage.getItem("a")).toBe("one");
  expect(console.warn).not.toHaveBeenCalled();
});

test("an empty text is a text", () => {
  const storage = resilientStorage(() => smallStorage(10));
  storage.setItem("a", "");
  expect(storage.getItem("a")).toBe("");
});

test("a refusal is told once, however many follow", () => {
  const storage = resilientStorage(() => smallStorage(0));
  storage.setItem("a", "one");
  storage.setItem("a", "two");
  storage.setItem("b", "three");
  expect(console.warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringContaining("[chatisle]"),
    expect.anything(),
  );
});

test("a full storage still loses what is removed, so that nothing sent looks unsent after a reload", () => {
  const items = new Map([["outbox", "message"]]);
  const storage = resilientStorage(() => smallStorage(10, items));
  storage.setItem("draft", "a text too long for it");
  storage.removeItem("outbox");
  expect(items).toEqual(new Map());
  expect(storage.getItem("outbox")).toBeNull();
  expect(storage.getItem("draft")).toBe("a text too long for it");
});

test("a storage that has room again is used again", () => {
  const items = new Map([["other", "12345678"]]);
  const storage = resilientStorage(() => smallStorage(10, items));
  storage.setItem("draft", "hello");
  items.delete("other");
  storage.setItem("draft", "hello you");
  expect(items).toEqual(new Map([["draft", "hello you"]]));
  items.set("draft", "of another tab");
  expect(storage.getItem("draft")).toBe("of another tab");
});

test("what a storage will not forget is gone for the page", () => {
  const storage = resilientStorage(() => ({
    getItem: () => "stale",
    setItem: forbidden,
    removeItem: forbidden,
  }));
  storage.removeItem("a");
  expect(storage.getItem("a")).toBeNull();
});

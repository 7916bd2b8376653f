import { expect, test } from "vitest";
import { readBytes } from "../../src/http/json-body.js";

const TEN_MEGABYTES = 10_000_000;

function requestOf(body: ReadableStream<Uint8Array>): Request {
  return new Request("https://api.test/upload", { method: "POST", body, duplex: "half" } as RequestInit);
}

test("senders that say nothing hold no memory for what they may send", async () => {
  const controllers: ReadableStreamDefaultController<Uint8Array>[] = [];
  const before = process.memoryUsage().arrayBuffers;
  const reading = Array.from({ length: 50 }, () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void controllers.push(controller) });
    return readBytes(requestOf(body), TEN_MEGABYTES);
  });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5 * TEN_MEGABYTES);
  for (const controller of controllers) controller.close();
  expect((await Promise.all(reading)).every((bytes) => bytes?.length === 0)).toBe(true);
});

test.each([
  ["as long as is allowed", 6, "abcdef"],
  ["a byte longer", 5, null],
])("a body in pieces that is %s", async (_what, maxBytes, expected) => {
  const body = new Blob(["abc", "def"]).stream();
  const bytes = await readBytes(requestOf(body), maxBytes);
  expect(bytes && new TextDecoder().decode(bytes)).toBe(expected);
});

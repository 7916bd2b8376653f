import type { ChatClient, ChatFailure } from "@chatisle/client";
import { expect, test, vi } from "vitest";
import { createAttachmentList } from "../../src/model/attachment-list.js";

const limits = { accept: "", maxSize: 1000, maxCount: 5 };
const file = (name: string) => new File(["x"], name);
const failure: ChatFailure = { code: "server", message: "", isRetryable: true };

/** Uploads that a test ends. */
function createUploads() {
  const open: { name: string; signal: AbortSignal | undefined; end(isOk: boolean): Promise<void> }[] = [];
  const upload: ChatClient["upload"] = ({ name }, options) =>
    new Promise((resolve) => {
      const end = async (isOk: boolean) => {
        resolve(
          isOk ? { ok: true, value: { type: "file", id: name, url: `/${name}` } } : { ok: false, failure },
        );
        await Promise.resolve();
      };
      open.push({ name, signal: options?.signal, end });
    });
  return { upload: vi.fn(upload), open };
}

test("files are handed over at once, and go with one message", async () => {
  const { upload, open } = createUploads();
  const list = createAttachmentList(upload);
  list.add([file("a"), file("b")], limits);
  expect(list.isBusy.value).toBe(true);
  await open[0]?.end(true);
  expect(list.isBusy.value).toBe(true);
  await open[1]?.end(true);
  expect(list.isBusy.value).toBe(false);
  expect(list.take().map(({ url }) => url)).toEqual(["/a", "/b"]);
  expect(list.items.value).toEqual([]);
  expect(list.take()).toEqual([]);
});

test("a file that failed holds the message back until it is handed over again", async () => {
  const { upload, open } = createUploads();
  const list = createAttachmentList(upload);
  list.add([file("a")], limits);
  await open[0]?.end(false);
  expect(list.items.value).toMatchObject([{ status: "failed", failure }]);
  expect(list.isBusy.value).toBe(true);
  list.retry(list.items.value[0]?.id ?? -1);
  expect(list.items.value).toMatchObject([{ status: "uploading" }]);
  await open[1]?.end(true);
  expect(list.isBusy.value).toBe(false);
});

test("a file that is taken out is no longer uploaded, and does not come back", async () => {
  const { upload, open } = createUploads();
  const list = createAttachmentList(upload);
  list.add([file("a")], limits);
  list.remove(list.items.value[0]?.id ?? -1);
  expect(open[0]?.signal?.aborted).toBe(true);
  await open[0]?.end(true);
  expect(list.items.value).toEqual([]);
  expect(list.isBusy.value).toBe(false);
});

test("what was refused is said until the next choice", () => {
  const list = createAttachmentList(createUploads().upload);
  list.add([file("a"), file("b")], { ...limits, maxCount: 1 });
  expect(list.refused.value).toEqual([{ reason: "count" }]);
  list.remove(list.items.value[0]?.id ?? -1);
  expect(list.refused.value).toEqual([]);
});

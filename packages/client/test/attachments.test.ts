import { expect, test, vi } from "vitest";
import { memoryStorage, type PartOf } from "../src/index.js";
import { connect, isIdle, sessionWith, until } from "./support/chat.js";
import { fakeBackend, historyOf, json, offline, plain } from "./support/fake-backend.js";

const PLAN: PartOf<"file"> = {
  type: "file",
  id: "f1",
  url: "https://api.shop.test/upload/f1",
  name: "plan.pdf",
  mediaType: "application/pdf",
};
const file = () => new File(["%PDF"], "plan.pdf", { type: "application/pdf" });

function uploading(answer: (form: FormData) => Response | Promise<Response>, ...more: readonly "upload"[]) {
  const backend = fakeBackend({
    "GET /api/session": sessionWith("upload", "dedupe", ...more),
    "GET /api/chat/history": () => historyOf(),
    "POST /chat": () => plain("Thank you."),
  });
  return {
    ...backend,
    fetch: (async (input, init) => {
      const request = new Request(input, init);
      return request.url.endsWith("/upload") ? answer(await request.formData()) : backend.fetch(request);
    }) satisfies typeof fetch,
  };
}

test("an uploaded file goes with a message", async () => {
  const names: string[] = [];
  const backend = uploading((form) => {
    names.push((form.get("file") as File).name);
    return json({ id: "f1", url: "/upload/f1", name: "plan.pdf", type: "application/pdf" });
  });
  const client = connect(backend);
  await client.start();
  const progress: number[] = [];
  const outcome = await client.upload(file(), { onProgress: (fraction) => progress.push(fraction) });
  expect(outcome).toEqual({ ok: true, value: PLAN });
  expect(names).toEqual(["plan.pdf"]);
  expect(progress).toEqual([1]);

  const id = client.send("My plan", { attachments: [PLAN] });
  await until(isIdle(client));
  expect(backend.posted("/chat")).toEqual([
    {
      message: "My plan",
      id,
      attachments: [{ id: "f1", url: PLAN.url, name: "plan.pdf", type: "application/pdf" }],
    },
  ]);
  expect(client.messages.value[0]?.parts.map(({ type }) => type)).toEqual(["text", "file"]);
});

test("a file alone is a message", async () => {
  const client = connect(uploading(() => json({})));
  await client.start();
  expect(client.send("  ")).toBeNull();
  expect(client.send("", { attachments: [PLAN] })).not.toBeNull();
  await until(isIdle(client));
  expect(client.messages.value[0]?.parts).toEqual([PLAN]);
});

test("a message that waits keeps its files over a reload", async () => {
  const storage = memoryStorage();
  const backend = uploading(() => json({}));
  backend.on("POST /chat", offline);
  const left = connect(backend, { storage });
  await left.start();
  left.send("My plan", { attachments: [PLAN] });
  await vi.waitFor(() => expect(backend.posted("/chat")).toHaveLength(1));
  left.dispose();

  backend.on("POST /chat", () => plain("Thank you."));
  const client = connect(backend, { storage });
  await client.start();
  await until(isIdle(client));
  expect(backend.posted("/chat").at(-1)).toMatchObject({ attachments: [{ id: "f1" }] });
});

test.each([
  ["a refusal", () => json({ detail: "Too large." }, { status: 413 }), "invalid"],
  ["an answer without an address", () => json({ id: "f1" }), "protocol"],
  ["no answer", offline, "network"],
])("an upload that ends in %s says so", async (_how, answer, code) => {
  const client = connect(uploading(answer as () => Response));
  await client.start();
  expect(await client.upload(file())).toMatchObject({ ok: false, failure: { code } });
});

test("an upload that the visitor gives up is aborted", async () => {
  const abort = new AbortController();
  const client = connect(uploading(() => new Promise<Response>(() => {})));
  await client.start();
  const outcome = client.upload(file(), { signal: abort.signal });
  abort.abort();
  expect(await outcome).toMatchObject({ ok: false, failure: { code: "aborted" } });
});

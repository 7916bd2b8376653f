import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Attachment } from "@chatisle/client/protocol";
import { afterEach, expect, test } from "vitest";
import type { Reply } from "../../src/index.js";
import { folderFiles } from "../../src/stores/folder-files.js";
import { createTestBackend } from "../support/test-backend.js";
import { API, createVisitor, type Visitor } from "../support/visitor.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function setUp({ reply, maxBytes = 1_000 }: { reply?: Reply; maxBytes?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "chatisle-files-"));
  folders.push(folder);
  const { backend } = createTestBackend({
    uploads: { files: folderFiles({ path: folder }), maxBytes },
    ...(reply !== undefined && { reply }),
  });
  const visitor = createVisitor(backend);
  await visitor.session();
  return { backend, folder, visitor };
}

function upload(visitor: Visitor, file: File | string, field = "file"): Promise<Response> {
  const body = new FormData();
  body.append(field, file);
  return visitor.fetch("/upload", { method: "POST", body });
}

async function uploaded(visitor: Visitor, name = "cat.png", type = "image/png"): Promise<Attachment> {
  return (await (await upload(visitor, new File(["pixels"], name, { type }))).json()) as Attachment;
}

test("a file is taken, named and read again by its address", async () => {
  const { backend, visitor } = await setUp();
  expect((await visitor.session()).capabilities).toContain("upload");
  const attachment = await uploaded(visitor, "../Grüße.png");
  expect(attachment).toEqual({
    id: expect.stringMatching(/^[\w-]{22}$/),
    url: `/upload/${attachment.id}`,
    name: "Grüße.png",
    type: "image/png",
  });
  const response = await backend.handle(new Request(API + attachment.url));
  expect(await response.text()).toBe("pixels");
  expect(response.headers.get("content-type")).toBe("image/png");
  expect(response.headers.get("content-disposition")).toBe("inline; filename*=UTF-8''Gr%C3%BC%C3%9Fe.png");
});

test("a long name is cut between characters, at its beginning, and the file is read again under it", async () => {
  const { visitor } = await setUp();
  const { url, name } = await uploaded(visitor, `${"🐈".repeat(200)}a.png`);
  expect(name).toBe(`${"🐈".repeat(195)}a.png`);
  const response = await visitor.fetch(url);
  expect(response.headers.get("content-disposition")).toContain(encodeURIComponent(name));
});

test("a file that could hold a script is saved and never shown", async () => {
  const { visitor } = await setUp();
  const response = await visitor.fetch((await uploaded(visitor, "a.txt", "text/plain")).url);
  expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test("a message carries files, also without a text; the reply can read them, and the history tells them", async () => {
  const { visitor } = await setUp({
    reply: async ({ parts, readFile }) => {
      const [part] = parts;
      return `Got ${new TextDecoder().decode((part && (await readFile(part.id))) ?? undefined)}`;
    },
  });
  const { id, url, name, type } = await uploaded(visitor);
  const response = await visitor.post("/chat", {
    message: "",
    attachments: [{ id, url: "https://evil.test/" }],
  });
  expect(await response.json()).toMatchObject({ reply: "Got pixels" });
  const { messages } = await visitor.history();
  expect(messages[0]).toMatchObject({
    content: "",
    parts: [{ type: "file", id, url, name, mediaType: type }],
  });
});

test("nobody attaches a stranger's file, nor one that is not there", async () => {
  const { backend, visitor } = await setUp();
  const { id } = await uploaded(visitor);
  const stranger = createVisitor(backend);
  await stranger.session();
  for (const attached of [id, "none"]) {
    const response = await stranger.post("/chat", { message: "Look", attachments: [{ id: attached }] });
    expect(response.status).toBe(422);
  }
  expect(await stranger.rows()).toEqual([]);
});

test.each([
  ["all data of the visitor", "/api/session/data"],
  ["the conversation", "/api/conversations/main"],
])("files go with %s", async (_what, path) => {
  const { folder, visitor } = await setUp();
  const { id, url } = await uploaded(visitor);
  await visitor.post("/chat", { message: "Look", attachments: [{ id }] });
  expect(readdirSync(folder)).toEqual([id]);
  expect((await visitor.fetch(path, { method: "DELETE" })).status).toBe(204);
  expect(readdirSync(folder)).toEqual([]);
  expect((await visitor.fetch(url)).status).toBe(404);
});

test.each([
  ["too large", () => new File(["x".repeat(1_001)], "a.png", { type: "image/png" }), "file", 413],
  ["far too large", () => new File(["x".repeat(100_000)], "a.png", { type: "image/png" }), "file", 413],
  ["of another type", () => new File(["<script>"], "a.html", { type: "text/html" }), "file", 415],
  ["of no type", () => new File(["x"], "a"), "file", 415],
  ["in another field", () => new File(["x"], "a.png", { type: "image/png" }), "upload", 400],
  ["no file", () => "text", "file", 400],
])("what is %s is refused, and nothing is kept", async (_what, file, field, status) => {
  const { folder, visitor } = await setUp();
  expect((await upload(visitor, file(), field)).status).toBe(status);
  expect(readdirSync(folder)).toEqual([]);
});

test("a body that is no form is refused", async () => {
  const { visitor } = await setUp();
  expect((await visitor.post("/upload", {})).status).toBe(415);
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  expect((await visitor.fetch("/upload", { method: "POST", headers, body: "no form" })).status).toBe(400);
});

test("a form on another site cannot leave a file here", async () => {
  const { backend, folder } = await setUp();
  const body = new FormData();
  body.append("file", new File(["x"], "a.png", { type: "image/png" }));
  const headers = {
    origin: "https://evil.test",
    "sec-fetch-site": "cross-site",
    "sec-fetch-mode": "navigate",
  };
  expect((await backend.handle(new Request(`${API}/upload`, { method: "POST", headers, body }))).status).toBe(
    403,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("without a place for files there is no upload", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  expect((await visitor.session()).capabilities).not.toContain("upload");
  expect((await upload(visitor, "text")).status).toBe(404);
});

test.each([
  ["uploads.maxBytes", { maxBytes: 0 }],
  ["uploads.types", { types: [] }],
  ["uploads.types", { types: ["image/*"] }],
])("%s that cannot work is refused at the start", (name, fields) => {
  const files = folderFiles({ path: tmpdir() });
  expect(() => createTestBackend({ uploads: { files, ...fields } })).toThrow(name);
});

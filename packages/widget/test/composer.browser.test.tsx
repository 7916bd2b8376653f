import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
let uploads: string[];
beforeEach(async () => {
  await page.viewport(900, 800);
  backend = fakeBackend();
  backend.capabilities = ["upload"];
  uploads = [];
  backend.answers["POST /upload"] = async (request) => {
    const file = (await request.formData()).get("file") as File;
    uploads.push(file.name);
    return Response.json({ id: file.name, url: `/files/${file.name}`, name: file.name, type: file.type });
  };
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

const png = (name = "plan.png") => new File([new Uint8Array([137, 80, 78, 71])], name, { type: "image/png" });

function carrying(type: string, ...files: File[]): DataTransfer {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  if (files.length === 0) data.setData("text/plain", type);
  return data;
}

const paste = (field: HTMLElement, ...files: File[]) =>
  field.dispatchEvent(
    new ClipboardEvent("paste", {
      clipboardData: carrying("", ...files),
      bubbles: true,
      cancelable: true,
      composed: true,
    }),
  );
const drag = (type: string, target: HTMLElement, dataTransfer: DataTransfer) => {
  const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true });
  target.dispatchEvent(event);
  return event;
};
const attach = () => page.getByRole("button", { name: "Attach files" });
const removeButton = (name = "plan.png") => page.getByRole("button", { name: `Remove ${name}` });

test("a backend that takes no files is offered none", async () => {
  backend.capabilities = [];
  await openChat();
  await expect.element(page.getByText("How can we help?")).toBeVisible();
  expect(attach().query()).toBeNull();
});

test("a site that wants no files has none", async () => {
  await openChat({ attachments: false });
  await expect.element(page.getByText("How can we help?")).toBeVisible();
  expect(attach().query()).toBeNull();
});

test("a chosen file goes with the message, which needs no words", async () => {
  const { root, field } = await openChat();
  await expect.element(attach()).toBeVisible();
  await userEvent.upload(root.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement, png());
  await expect.element(removeButton()).toBeVisible();
  await expect.poll(() => uploads).toEqual(["plan.png"]);
  await expect.element(page.getByRole("button", { name: "Send" })).toHaveAttribute("aria-disabled", "false");
  field.focus();
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => backend.received).toEqual([""]);
  await expect.element(page.getByRole("img", { name: "plan.png" })).toBeInTheDocument();
  expect(removeButton().query()).toBeNull();
});

test("a pasted picture is attached, pasted text is not", async () => {
  const { field } = await openChat();
  await expect.element(attach()).toBeVisible();
  paste(field, png("pasted.png"));
  await expect.element(removeButton("pasted.png")).toBeVisible();
  field.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carrying("words"), bubbles: true, cancelable: true }),
  );
  expect(page.getByRole("button", { name: /^Remove/ }).elements()).toHaveLength(1);
});

test("each paragraph has the direction of its words, and a text too long to look through that of its first", async () => {
  const { field } = await openChat();
  const paragraphs = "hello\n\u05e9\u05dc\u05d5\u05dd\n";
  await userEvent.fill(field, paragraphs);
  expect(getComputedStyle(field).unicodeBidi).toBe("plaintext");
  await userEvent.fill(field, `"\u05e9\u05dc\u05d5\u05dd" ${"hello ".repeat(20_000)}`);
  expect(getComputedStyle(field)).toMatchObject({ unicodeBidi: "isolate", direction: "rtl" });
  await userEvent.fill(field, `"hello" ${"hello ".repeat(20_000)}`);
  expect(getComputedStyle(field)).toMatchObject({ unicodeBidi: "isolate", direction: "ltr" });
  await userEvent.fill(field, paragraphs);
  expect(getComputedStyle(field).unicodeBidi).toBe("plaintext");
});

test("a long text has its direction before it is pasted", async () => {
  const { field } = await openChat();
  const clipboardData = carrying("\u05e9\u05dc\u05d5\u05dd ".repeat(30_000));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  expect(getComputedStyle(field)).toMatchObject({ unicodeBidi: "isolate", direction: "rtl" });
});

test("a long text has its direction before it is dropped", async () => {
  const { field } = await openChat();
  drag("drop", field, carrying("\u05e9\u05dc\u05d5\u05dd ".repeat(30_000)));
  expect(getComputedStyle(field)).toMatchObject({ unicodeBidi: "isolate", direction: "rtl" });
});

test("files can be dropped anywhere on the panel, which shows where", async () => {
  const { log, part } = await openChat();
  await expect.element(attach()).toBeVisible();
  const data = carrying("", png("dropped.png"));
  drag("dragenter", log, data);
  await expect.poll(() => getComputedStyle(part("drop-zone")).display).toBe("flex");
  expect(drag("dragover", log, data).defaultPrevented).toBe(true);
  drag("drop", log, data);
  await expect.element(removeButton("dropped.png")).toBeVisible();
  expect(getComputedStyle(part("drop-zone")).display).toBe("none");
});

test("text that is dragged over the panel is none of its business", async () => {
  const { log, part } = await openChat();
  await expect.element(attach()).toBeVisible();
  expect(drag("dragover", log, carrying("words")).defaultPrevented).toBe(false);
  expect(getComputedStyle(part("drop-zone")).display).toBe("none");
});

test("what is not taken is said, and does not hold the message back", async () => {
  const { field } = await openChat({ attachments: { accept: ".pdf", maxSize: 10, maxCount: 1 } });
  await expect.element(attach()).toBeVisible();
  paste(field, png(), new File(["x".repeat(11)], "long.pdf"));
  await expect.element(page.getByText("Files like plan.png cannot be attached.")).toBeVisible();
  await expect.element(page.getByText("long.pdf is larger than", { exact: false })).toBeVisible();
  await userEvent.type(field, "Never mind{Enter}");
  await expect.poll(() => backend.received).toEqual(["Never mind"]);
});

test("a file that could not be uploaded can be tried again or removed, and keeps the message until then", async () => {
  const succeed = backend.answers["POST /upload"];
  backend.answers["POST /upload"] = () => Response.json({}, { status: 500 });
  const { field } = await openChat();
  await expect.element(attach()).toBeVisible();
  paste(field, png());
  await expect.element(page.getByText("plan.png was not uploaded.", { exact: false })).toBeVisible();
  await userEvent.type(field, "See this{Enter}");
  expect(backend.received).toEqual([]);
  if (succeed) backend.answers["POST /upload"] = succeed;
  await userEvent.click(page.getByRole("button", { name: "Retry: plan.png" }));
  await expect.poll(() => uploads).toEqual(["plan.png"]);
  await expect.element(page.getByRole("button", { name: "Send" })).toHaveAttribute("aria-disabled", "false");
  await userEvent.click(page.getByRole("button", { name: "Send" }));
  await expect.poll(() => backend.received).toEqual(["See this"]);
});

test("a file is removed by keyboard, and the focus goes back to the text", async () => {
  const { field, root } = await openChat();
  await expect.element(attach()).toBeVisible();
  paste(field, png());
  await expect.element(removeButton()).toBeVisible();
  (removeButton().element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => removeButton().query()).toBeNull();
  expect(root.activeElement).toBe(field);
});

/** A browser that understands what a test says. */
class FakeRecognition extends EventTarget {
  static latest: FakeRecognition;
  lang = "";
  continuous = false;
  interimResults = false;
  start = vi.fn();
  stop = () => this.dispatchEvent(new Event("end"));
  abort = vi.fn();
  constructor() {
    super();
    FakeRecognition.latest = this;
  }
  say(...words: string[]) {
    const event = Object.assign(new Event("result"), {
      results: words.map((transcript) => [{ transcript }]),
    });
    this.dispatchEvent(event);
  }
}

test("what a visitor says is written after what stands in the field", async () => {
  vi.stubGlobal("SpeechRecognition", FakeRecognition);
  const { field } = await openChat({ voice: true });
  await userEvent.type(field, "My question:");
  const button = page.getByRole("button", { name: "Speak a message" });
  await userEvent.click(button);
  await expect.element(button).toHaveAttribute("aria-pressed", "true");
  FakeRecognition.latest.say("when do");
  FakeRecognition.latest.say("when do you", " open");
  await expect.poll(() => field.value).toBe("My question: when do you open");
  await userEvent.click(button);
  await expect.element(button).toHaveAttribute("aria-pressed", "false");
});

test("a visitor who was not understood reads and hears so above the field, until something is written", async () => {
  vi.stubGlobal("SpeechRecognition", FakeRecognition);
  const { field, root } = await openChat({ voice: true });
  await userEvent.click(page.getByRole("button", { name: "Speak a message" }));
  FakeRecognition.latest.dispatchEvent(new Event("error"));
  FakeRecognition.latest.dispatchEvent(new Event("end"));
  const note = page.getByText("Nothing was understood. You can write instead.");
  await expect.element(note).toBeVisible();
  expect(note.element().getAttribute("role")).toBe("status");
  expect(root.querySelector('[part~="hidden"]')?.contains(note.element())).toBe(false);
  expect(note.element().getBoundingClientRect().bottom).toBeLessThanOrEqual(
    field.getBoundingClientRect().top,
  );
  await userEvent.type(field, "Hello");
  await expect.poll(() => note.query()).toBeNull();
});

test("nobody is listened to unless the site wants it", async () => {
  vi.stubGlobal("SpeechRecognition", FakeRecognition);
  await openChat();
  await expect.element(page.getByText("How can we help?")).toBeVisible();
  expect(page.getByRole("button", { name: "Speak a message" }).query()).toBeNull();
});

test("the site's own note stands below the field", async () => {
  await openChat({ disclaimer: "Answers may be wrong." });
  await expect.element(page.getByText("Answers may be wrong.")).toBeVisible();
});

import type { ChatFailure, Message } from "@chatisle/client";
import type { Capability, PartOf } from "@chatisle/client/protocol";
import { signal } from "@preact/signals";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { AnchoredList } from "../../src/components/anchored-list.js";
import { MessageRow, type MessageRowProps } from "../../src/components/message-row.js";
import type { MessageVerbs } from "../../src/components/message-verbs.js";
import { PanelProvider } from "../../src/components/panel-context.js";
import { DEFAULT_PANEL_OPTIONS } from "../../src/element/element-options.js";
import { DEFAULT_LABELS } from "../../src/labels.js";
import { wordingOf } from "../../src/model/wording.js";
import { message } from "../support/messages.js";

afterEach(cleanup);

const context = { wording: signal(wordingOf(DEFAULT_LABELS, "en")), options: signal(DEFAULT_PANEL_OPTIONS) };
const failure = (code: ChatFailure["code"]): ChatFailure => ({ code, message: "", isRetryable: true });

function createVerbs(...capabilities: Capability[]) {
  return {
    capabilities: signal<ReadonlySet<Capability>>(new Set(capabilities)),
    trouble: signal("none" as const),
    retry: vi.fn(async () => {}),
    takeBack: vi.fn(),
    edit: vi.fn((): string | null => "new"),
    regenerate: vi.fn(),
    rate: vi.fn(async () => ({ ok: true, value: undefined }) as const),
    answer: vi.fn(),
  } satisfies MessageVerbs;
}

function show(shown: Message, props: Partial<MessageRowProps> = {}) {
  return render(
    <PanelProvider value={context}>
      <MessageRow
        message={shown}
        isRun={false}
        isContinued={false}
        isOpen
        isQueued={false}
        verbs={createVerbs()}
        {...props}
      />
    </PanelProvider>,
  ).container;
}

const names = () =>
  screen.queryAllByRole("button").map((button) => button.getAttribute("aria-label") ?? button.textContent);

test.each<[string, Partial<Message>, string, readonly string[]]>([
  ["a visitor's message", { role: "user" }, "YouHello", []],
  ["a message on its way", { role: "user", status: "pending" }, "YouHelloSending…", []],
  [
    "a message that was not sent",
    { role: "user", status: "error", error: failure("rate") },
    "YouHelloNot sent. Too many messages. Please wait a moment.RetryEdit",
    ["Retry", "Edit"],
  ],
  ["a reply", {}, "AssistantHello", []],
  ["a stopped reply", { status: "stopped" }, "AssistantHelloStopped", []],
  [
    "a reply that was cut off",
    { status: "interrupted" },
    "AssistantHelloThe reply was cut off.Retry",
    ["Retry"],
  ],
  [
    "a reply that failed",
    { status: "error", error: failure("model") },
    "AssistantHelloThe assistant could not answer.Retry",
    ["Retry"],
  ],
])("%s says what it is and what can be done", (_what, fields, text, buttons) => {
  const container = show(message({ id: "1", ...fields }));
  expect(container.textContent).toBe(text);
  expect(names().filter((name) => name !== "Copy")).toEqual(buttons);
});

test("Retry and Edit name the message they are about", () => {
  const verbs = createVerbs();
  show(message({ id: "7", role: "user", status: "error", error: failure("server") }), { verbs });
  screen.getByRole("button", { name: "Retry" }).click();
  screen.getByRole("button", { name: "Edit" }).click();
  expect(verbs.retry).toHaveBeenCalledExactlyOnceWith("7");
  expect(verbs.takeBack).toHaveBeenCalledExactlyOnceWith("7");
});

const heldUpBy = (trouble: MessageVerbs["trouble"]["value"]) => ({
  verbs: { ...createVerbs(), trouble: signal(trouble) },
});

test("who is not known for want of cookies is not asked to sign in again", () => {
  const refused = message({ id: "1", role: "user", status: "error", error: failure("auth") });
  expect(show(refused).textContent).toContain("Please sign in again.");
  cleanup();
  expect(show(refused, heldUpBy("cookies")).textContent).toBe("YouHelloNot sent. RetryEdit");
});

test.each<[string, Partial<Message>, Partial<MessageRowProps>, string]>([
  ["behind another", {}, { isQueued: true }, "Sent after this reply"],
  ["during an outage", {}, heldUpBy("unavailable"), "Will send when back"],
  ["while the backend asks for patience", {}, heldUpBy("throttled"), "Will send after the wait"],
  ["after the end of the session", {}, heldUpBy("expired"), "Will send once you continue"],
])("a message that waits %s says so", (_where, fields, props, note) => {
  const container = show(message({ id: "1", role: "user", status: "pending", ...fields }), props);
  expect(container.textContent).toBe(`YouHello${note}`);
});

test("inside a run there is no room for actions: its last message has them", () => {
  render(
    <PanelProvider value={context}>
      <AnchoredList
        transcript={{
          messages: [
            message({ id: "1", role: "user" }),
            message({ id: "2", role: "user" }),
            message({ id: "3" }),
          ],
          reply: { status: "idle" },
          history: { status: "loaded" },
        }}
        range={{ from: 0, to: 3 }}
        verbs={createVerbs()}
        top={null}
      />
    </PanelProvider>,
  );
  const copyButtons = screen.getAllByRole("button", { name: "Copy" });
  expect(copyButtons.map((button) => button.closest("article")?.dataset.id)).toEqual(["2", "3"]);
});

const ALL: Capability[] = ["edit", "regenerate", "feedback"];
test.each<[string, Message["role"], Capability[], boolean, readonly string[]]>([
  ["the newest reply", "assistant", ALL, true, ["Copy", "Ask again", "Good reply", "Bad reply"]],
  ["an earlier reply", "assistant", ALL, false, ["Copy", "Good reply", "Bad reply"]],
  ["the newest reply of a plain backend", "assistant", [], true, ["Copy"]],
  ["the visitor's newest message", "user", ALL, true, ["Copy", "Edit message"]],
  ["an earlier message of the visitor's", "user", ALL, false, ["Copy"]],
  ["a message to a plain backend", "user", [], true, ["Copy"]],
])("%s offers what the backend can do with it", (_what, role, capabilities, isOpen, expected) => {
  show(message({ id: "1", role }), { verbs: createVerbs(...capabilities), isOpen });
  expect(names()).toEqual(expected);
});

test("a reply is rated, and the rating taken back, by the same button", () => {
  const verbs = createVerbs("feedback");
  show(message({ id: "1" }), { verbs });
  screen.getByRole("button", { name: "Good reply", pressed: false }).click();
  expect(verbs.rate).toHaveBeenLastCalledWith("1", 1);
  cleanup();
  show({ ...message({ id: "1" }), rating: 1 }, { verbs });
  screen.getByRole("button", { name: "Good reply", pressed: true }).click();
  expect(verbs.rate).toHaveBeenLastCalledWith("1", 0);
  screen.getByRole("button", { name: "Bad reply", pressed: false }).click();
  expect(verbs.rate).toHaveBeenLastCalledWith("1", -1);
});

test("the newest reply can be asked anew", () => {
  const verbs = createVerbs("regenerate");
  show(message({ id: "r" }), { verbs });
  screen.getByRole("button", { name: "Ask again" }).click();
  expect(verbs.regenerate).toHaveBeenCalledExactlyOnceWith("r");
});

test("an edit that the chat did not take stays open with its words", async () => {
  const verbs = createVerbs("edit");
  verbs.edit.mockReturnValueOnce(null);
  show(message({ id: "1", role: "user" }), { verbs });
  screen.getByRole("button", { name: "Edit message" }).click();
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Edit message" });
  expect(field.value).toBe("Hello");
  fireEvent.input(field, { target: { value: "Hello again" } });
  screen.getByRole("button", { name: "Send" }).click();
  expect(verbs.edit).toHaveBeenLastCalledWith("1", "Hello again");
  expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("Hello again");
  screen.getByRole("button", { name: "Send" }).click();
  await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
});

test("Escape leaves a message as it was", async () => {
  const verbs = createVerbs("edit");
  show(message({ id: "1", role: "user" }), { verbs });
  screen.getByRole("button", { name: "Edit message" }).click();
  fireEvent.keyDown(await screen.findByRole("textbox"), { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
  expect(verbs.edit).not.toHaveBeenCalled();
});

test("a reply whose renewal was refused stays, and says why there is no other", () => {
  const container = show({ ...message({ id: "1" }), error: failure("rate") });
  expect(container.textContent).toBe("AssistantHelloToo many messages. Please wait a moment.");
});

const tool = (fields: Partial<PartOf<"tool">>): Message => ({
  ...message({ id: "1" }),
  parts: [{ type: "tool", id: "t", name: "lookup", title: "Look it up", state: "done", ...fields }],
});

test.each<[string, Partial<PartOf<"tool">>, Message["status"], string]>([
  ["has done its work", { output: { found: 2 } }, "done", "Look it up"],
  ["is running", { state: "ready" }, "streaming", "Look it uprunning"],
  ["was cut off", { state: "ready" }, "interrupted", "Look it up"],
  ["has failed", { state: "error", error: "timeout" }, "done", "Look it upfailed"],
  ["was not allowed", { state: "denied" }, "done", "Look it upnot allowed"],
])("a tool that %s says so in one line", async (_what, fields, status, line) => {
  const container = show({ ...tool(fields), status });
  await waitFor(() => expect(container.querySelector("summary")?.textContent).toBe(line));
  expect(container.querySelector("details")?.open).toBe(false);
});

test("a tool asks before it is used", async () => {
  const verbs = createVerbs();
  show(tool({ state: "approval", approvalId: "a" }), { verbs });
  (await screen.findByRole("button", { name: "Allow" })).click();
  screen.getByRole("button", { name: "Do not allow" }).click();
  expect(verbs.answer.mock.calls).toEqual([
    ["1", "a", true],
    ["1", "a", false],
  ]);
});

test("what the assistant thought stands closed before its answer", async () => {
  const container = show({
    ...message({ id: "1" }),
    parts: [
      { type: "reasoning", id: "r", text: "I look.", done: true },
      { type: "text", id: "t", text: "Here." },
    ],
  });
  await waitFor(() => expect(container.querySelector("summary")?.textContent).toBe("Reasoning"));
  expect(container.querySelector("details")?.textContent).toBe("ReasoningI look.");
  expect(container.querySelector("[part='body']")?.textContent).toBe("Here.");
});

test("files of a message are images or links by their names", async () => {
  const container = show({
    ...message({ id: "1", role: "user" }),
    parts: [
      {
        type: "file",
        id: "a",
        url: "https://files.example/plan.png",
        name: "plan.png",
        mediaType: "image/png",
      },
      { type: "file", id: "b", url: "https://files.example/plan.pdf", name: "plan.pdf" },
      { type: "file", id: "c", url: "javascript:alert(1)", name: "trap" },
    ],
  });
  await waitFor(() => expect(container.querySelector("img")?.alt).toBe("plan.png"));
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "https://files.example/plan.png",
    "https://files.example/plan.pdf",
  ]);
  expect(container.textContent).toContain("trap");
});

test("an empty line makes a paragraph, a single one stays in it", () => {
  const container = show(message({ id: "1" }, "\nOne\ntwo\n\n  \nThree\n"));
  expect([...container.querySelectorAll("p")].map((p) => p.textContent)).toEqual(["One\ntwo", "Three"]);
});

test("sources are a numbered list of links that are safe to follow", () => {
  const container = show({
    ...message({ id: "1" }),
    parts: [
      { type: "source", id: "a", url: "https://other.example/guide", title: "Guide", quote: "As it says." },
      { type: "source", id: "b", url: "https://other.example/bare" },
      { type: "source", id: "c", url: "javascript:alert(1)", title: "Trap" },
      { type: "source", id: "d", url: "/help", title: "Help" },
    ],
  });
  expect([...container.querySelectorAll("ol > li")].map((item) => item.textContent)).toEqual([
    "GuideAs it says.",
    "other.example",
    "Trap",
    "Help",
  ]);
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href")?.replace(location.origin, ""))).toEqual([
    "https://other.example/guide",
    "https://other.example/bare",
    "/help",
  ]);
  expect(links.map((link) => link.getAttribute("target"))).toEqual(["_blank", "_blank", null]);
  for (const link of links) expect(link.getAttribute("rel")).toBe("noopener");
});

test("the time is for machines and, in the visitor's language, for people", () => {
  const container = show(message({ id: "1", createdAt: "2026-11-20T10:00:00Z" }));
  const time = container.querySelector("time");
  expect(time?.dateTime).toBe("2026-11-20T10:00:00.000Z");
  expect(time?.title).toContain("November 20, 2026");
});

test("a date that is none is left out", () => {
  expect(show(message({ id: "1", createdAt: "yesterday" })).querySelector("time")).toBeNull();
});

test("messages that are done are not rendered again while the next one streams", () => {
  const done = Array.from({ length: 20 }, (_, index) =>
    message({ id: `${index}`, createdAt: "2026-11-20T10:00:00Z" }),
  );
  const verbs = createVerbs();
  const list = (text: string) => (
    <PanelProvider value={context}>
      <AnchoredList
        transcript={{
          messages: [...done, message({ id: "s", status: "streaming" }, text)],
          reply: { status: "streaming", turnId: "q", messageId: "s" },
          history: { status: "loaded" },
        }}
        range={{ from: 0, to: 21 }}
        verbs={verbs}
        top={null}
      />
    </PanelProvider>
  );
  const { rerender, container } = render(list("A"));
  // Every rendering of a message with a time formats it.
  const format = vi.spyOn(Intl, "DateTimeFormat");
  for (const text of ["A r", "A reply", "A reply."]) rerender(list(text));
  expect(container.textContent).toContain("A reply.");
  expect(format).not.toHaveBeenCalled();
  format.mockRestore();
});

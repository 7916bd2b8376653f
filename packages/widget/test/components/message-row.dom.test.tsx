import type { ChatFailure, Message } from "@chatisle/client";
import { signal } from "@preact/signals";
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { AnchoredList } from "../../src/components/anchored-list.js";
import { MessageRow } from "../../src/components/message-row.js";
import { PanelProvider } from "../../src/components/panel-context.js";
import { DEFAULT_LABELS } from "../../src/labels.js";
import { wordingOf } from "../../src/model/wording.js";
import { message } from "../support/messages.js";

afterEach(cleanup);

const context = { wording: signal(wordingOf(DEFAULT_LABELS, "en")) };
const actions = { onRetry: vi.fn(), onEdit: vi.fn() };
const failure = (code: ChatFailure["code"]): ChatFailure => ({ code, message: "", isRetryable: true });

function show(shown: Message) {
  return render(
    <PanelProvider value={context}>
      <MessageRow message={shown} isRun={false} actions={actions} />
    </PanelProvider>,
  ).container;
}

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
  expect(screen.queryAllByRole("button").map((button) => button.textContent)).toEqual(buttons);
});

test("Retry and Edit name the message they are about", () => {
  show(message({ id: "7", role: "user", status: "error", error: failure("server") }));
  screen.getByRole("button", { name: "Retry" }).click();
  screen.getByRole("button", { name: "Edit" }).click();
  expect(actions.onRetry).toHaveBeenCalledExactlyOnceWith("7");
  expect(actions.onEdit).toHaveBeenCalledExactlyOnceWith("7");
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
  const list = (text: string) => (
    <PanelProvider value={context}>
      <AnchoredList
        messages={[...done, message({ id: "s", status: "streaming" }, text)]}
        actions={actions}
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

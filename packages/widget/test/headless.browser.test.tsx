import { textOf } from "@chatisle/client";
import { cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { createChat, ReplyText, useChat } from "../src/headless.js";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";

let backend: FakeBackend;
beforeEach(() => {
  backend = fakeBackend(turns(1));
});
afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});

/** A site's own chat, as plain as it can be. */
function PlainChat() {
  const chat = useChat({ baseUrl: "/backend", key: "plain" });
  if (!chat) return <p>Not yet</p>;
  return (
    <main>
      <p>{chat.status.value}</p>
      <ol>
        {chat.messages.value.map((message) => (
          <li key={message.id}>
            {message.role === "user" ? (
              textOf(message)
            ) : (
              <ReplyText text={textOf(message)} isStreaming={false} sources={[]} images="own" />
            )}
          </li>
        ))}
      </ol>
      <button type="button" onClick={() => chat.client.send("Hello")}>
        Say hello
      </button>
    </main>
  );
}

test("a site draws a chat of its own from the same conversation", async () => {
  render(<PlainChat />);
  await expect.element(page.getByText("Question 1")).toBeVisible();
  await expect.element(page.getByText("online")).toBeVisible();
  await userEvent.click(page.getByRole("button", { name: "Say hello" }));
  await expect.poll(() => backend.received).toEqual(["Hello"]);
  backend.reply.write("**Hello** to you");
  backend.reply.end();
  await expect.element(page.getByText("Hello to you")).toBeVisible();
  expect(page.getByRole("strong").query()?.textContent).toBe("Hello");
});

test("a component that goes leaves nothing behind", async () => {
  const { unmount } = render(<PlainChat />);
  await expect.element(page.getByText("Question 1")).toBeVisible();
  unmount();
  const asked = vi.spyOn(globalThis, "fetch");
  dispatchEvent(new Event("online"));
  expect(asked).not.toHaveBeenCalled();
});

/** Holds the page's frames back, as a busy or hidden page does, until the function that it returns is called. */
function holdFrames(): () => void {
  const waiting: FrameRequestCallback[] = [];
  vi.stubGlobal("requestAnimationFrame", (callback: FrameRequestCallback) => waiting.push(callback));
  return () => {
    for (const callback of waiting.splice(0)) callback(performance.now());
  };
}

test("replies that begin and end between two frames are all said", async () => {
  const showFrame = holdFrames();
  const chat = createChat({ baseUrl: "/backend", key: "quick" });
  onTestFinished(chat.dispose);
  chat.client.send("Hello");
  chat.client.send("Where are you?");
  await expect.poll(() => backend.received).toEqual(["Hello"]);
  backend.reply.write("Hello to **you**.");
  backend.reply.end();
  await expect.poll(() => backend.received).toEqual(["Hello", "Where are you?"]);
  backend.reply.write("Here.");
  backend.reply.end();
  await expect.poll(() => chat.isReplying.value).toBe(false);
  showFrame();
  expect(chat.announcement.value).toEqual({ polite: "Assistant: Hello to you. Assistant: Here." });
});

import type { ChatFailure, Message } from "@chatisle/client";
import { expect, test } from "vitest";
import { DEFAULT_LABELS } from "../../src/labels.js";
import { announcement } from "../../src/model/announcement.js";
import type { Transcript } from "../../src/model/transcript.js";
import { message } from "../support/messages.js";

const error: ChatFailure = { code: "network", message: "", isRetryable: true };
const question = message({ id: "q", role: "user" }, "Why?");
const waiting = (id: string) => message({ id, role: "user", status: "pending" }, "And?");
const idle = (...messages: Message[]): Transcript => ({
  messages,
  reply: { status: "idle" },
  history: { status: "loaded" },
});
const replying = (...messages: Message[]): Transcript => ({
  ...idle(...messages),
  reply: { status: "waiting", turnId: "t" },
});

test.each([
  ["the start of a reply", idle(), replying(question), { polite: "The assistant is writing" }],
  [
    "the whole reply at its end",
    replying(question),
    idle(question, message({ id: "a" }, "Because.")),
    { polite: "Assistant: Because." },
  ],
  [
    "a reply before what the visitor has written meanwhile",
    replying(question, waiting("q2")),
    idle(question, message({ id: "a" }, "Because."), waiting("q2")),
    { polite: "Assistant: Because." },
  ],
  [
    "that a tool waits for permission",
    replying(question),
    idle(question, {
      ...message({ id: "a" }),
      parts: [{ type: "tool", id: "t", state: "approval", approvalId: "p" }],
    }),
    { polite: "Assistant: The assistant asks for your permission." },
  ],
  [
    "that a reply was stopped",
    replying(question),
    idle(question, message({ id: "a", status: "stopped" }, "Bec")),
    { polite: "Assistant: Bec Stopped" },
  ],
  [
    "that a reply was cut off",
    replying(question),
    idle(question, message({ id: "a", status: "interrupted" }, "Bec")),
    { polite: "Assistant: Bec The reply was cut off." },
  ],
  [
    "at once that a message was not sent",
    replying({ ...question, status: "pending" }),
    idle({ ...question, status: "error", error }),
    { assertive: "Not sent. The chat cannot be reached." },
  ],
  [
    "at once that a message was not sent, before others that wait",
    replying({ ...question, status: "pending" }, waiting("q2"), waiting("q3")),
    idle({ ...question, status: "error", error }, waiting("q2"), waiting("q3")),
    { assertive: "Not sent. The chat cannot be reached." },
  ],
  [
    "at once that a reply failed",
    replying(question),
    idle(question, message({ id: "a", status: "error", error }, "")),
    { assertive: "The chat cannot be reached." },
  ],
  ["silence for a reply without a message", replying(question), idle(question), { polite: "" }],
])("a screen reader hears %s", (_what, before, after, expected) => {
  expect(announcement(before, after, DEFAULT_LABELS)).toEqual(expected);
});

test.each([
  [
    "each word of a stream",
    replying(question),
    replying(question, message({ id: "a", status: "streaming" }, "Be")),
  ],
  ["the history, when it is loaded", idle(), idle(question, message({ id: "a" }))],
  ["an old failure, when it is loaded", idle(), idle({ ...question, status: "error", error })],
  [
    "a failure twice",
    idle({ ...question, status: "error", error }),
    idle({ ...question, status: "error", error }),
  ],
])("a screen reader does not hear %s", (_what, before, after) => {
  expect(announcement(before, after, DEFAULT_LABELS)).toBeNull();
});

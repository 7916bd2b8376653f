import type { ChatFailure, HistoryState } from "@chatisle/client";
import { expect, test } from "vitest";
import { isAwaitingReply, olderPages, type Transcript, transcriptView } from "../../src/model/transcript.js";
import { message } from "../support/messages.js";

const failure: ChatFailure = { code: "server", message: "", isRetryable: true };
const history = {
  idle: { status: "idle" },
  loading: { status: "loading" },
  loaded: { status: "loaded" },
  more: { status: "loaded", cursor: "c" },
  failed: { status: "failed", failure },
  failedLater: { status: "failed", failure, cursor: "c" },
  absent: { status: "absent" },
} as const satisfies Record<string, HistoryState>;
const empty: Transcript = { messages: [], reply: { status: "idle" }, history: history.loaded };

test.each([
  ["loading", "idle"],
  ["loading", "loading"],
  ["failed", "failed"],
  ["empty", "loaded"],
  ["empty", "absent"],
] as const)("an empty conversation shows %s while its history is %s", (view, state) => {
  expect(transcriptView({ ...empty, history: history[state] })).toBe(view);
});

test.each(["idle", "loading", "failed", "loaded"] as const)(
  "a message is shown while the history is %s",
  (state) => {
    expect(transcriptView({ ...empty, messages: [message({ id: "1" })], history: history[state] })).toBe(
      "messages",
    );
  },
);

test("a reply that is awaited is shown before any message of it", () => {
  expect(transcriptView({ ...empty, reply: { status: "waiting", turnId: "t" } })).toBe("messages");
});

const none = { status: "none" } as const;
const available = { status: "available" } as const;
test.each([
  ["offered when there is a next page", none, history.more, available],
  ["not offered at the beginning of the conversation", available, history.loaded, none],
  ["still offered while it loads", available, history.loading, available],
  ["not offered while the first page loads", none, history.loading, none],
  ["offered again after a failure", available, history.failedLater, { status: "failed", isFirstPage: false }],
  ["told to have failed with the first page", none, history.failed, { status: "failed", isFirstPage: true }],
  ["not offered by a backend without history", none, history.absent, none],
] as const)("an older page is %s", (_behaviour, previous, state, expected) => {
  expect(olderPages(previous, state)).toEqual(expected);
});

test.each([
  [true, "a question was sent", "user", "pending", "waiting"],
  [false, "the reply has a row of its own", "assistant", "pending", "waiting"],
  [true, "an earlier reply stands last", "assistant", "done", "waiting"],
  [false, "nothing is awaited", "user", "done", "idle"],
] as const)("the dots at the end: %s when %s", (expected, _when, role, status, reply) => {
  const messages = [message({ id: "1", role, status })];
  expect(
    isAwaitingReply({ ...empty, messages, reply: { status: reply, turnId: "t" } as Transcript["reply"] }),
  ).toBe(expected);
});

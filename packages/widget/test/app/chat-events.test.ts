import type { Message, MessageStatus } from "@chatisle/client";
import { expect, test } from "vitest";
import { type ChatMoment, eventsBetween } from "../../src/app/chat-events.js";
import { message } from "../support/messages.js";

const START: ChatMoment = { session: "active", conversation: "c", messages: [], reply: { status: "idle" } };

const own = (status: MessageStatus, id = "m1"): Message => message({ id, role: "user", status }, "A secret");
const reply = (status: MessageStatus, id = "r1"): Message => message({ id, status }, "An answer");
const at = (messages: readonly Message[], rest: Partial<ChatMoment> = {}): ChatMoment => ({
  ...START,
  messages,
  ...rest,
});
const waiting = { status: "waiting", turnId: "m1" } as const;
const streaming = { status: "streaming", turnId: "m1", messageId: "r1" } as const;

test("a turn is told from its message to the end of its reply", () => {
  const moments: ChatMoment[] = [
    START,
    at([own("pending")], { reply: waiting }),
    at([own("done")], { reply: waiting }),
    at([own("done"), reply("streaming")], { reply: streaming }),
    at([own("done"), message({ id: "r1", status: "streaming" }, "An answer")], { reply: streaming }),
    at([own("done"), reply("done")]),
  ];
  expect(moments.slice(1).flatMap((after, index) => eventsBetween(moments[index] ?? START, after))).toEqual([
    { type: "message-sent", id: "m1" },
    { type: "message-delivered", id: "m1" },
    { type: "reply-start", id: "r1" },
    { type: "reply-end", id: "r1", status: "done" },
  ]);
});

test.each(["stopped", "interrupted", "error"] as const)("a reply that ended as %s says so", (status) => {
  const before = at([own("done"), reply("streaming")], { reply: streaming });
  expect(eventsBetween(before, at([own("done"), reply(status)]))).toEqual([
    { type: "reply-end", id: "r1", status },
  ]);
});

test("a failure names its code and nothing that was written", () => {
  const failed: Message = {
    ...own("error"),
    error: { code: "rate", message: "POST /chat was answered 429.", isRetryable: true },
  };
  expect(eventsBetween(at([own("pending")]), at([failed]))).toEqual([
    { type: "message-failed", id: "m1", code: "rate" },
  ]);
});

test("a history that is loaded is nothing that happens", () => {
  const history = Array.from({ length: 40 }, (_, index) => message({ id: `${index}`, role: "user" }));
  expect(eventsBetween(START, at(history))).toEqual([]);
  expect(eventsBetween(at(history), at([...history, message({ id: "x", role: "user" })]))).toEqual([]);
});

test("another conversation is one event, whatever its messages are", () => {
  expect(eventsBetween(at([own("done")]), at([own("error")], { conversation: "d" }))).toEqual([
    { type: "conversation", id: "d" },
  ]);
  expect(eventsBetween({ ...START, conversation: "" }, START)).toEqual([]);
});

test("a session that changes and a rating that is given or taken back are told", () => {
  expect(eventsBetween(START, { ...START, session: "expired" })).toEqual([
    { type: "session", status: "expired" },
  ]);
  const rated: Message = { ...reply("done"), rating: -1 };
  expect(eventsBetween(at([reply("done")]), at([rated]))).toEqual([
    { type: "message-rated", id: "r1", value: -1 },
  ]);
  expect(eventsBetween(at([rated]), at([reply("done")]))).toEqual([
    { type: "message-rated", id: "r1", value: 0 },
  ]);
});

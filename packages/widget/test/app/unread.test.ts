import type { HistoryState, Message } from "@chatisle/client";
import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { createUnread, unreadCount } from "../../src/app/unread.js";
import { message } from "../support/messages.js";

const reply = (id: string, status: Message["status"] = "done") => message({ id, status });

test.each<[number, readonly Message[], string | undefined]>([
  [0, [reply("1"), reply("2")], undefined],
  [0, [reply("1"), reply("2")], "2"],
  [1, [reply("1"), reply("2")], "1"],
  [2, [reply("1"), reply("2")], ""],
  [1, [reply("1"), message({ id: "q", role: "user" }), reply("2")], "1"],
  [0, [reply("1"), reply("2", "streaming")], "1"],
  [1, [reply("1"), reply("2", "stopped")], "1"],
  [0, [reply("1"), reply("2")], "on an older page"],
])("%i replies are new", (count, messages, seen) => {
  expect(unreadCount(messages, seen)).toBe(count);
});

function setup(remembered?: string) {
  const client = {
    messages: signal<readonly Message[]>([]),
    history: signal<HistoryState>({ status: "loading" }),
  };
  const isSeen = signal(false);
  const written: string[] = [];
  const memory = { seen: () => remembered, rememberSeen: (id: string) => void written.push(id) };
  return { client, isSeen, written, ...createUnread({ client, isSeen, memory }) };
}

test("what the history holds at the first look is not new", () => {
  const { client, count } = setup();
  client.messages.value = [reply("1"), reply("2")];
  client.history.value = { status: "loaded" };
  expect(count.value).toBe(0);
  client.messages.value = [reply("1"), reply("2"), reply("3")];
  expect(count.value).toBe(1);
});

test("a reply that came while another page was shown is new on this one", () => {
  const { client, count } = setup("1");
  client.messages.value = [reply("1"), reply("2")];
  client.history.value = { status: "loaded" };
  expect(count.value).toBe(1);
});

test("looking at the conversation reads it all, and the next page knows", () => {
  const { client, isSeen, count, written } = setup("1");
  client.messages.value = [reply("1"), reply("2")];
  isSeen.value = true;
  expect(count.value).toBe(0);
  isSeen.value = false;
  client.messages.value = [reply("1"), reply("2"), reply("3"), reply("4")];
  expect(count.value).toBe(2);
  expect(written).toEqual(["2"]);
});

import type { ChatFailure, Clock, HistoryState, Message, SessionState } from "@chatisle/client";
import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { DEFAULT_LABELS } from "../../src/labels.js";
import { createConnection } from "../../src/model/connection.js";
import { wordingOf } from "../../src/model/wording.js";
import { message } from "../support/messages.js";

const session = { id: "1", isAnonymous: false };
const failure: ChatFailure = { code: "network", message: "refused", isRetryable: true };

/** A clock that a test moves. */
function manualClock() {
  let now = 1_000_000;
  let due: { at: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(delay, run) {
      const entry = { at: now + delay, run };
      due.push(entry);
      return () => {
        due = due.filter((each) => each !== entry);
      };
    },
  };
  return {
    clock,
    get waiting() {
      return due.length;
    },
    pass(milliseconds: number) {
      const end = now + milliseconds;
      for (;;) {
        const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        due = due.filter((each) => each !== next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

function setup(lang = "en") {
  const time = manualClock();
  const client = {
    session: signal<SessionState>({ status: "active", session }),
    history: signal<HistoryState>({ status: "loaded" }),
    messages: signal<readonly Message[]>([]),
  };
  const isOnline = signal(true);
  const connection = createConnection({
    client,
    isOnline,
    hasCookies: true,
    wording: signal(wordingOf(DEFAULT_LABELS, lang)),
    clock: time.clock,
  });
  return { time, client, isOnline, ...connection };
}

test("an outage that passes within three seconds is never mentioned", () => {
  const { time, client, banner, status } = setup();
  client.session.value = { status: "unavailable", session, failure, reach: "unreachable", failures: 1 };
  time.pass(2_900);
  expect(banner.value.kind).toBe("none");
  expect(status.value).toBe("reconnecting");
  client.session.value = { status: "active", session };
  time.pass(10_000);
  expect(banner.value.kind).toBe("none");
  expect(status.value).toBe("online");
});

test("an outage that lasts is named, with a way to try again", () => {
  const { time, client, banner, status } = setup();
  client.session.value = { status: "unavailable", session, failure, reach: "unreachable", failures: 1 };
  time.pass(3_000);
  expect(banner.value).toEqual({ kind: "unavailable", text: "The chat cannot be reached.", action: "retry" });
  expect(status.value).toBe("unavailable");
});

test("a server that has no session at all cannot be reached as a chat: nothing of the visitor's was refused", () => {
  const { time, client, banner } = setup();
  const notFound = { ...failure, code: "invalid", status: 404 } as const;
  client.session.value = {
    status: "unavailable",
    session: null,
    failure: notFound,
    reach: "failing",
    failures: 2,
  };
  time.pass(3_000);
  expect(banner.value).toMatchObject({ kind: "unavailable", text: "The chat cannot be reached." });
});

test("where the history could not be loaded, its card has the way to try again, and the banner none", () => {
  const { time, client, banner } = setup();
  client.session.value = { status: "unavailable", session, failure, reach: "unreachable", failures: 1 };
  client.history.value = { status: "failed", failure };
  time.pass(3_000);
  expect(banner.value).toEqual({ kind: "unavailable", text: "The chat cannot be reached." });
  client.history.value = { status: "failed", failure, cursor: "older" };
  expect(banner.value).toMatchObject({ action: "retry" });
});

test("without a network the visitor is told that nothing is lost", () => {
  const { time, isOnline, banner } = setup();
  isOnline.value = false;
  time.pass(3_000);
  expect(banner.value).toEqual({ kind: "offline", text: expect.stringContaining("sent once you are back") });
});

test("offline, a message that was not sent is not promised to be sent", () => {
  const { banner, client, isOnline, time } = setup();
  client.messages.value = [message({ id: "1", role: "user", status: "error", error: failure })];
  isOnline.value = false;
  time.pass(3_000);
  expect(banner.value).toEqual({ kind: "offline", text: "The chat cannot be reached." });
  client.messages.value = [message({ id: "1", role: "user", status: "pending" })];
  expect(banner.value).toEqual({ kind: "offline", text: expect.stringContaining("sent once you are back") });
});

test.each([
  ["en", 12_000, "You can continue in 12 seconds."],
  ["de", 1_000_000, "You can continue in 17 Minuten."],
])("a wait is counted down in the visitor's language: %s, %i ms", (lang, retryAfter, text) => {
  const { client, banner } = setup(lang);
  client.session.value = { status: "throttled", session, failure: { ...failure, code: "rate", retryAfter } };
  expect(banner.value).toMatchObject({ kind: "throttled", wait: text });
});

test("a countdown goes down, and when it is over only the reason stays", () => {
  const { time, client, banner } = setup();
  const rate = { ...failure, code: "rate", retryAfter: 6_000 } as const;
  client.session.value = { status: "throttled", session, failure: rate };
  time.pass(4_000);
  expect(banner.value).toMatchObject({ wait: "You can continue in 2 seconds." });
  time.pass(2_000);
  expect(banner.value).toEqual({ kind: "throttled", text: DEFAULT_LABELS.failures.rate });
  expect(time.waiting).toBe(0);
});

test.each<[string, SessionState]>([
  ["expired", { status: "expired" }],
  ["sign-in", { status: "sign-in-required", session }],
])("%s is told at once, says that the draft is kept, and offers to sign in", (kind, state) => {
  const { client, banner } = setup();
  client.session.value = state;
  expect(banner.value).toMatchObject({
    kind,
    action: "sign-in",
    text: expect.stringMatching(/draft (is|are) kept/),
  });
});

test("a visitor whose message needs a sign-in is offered one", () => {
  const { client, banner } = setup();
  client.session.value = { status: "anonymous", session: null };
  client.messages.value = [
    message({ id: "1", role: "user", status: "error", error: { ...failure, code: "auth" } }),
  ];
  expect(banner.value).toMatchObject({ kind: "sign-in", action: "sign-in" });
});

test("what only others can mend is calm to the visitor and exact to the developer", () => {
  const { client, banner } = setup();
  client.session.value = { status: "misconfigured", session, failure };
  expect(banner.value).toEqual({
    kind: "refused",
    text: DEFAULT_LABELS.unavailable,
    action: "retry",
    failure,
  });
});

test("a connection that is disposed holds no timer", () => {
  const { time, isOnline, dispose } = setup();
  isOnline.value = false;
  expect(time.waiting).toBe(1);
  dispose();
  expect(time.waiting).toBe(0);
});

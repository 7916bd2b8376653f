import type { ChatFailure, HistoryState, SessionState } from "@chatisle/client";
import { expect, test } from "vitest";
import {
  isTold,
  NO_TROUBLE,
  secondsLeft,
  statusLine,
  type Trouble,
  troubleOf,
  untilNextWord,
  watchTrouble,
} from "../../src/model/trouble.js";

const failure: ChatFailure = { code: "network", message: "", isRetryable: true };
const session = { id: "1", isAnonymous: false };
const unavailable: SessionState = {
  status: "unavailable",
  session: null,
  failure,
  reach: "unreachable",
  failures: 1,
};
const loaded = { status: "loaded" } as const;

test.each<
  [Trouble["kind"], string, SessionState, { isOnline?: boolean; wantsSignIn?: boolean; hasCookies?: boolean }]
>([
  ["none", "a session", { status: "active", session }, {}],
  ["none", "a session that is being renewed", { status: "renewing", session }, {}],
  [
    "offline",
    "no network, though nothing has failed yet",
    { status: "active", session },
    { isOnline: false },
  ],
  ["offline", "a backend out of reach without a network", unavailable, { isOnline: false }],
  ["unavailable", "a backend out of reach with a network", unavailable, {}],
  ["throttled", "a backend that asks for patience", { status: "throttled", session, failure }, {}],
  ["refused", "answers that stay unreadable", { status: "misconfigured", session, failure }, {}],
  ["sign-in", "a session of another version", { status: "sign-in-required", session }, { isOnline: false }],
  ["expired", "an ended session", { status: "expired" }, { isOnline: false }],
  [
    "sign-in",
    "a message of nobody that was refused",
    { status: "anonymous", session: null },
    { wantsSignIn: true },
  ],
  [
    "cookies",
    "a message of nobody that was refused in a browser without cookies",
    { status: "anonymous", session: null },
    { wantsSignIn: true, hasCookies: false },
  ],
])(
  "trouble is %s for %s",
  (kind, _what, state, { isOnline = true, wantsSignIn = false, hasCookies = true }) => {
    expect(troubleOf({ session: state, isOnline, wantsSignIn, hasCookies }).kind).toBe(kind);
  },
);

const START = 1_000_000;
const watched = (trouble: Trouble) => watchTrouble(NO_TROUBLE, trouble, START);
const throttled = (retryAfter?: number): Trouble => ({
  kind: "throttled",
  failure: { ...failure, code: "rate", ...(retryAfter !== undefined && { retryAfter }) },
});

test.each<[Trouble, number, boolean]>([
  [{ kind: "offline" }, 2_999, false],
  [{ kind: "offline" }, 3_000, true],
  [{ kind: "unavailable", failure }, 2_999, false],
  [{ kind: "unavailable", failure }, 3_000, true],
  [throttled(5_000), 2_999, false],
  [throttled(5_000), 3_000, true],
  [throttled(5_001), 0, true],
  [{ kind: "expired" }, 0, true],
  [{ kind: "sign-in" }, 0, true],
  [{ kind: "refused", failure }, 0, true],
])("of %j a visitor is told after %i ms: %s", (trouble, after, isShown) => {
  expect(isTold(watched(trouble), START + after)).toBe(isShown);
});

test("trouble that turns into another keeps its beginning, and a new one begins anew", () => {
  const offline = watched({ kind: "offline" });
  const away = watchTrouble(offline, { kind: "unavailable", failure }, START + 2_000);
  expect(isTold(away, START + 3_000)).toBe(true);
  const over = watchTrouble(away, { kind: "none" }, START + 4_000);
  expect(isTold(watchTrouble(over, { kind: "offline" }, START + 5_000), START + 6_000)).toBe(false);
});

test("a named wait is counted down second by second, then it is over", () => {
  const watch = watched(throttled(12_500));
  expect(secondsLeft(watch, START)).toBe(13);
  expect(untilNextWord(watch, START)).toBe(500);
  expect(secondsLeft(watch, START + 500)).toBe(12);
  expect(untilNextWord(watch, START + 500)).toBe(1_000);
  expect(secondsLeft(watch, START + 12_500)).toBe(0);
  expect(untilNextWord(watch, START + 12_500)).toBeNull();
});

test("a short wait is not counted", () => {
  expect(secondsLeft(watched(throttled(5_000)), START)).toBe(0);
});

test("the same refusal heard again does not start its wait anew", () => {
  const trouble = throttled(10_000);
  const watch = watchTrouble(watched(trouble), trouble, START + 4_000);
  expect(secondsLeft(watch, START + 4_000)).toBe(6);
});

test("while trouble may still pass, the next word is due at the end of the patience", () => {
  expect(untilNextWord(watched({ kind: "offline" }), START + 1_000)).toBe(2_000);
  expect(untilNextWord(watched({ kind: "offline" }), START + 3_000)).toBeNull();
  expect(untilNextWord(NO_TROUBLE, START)).toBeNull();
});

test.each<[string, SessionState, HistoryState, boolean]>([
  ["connecting", { status: "boot" }, loaded, false],
  ["online", { status: "anonymous", session: null }, loaded, false],
  ["online", { status: "active", session }, loaded, false],
  ["reconnecting", { status: "renewing", session }, loaded, false],
  ["reconnecting", unavailable, loaded, false],
  ["unavailable", unavailable, loaded, true],
  ["reconnecting", unavailable, { status: "loading" }, true],
  ["unavailable", { status: "misconfigured", session, failure }, loaded, true],
  ["unavailable", { status: "throttled", session, failure }, loaded, true],
  ["online", { status: "throttled", session, failure: { ...failure, code: "rate" } }, loaded, true],
  ["expired", { status: "sign-in-required", session }, loaded, true],
  ["expired", { status: "expired" }, loaded, true],
])("the status line says %s", (expected, state, history, isToldOfTrouble) => {
  expect(statusLine(state, history, isToldOfTrouble)).toBe(expected);
});

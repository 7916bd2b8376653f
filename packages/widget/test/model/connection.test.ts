import type { ChatFailure, HistoryState, SessionState } from "@chatisle/client";
import { expect, test } from "vitest";
import { DEFAULT_LABELS } from "../../src/labels.js";
import { bannerState, statusLine } from "../../src/model/connection.js";

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

test.each<[string, SessionState, HistoryState]>([
  ["connecting", { status: "boot" }, loaded],
  ["online", { status: "anonymous", session: null }, loaded],
  ["online", { status: "active", session }, loaded],
  ["reconnecting", { status: "renewing", session }, loaded],
  ["unavailable", unavailable, loaded],
  ["reconnecting", unavailable, { status: "loading" }],
  ["unavailable", { status: "misconfigured", session, failure }, loaded],
  ["unavailable", { status: "throttled", session, failure }, loaded],
  ["expired", { status: "sign-in-required", session }, loaded],
  ["expired", { status: "expired" }, loaded],
])("the status line says %s", (expected, state, history) => {
  expect(statusLine(state, history)).toBe(expected);
});

test("the banner says in the visitor's words why the chat is not there, and offers to try again", () => {
  expect(bannerState(unavailable, DEFAULT_LABELS)).toEqual({
    status: "unavailable",
    text: "The chat cannot be reached.",
    action: "Retry",
  });
});

test("the banner of an ended session says that nothing is lost", () => {
  expect(bannerState({ status: "expired" }, DEFAULT_LABELS)).toMatchObject({
    status: "expired",
    text: expect.stringContaining("your draft is kept"),
  });
});

test("a session that the backend cannot go on with asks for a new sign-in", () => {
  expect(bannerState({ status: "sign-in-required", session }, DEFAULT_LABELS)).toMatchObject({
    text: expect.stringContaining("sign in again"),
    action: "Continue",
  });
});

test("there is no banner while all is well", () => {
  expect(bannerState({ status: "anonymous", session: null }, DEFAULT_LABELS)).toEqual({ status: "none" });
});

import { describe, expect, test } from "vitest";
import {
  ChatError,
  type FailureCode,
  type SessionEvent,
  type SessionState,
  transition,
} from "../src/index.js";

const ada = { id: "ada", isAnonymous: false };
const nobody = { id: "n1", isAnonymous: true };
const failed = (code: FailureCode): SessionEvent => ({
  type: "request-failed",
  failure: new ChatError(code, "It failed.").toJSON(),
});
const answered = (session: typeof ada | null): SessionEvent => ({ type: "session-answered", session });
const active: SessionState = { status: "active", session: ada };
const unavailable = transition(active, failed("network"));

describe("a session answer", () => {
  test.each([
    ["at the start, somebody", { status: "boot" }, ada, "active"],
    ["at the start, an anonymous session", { status: "boot" }, nobody, "anonymous"],
    ["at the start, nobody", { status: "boot" }, null, "anonymous"],
    ["nobody, where somebody was", active, null, "expired"],
    ["nobody, where an anonymous session was", { status: "anonymous", session: nobody }, null, "anonymous"],
    ["nobody, after the session has ended", { status: "expired" }, null, "expired"],
    ["somebody, after the session has ended", { status: "expired" }, ada, "active"],
    ["somebody, after an outage", unavailable, ada, "active"],
  ] as const)("%s", (_case, state, session, status) => {
    expect(transition(state, answered(session)).status).toBe(status);
  });
});

describe("a failed request", () => {
  test.each(["network", "timeout", "server", "protocol"] as const)(
    "%s is an outage that keeps the session",
    (code) => {
      expect(transition(active, failed(code))).toMatchObject({
        status: "unavailable",
        session: ada,
        failure: { code },
      });
    },
  );

  test.each(["blocked", "rate", "invalid", "model", "interrupted", "aborted"] as const)(
    "%s says nothing about the session",
    (code) => {
      expect(transition(active, failed(code))).toBe(active);
    },
  );

  test("401 ends a session that was there", () => {
    expect(transition(active, failed("auth"))).toEqual({ status: "expired" });
  });

  test("401 ends nothing where there was no session", () => {
    const state: SessionState = { status: "anonymous", session: null };
    expect(transition(state, failed("auth"))).toBe(state);
  });

  test("an outage does not bring an ended session back", () => {
    expect(transition({ status: "expired" }, failed("network"))).toEqual({ status: "expired" });
  });
});

test("any good answer ends an outage, with the session as it was", () => {
  expect(transition(unavailable, { type: "request-answered" })).toEqual(active);
});

test("nothing changes a disposed client", () => {
  const disposed = transition(active, { type: "disposed" });
  for (const event of [answered(ada), failed("auth"), { type: "request-answered" } as const]) {
    expect(transition(disposed, event)).toBe(disposed);
  }
});

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
const unauthorized = (reason: string): SessionEvent => ({
  type: "request-failed",
  failure: new ChatError("auth", "It failed.", { reason }).toJSON(),
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

  test.each(["blocked", "invalid", "model", "interrupted", "aborted"] as const)(
    "%s says nothing about the session",
    (code) => {
      expect(transition(active, failed(code))).toBe(active);
    },
  );

  test.each(["blocked", "invalid"] as const)(
    "%s is an outage where the backend has not said yet who the visitor is",
    (code) => {
      const once = transition({ status: "boot" }, failed(code));
      expect(once).toMatchObject({ status: "unavailable", session: null, reach: "failing", failures: 1 });
      expect(transition(once, failed(code))).toMatchObject({ failures: 2 });
    },
  );

  test("a first 401 starts a look at the session, a second one ends it", () => {
    const renewing = transition(active, failed("auth"));
    expect(renewing).toEqual({ status: "renewing", session: ada });
    expect(transition(renewing, failed("auth"))).toEqual({ status: "expired" });
    expect(transition(renewing, answered(ada))).toEqual(active);
  });

  test.each(["expired", "revoked", "malformed"])(
    "401 with the reason %s ends a session at once",
    (reason) => {
      expect(transition(active, unauthorized(reason))).toEqual({ status: "expired" });
    },
  );

  test("401 with an unknown key ends nothing, however often it comes: a deploy is on its way", () => {
    const renewing = transition(active, unauthorized("unknown_key"));
    expect(transition(renewing, unauthorized("unknown_key"))).toEqual({ status: "renewing", session: ada });
    expect(transition({ status: "boot" }, unauthorized("unknown_key")).status).toBe("unavailable");
  });

  test("429 throttles, and an outage that names its end does too", () => {
    expect(transition(active, failed("rate"))).toMatchObject({ status: "throttled", session: ada });
    const failure = new ChatError("server", "It failed.", { status: 503, retryAfter: 7_000 }).toJSON();
    expect(transition(active, { type: "request-failed", failure })).toMatchObject({
      status: "throttled",
      failure,
    });
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

test("a good answer does not say who the visitor is: only the session's own does", () => {
  const state = transition({ status: "boot" }, failed("network"));
  expect(transition(state, { type: "request-answered" })).toBe(state);
});

describe("a probe", () => {
  const probed = (isReachable: boolean): SessionEvent => ({ type: "probe-answered", isReachable });

  test("tells a backend that is away from one that refuses this site", () => {
    expect(transition(unavailable, probed(false))).toMatchObject({ reach: "unreachable" });
    expect(transition(unavailable, probed(true))).toMatchObject({ reach: "refused", status: "unavailable" });
  });

  test("finds a fault of configuration at the third refusal in a row, which no further failure hides", () => {
    let state = unavailable;
    for (const _time of [1, 2]) state = transition(transition(state, probed(true)), failed("network"));
    state = transition(state, probed(true));
    expect(state).toMatchObject({ status: "misconfigured", session: ada });
    expect(transition(state, failed("network"))).toBe(state);
    expect(transition(state, { type: "request-answered" })).toEqual(active);
  });

  test("that comes late says nothing", () => {
    expect(transition(active, probed(false))).toBe(active);
  });
});

describe("token health", () => {
  const health = (isCompatible: boolean): SessionEvent => ({ type: "health-answered", isCompatible });

  test("an incompatible session asks for a new sign-in and keeps what is known", () => {
    const state = transition(active, health(false));
    expect(state).toEqual({ status: "sign-in-required", session: ada });
    expect(transition(state, failed("network"))).toBe(state);
    expect(transition(state, answered(ada))).toEqual(active);
  });

  test("about a session that is gone says nothing", () => {
    expect(transition({ status: "expired" }, health(false))).toEqual({ status: "expired" });
  });
});

test("nothing changes a disposed client", () => {
  const disposed = transition(active, { type: "disposed" });
  for (const event of [answered(ada), failed("auth"), { type: "request-answered" } as const]) {
    expect(transition(disposed, event)).toBe(disposed);
  }
});

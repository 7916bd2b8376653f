import type { ChatFailure, HistoryState, SessionState } from "@chatisle/client";

/** What is wrong between the visitor and the backend. */
export type Trouble =
  | { readonly kind: "none" }
  /** Passes by itself. */
  | { readonly kind: "offline" }
  | { readonly kind: "unavailable" | "throttled"; readonly failure: ChatFailure }
  /** Nothing happens until somebody does something: the visitor, or for `refused` the developer of the site. */
  | { readonly kind: "sign-in" | "expired" | "cookies" }
  | { readonly kind: "refused"; readonly failure: ChatFailure };

export interface TroubleSigns {
  readonly session: SessionState;
  /** What the browser says. False is certain, true is not. */
  readonly isOnline: boolean;
  /** Whether the backend has refused a message because nobody is signed in. */
  readonly wantsSignIn: boolean;
  /** Whether the browser keeps cookies at all. Without them a backend may forget a visitor from one request to the next. */
  readonly hasCookies: boolean;
}

export function troubleOf({ session, isOnline, wantsSignIn, hasCookies }: TroubleSigns): Trouble {
  switch (session.status) {
    case "expired":
      return { kind: "expired" };
    case "sign-in-required":
      return { kind: "sign-in" };
    case "misconfigured":
      return { kind: "refused", failure: session.failure };
    case "unavailable":
    case "throttled":
      return isOnline ? { kind: session.status, failure: session.failure } : { kind: "offline" };
    case "boot":
    case "anonymous":
    case "active":
    case "renewing":
    case "disposed":
      if (!isOnline) return { kind: "offline" };
      if (!wantsSignIn) return { kind: "none" };
      return { kind: hasCookies ? "sign-in" : "cookies" };
  }
}

/** Something wrong over time. Every instant is epoch milliseconds. */
export interface TroubleWatch {
  readonly trouble: Trouble;
  /** When it began, whatever has become of it since. */
  readonly since: number;
  /** When a wait ends that the backend has named; 0 without one. */
  readonly until: number;
}

export const NO_TROUBLE: TroubleWatch = { trouble: { kind: "none" }, since: 0, until: 0 };

/** What passes sooner than this, in milliseconds, is not worth a word. */
const PATIENCE = 3_000;
/** A shorter wait, in milliseconds, is over before it is understood. */
const COUNTDOWN_FROM = 5_000;

/** Goes on watching: trouble that turns into another keeps its beginning. */
export function watchTrouble(before: TroubleWatch, trouble: Trouble, now: number): TroubleWatch {
  const since = before.trouble.kind === "none" ? now : before.since;
  if (trouble.kind !== "throttled") return { trouble, since, until: 0 };
  const isSame = before.trouble.kind === "throttled" && before.trouble.failure === trouble.failure;
  return { trouble, since, until: isSame ? before.until : now + (trouble.failure.retryAfter ?? 0) };
}

/** Whether a visitor is told of it now. */
export function isTold(watch: TroubleWatch, now: number): boolean {
  switch (watch.trouble.kind) {
    case "none":
      return false;
    case "sign-in":
    case "expired":
    case "cookies":
    case "refused":
      return true;
    case "throttled":
      if ((watch.trouble.failure.retryAfter ?? 0) > COUNTDOWN_FROM) return true;
  }
  return now - watch.since >= PATIENCE;
}

/** Whole seconds of a named wait that is worth counting down, else 0. */
export function secondsLeft({ trouble, until }: TroubleWatch, now: number): number {
  if (trouble.kind !== "throttled" || (trouble.failure.retryAfter ?? 0) <= COUNTDOWN_FROM) return 0;
  return Math.max(0, Math.ceil((until - now) / 1_000));
}

/** Milliseconds until something else is to be said, or null when time alone changes nothing. */
export function untilNextWord(watch: TroubleWatch, now: number): number | null {
  if (watch.trouble.kind === "none") return null;
  if (!isTold(watch, now)) return PATIENCE - (now - watch.since);
  const seconds = secondsLeft(watch, now);
  return seconds === 0 ? null : watch.until - now - (seconds - 1) * 1_000;
}

/** The line under the title. */
export type StatusLine = "connecting" | "online" | "reconnecting" | "unavailable" | "expired";

export function statusLine(
  session: SessionState,
  history: HistoryState,
  isToldOfTrouble: boolean,
): StatusLine {
  switch (session.status) {
    case "boot":
      return "connecting";
    case "anonymous":
    case "active":
      return "online";
    case "renewing":
      return "reconnecting";
    case "unavailable":
    case "throttled":
      if (history.status === "loading" || !isToldOfTrouble) return "reconnecting";
      // A backend that asks for patience has been reached.
      return session.failure.code === "rate" ? "online" : "unavailable";
    case "misconfigured":
      return "unavailable";
    case "sign-in-required":
    case "expired":
    case "disposed":
      return "expired";
  }
}

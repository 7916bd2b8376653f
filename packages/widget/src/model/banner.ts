import type { ChatFailure } from "@chatisle/client";
import type { Labels } from "../labels.js";
import { isTold, type StatusLine, secondsLeft, type Trouble, type TroubleWatch } from "./trouble.js";
import type { Wording } from "./wording.js";

/** What stands between the header and the transcript while something is wrong. */
export type BannerState =
  | { readonly kind: "none" }
  | {
      readonly kind: Exclude<Trouble["kind"], "none">;
      readonly text: string;
      /** How long it will take, where the backend has said so. It changes every second. */
      readonly wait?: string;
      /** The visitor's way out. */
      readonly action?: "retry" | "sign-in";
      /** For the developer of the site. */
      readonly failure?: ChatFailure;
    };

/** What else is wrong in the panel, and is said where it is. */
export interface OtherFailures {
  /** The visitor's newest message waits for a new attempt by hand. */
  readonly hasFailedMessage: boolean;
  /** A card stands in place of the history, with a way to try again: the same that a banner would offer. */
  readonly hasFailedHistory: boolean;
}

export function bannerState(
  watch: TroubleWatch,
  now: number,
  { labels, lang }: Wording,
  { hasFailedMessage, hasFailedHistory }: OtherFailures,
): BannerState {
  const { trouble } = watch;
  const retry = hasFailedHistory ? {} : ({ action: "retry" } as const);
  if (trouble.kind === "none" || !isTold(watch, now)) return { kind: "none" };
  switch (trouble.kind) {
    case "offline":
      // Beside a message that was not sent, the promise that messages are sent later would be false.
      return { kind: "offline", text: hasFailedMessage ? labels.failures.network : labels.offline };
    case "sign-in":
      return { kind: "sign-in", text: labels.signInRequired, action: "sign-in" };
    case "expired":
      return { kind: "expired", text: labels.expired, action: "sign-in" };
    case "cookies":
      return { kind: "cookies", text: labels.cookiesBlocked, ...retry };
    case "unavailable": {
      const { code } = trouble.failure;
      // The session was refused by what is most likely another server, and not what somebody wrote.
      return { kind: "unavailable", text: labels.failures[code === "invalid" ? "network" : code], ...retry };
    }
    case "refused": {
      const { failure } = trouble;
      return { kind: "refused", text: labels.unavailable, ...retry, failure };
    }
    case "throttled": {
      const text = labels.failures[trouble.failure.code];
      const seconds = secondsLeft(watch, now);
      if (seconds === 0) return { kind: "throttled", text };
      return { kind: "throttled", text, wait: labels.goesOnIn.replace("{time}", duration(seconds, lang)) };
    }
  }
}

/** Seconds in the words of a language; from two minutes on in whole minutes. */
function duration(seconds: number, lang: string): string {
  const [value, unit] = seconds < 120 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

export const STATUS_LABELS = {
  connecting: "statusConnecting",
  online: "statusOnline",
  reconnecting: "statusReconnecting",
  unavailable: "statusUnavailable",
  expired: "statusExpired",
} as const satisfies Record<StatusLine, keyof Labels>;

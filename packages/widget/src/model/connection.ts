import type { HistoryState, SessionState } from "@chatisle/client";
import type { Labels } from "../labels.js";

/** The line under the title. */
export type StatusLine = "connecting" | "online" | "reconnecting" | "unavailable" | "expired";

export function statusLine(session: SessionState, history: HistoryState): StatusLine {
  switch (session.status) {
    case "boot":
      return "connecting";
    case "anonymous":
    case "active":
      return "online";
    case "renewing":
      return "reconnecting";
    case "unavailable":
      return history.status === "loading" ? "reconnecting" : "unavailable";
    case "misconfigured":
    case "throttled":
      return "unavailable";
    case "sign-in-required":
    case "expired":
    case "disposed":
      return "expired";
  }
}

export const STATUS_LABELS = {
  connecting: "statusConnecting",
  online: "statusOnline",
  reconnecting: "statusReconnecting",
  unavailable: "statusUnavailable",
  expired: "statusExpired",
} as const satisfies Record<StatusLine, keyof Labels>;

/** What stands between the header and the transcript while something is wrong with the connection. */
export type BannerState =
  | { readonly status: "none" }
  | { readonly status: "unavailable" | "expired"; readonly text: string; readonly action: string };

export function bannerState(session: SessionState, labels: Labels): BannerState {
  switch (session.status) {
    case "unavailable":
    case "misconfigured":
    case "throttled":
      return {
        status: "unavailable",
        text: labels.failures[session.failure.code],
        action: labels.retry,
      };
    case "sign-in-required":
      return { status: "expired", text: labels.signInRequired, action: labels.continue };
    case "expired":
      return { status: "expired", text: labels.expired, action: labels.continue };
    case "boot":
    case "anonymous":
    case "active":
    case "renewing":
    case "disposed":
      return { status: "none" };
  }
}

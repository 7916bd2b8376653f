import type { ChatFailure } from "@chatisle/client/protocol";

/** What a visitor's client is told of a turn that did not end well. The reason itself is for `onError` alone. */
export const TURN_FAILURES = {
  store: {
    code: "server",
    message:
      "The conversation could not be read or written. Send the message again; the backend's log has the reason.",
    isRetryable: true,
  },
  model: {
    code: "model",
    message: "The reply failed on the backend. Send the message again; the backend's log has the reason.",
    isRetryable: true,
  },
  late: {
    code: "timeout",
    message:
      "The reply took longer than the backend allows. Send the message again, or raise `replyTimeout`.",
    isRetryable: true,
  },
  closed: {
    code: "interrupted",
    message: "The backend is shutting down. Send the message again shortly.",
    isRetryable: true,
  },
  lost: {
    code: "interrupted",
    message: "The instance that wrote the reply is gone. Send the message again.",
    isRetryable: true,
  },
} as const satisfies Readonly<Record<string, ChatFailure>>;

/** A request of the chat, as the developer's page has seen it. Durations are milliseconds since it began. */
export interface ObservedRequest {
  readonly id: number;
  /** `GET`, or `WebSocket`. */
  readonly method: string;
  readonly url: string;
  readonly outcome: Outcome;
  /** Pieces of the answer in the order of their arrival, each cut to {@link FRAME_LENGTH} characters. */
  readonly frames: readonly string[];
}

export type Outcome =
  | { readonly status: "waiting" }
  | { readonly status: "answered"; readonly code: number; readonly firstByte: number }
  | { readonly status: "ended"; readonly code: number; readonly firstByte: number; readonly duration: number }
  | { readonly status: "failed"; readonly reason: string; readonly duration: number };

export type RequestEvent =
  | { readonly type: "request"; readonly id: number; readonly method: string; readonly url: string }
  | { readonly type: "answer"; readonly id: number; readonly code: number; readonly after: number }
  | { readonly type: "frame"; readonly id: number; readonly text: string }
  | { readonly type: "end"; readonly id: number; readonly after: number }
  | { readonly type: "failure"; readonly id: number; readonly reason: string; readonly after: number };

/** Newest first. */
export type RequestLog = readonly ObservedRequest[];

const LOG_LENGTH = 30;
const FRAMES = 200;
export const FRAME_LENGTH = 4_000;

/** The log after an event. What belongs to a request that has left the log changes nothing. */
export function observe(log: RequestLog, event: RequestEvent): RequestLog {
  if (event.type === "request") {
    const { id, method, url } = event;
    return [{ id, method, url, outcome: { status: "waiting" } as const, frames: [] }, ...log].slice(
      0,
      LOG_LENGTH,
    );
  }
  return log.map((request) => (request.id === event.id ? changed(request, event) : request));
}

function changed(
  request: ObservedRequest,
  event: Exclude<RequestEvent, { type: "request" }>,
): ObservedRequest {
  const { outcome, frames } = request;
  switch (event.type) {
    case "answer":
      return { ...request, outcome: { status: "answered", code: event.code, firstByte: event.after } };
    case "frame":
      return { ...request, frames: [...frames, event.text.slice(0, FRAME_LENGTH)].slice(-FRAMES) };
    case "end":
      if (outcome.status !== "answered") return request;
      return { ...request, outcome: { ...outcome, status: "ended", duration: event.after } };
    case "failure":
      return { ...request, outcome: { status: "failed", reason: event.reason, duration: event.after } };
  }
}

/** The JSON that a request was answered with; null for anything else. */
export function jsonAnswer(request: ObservedRequest): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(request.frames.join(""));
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null; // a stream, a page of HTML, or an answer that is still arriving
  }
}

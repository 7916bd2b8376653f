import type { BackendEvent, Observer } from "./backend-event.js";

/** What is worth a line of a log; the rest is for counting. */
const LOGGED: ReadonlySet<BackendEvent["type"]> = new Set(["request", "reply", "feedback"]);

/**
 * A log of one JSON object a line, as log collectors read it: `time`, `level`, and the event's own fields.
 * @param write - Default: `console.info`.
 * @param now - Epoch milliseconds. Default: `Date.now`.
 */
export function jsonLog(
  write: (line: string) => void = console.info,
  now: () => number = Date.now,
): Observer {
  return (event) => {
    if (!LOGGED.has(event.type) || isProbe(event)) return;
    const time = new Date(now()).toISOString();
    write(JSON.stringify({ time, level: isFailure(event) ? "error" : "info", ...event }));
  };
}

/** Every few seconds, of no interest while they are well. */
function isProbe(event: BackendEvent): boolean {
  return event.type === "request" && /^\/api\/(health|ready)$/.test(event.route) && event.status < 400;
}

function isFailure(event: BackendEvent): boolean {
  return (
    (event.type === "request" && event.status >= 500) || (event.type === "reply" && event.ending === "failed")
  );
}

import type { Clock } from "../clock.js";
import { ChatError, type Frame } from "../protocol/index.js";
import { STOP_REASON } from "../stop-reason.js";
import { MAX_FRAME_LENGTH } from "./framer.js";
import { parseJson } from "./parse-json.js";
import { parseRetryAfter } from "./retry-after.js";

/** Until a connection stands. */
const OPEN_TIMEOUT = 15_000;
/** Between two frames. Backends send heartbeats more often. */
const IDLE_TIMEOUT = 60_000;

/** A WebSocket that stands. */
export interface Socket {
  /** Sends a value as JSON. */
  send(value: unknown): void;
  /**
   * The next frame; undefined when the backend has closed the connection because all was said.
   * @throws {@link ChatError} as the close code says, or `interrupted`.
   */
  next(): Promise<Frame | undefined>;
  close(): void;
}

export interface SocketOptions {
  readonly clock: Clock;
  /** Closes the connection. */
  readonly signal: AbortSignal;
  /** Sent before that as JSON, when the visitor has stopped the reply. */
  readonly stop?: unknown;
}

/** Opens a WebSocket. Null: none could be opened, and nothing tells why. */
export function openSocket(url: string, { clock, signal, stop }: SocketOptions): Promise<Socket | null> {
  const { promise, resolve } = deferred<Socket | null>();
  const made = makeSocket(url);
  if (made === null) return Promise.resolve(null);
  const socket: WebSocket = made;
  const frames: Frame[] = [];
  /** Set once: how the connection ended. */
  let ending: { readonly failure: ChatError | null } | undefined;
  let waiting: ReturnType<typeof deferred<void>> | undefined;
  let cancelTimer = clock.after(OPEN_TIMEOUT, () => end(null));

  function end(failure: ChatError | null): void {
    if (ending !== undefined) return;
    ending = { failure };
    cancelTimer();
    signal.removeEventListener("abort", onAbort);
    socket.close();
    waiting?.resolve();
    resolve(null); // without effect on a connection that stood
  }
  function expectFrame(): void {
    cancelTimer();
    cancelTimer = clock.after(IDLE_TIMEOUT, () =>
      end(interrupted(`nothing came for ${IDLE_TIMEOUT / 1000} seconds`)),
    );
  }
  function onAbort(): void {
    const isStop = signal.reason === STOP_REASON && stop !== undefined;
    if (isStop && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(stop));
    end(interrupted("the caller gave it up"));
  }

  socket.addEventListener("message", ({ data }) => {
    if (ending !== undefined || typeof data !== "string") return; // the protocol has no binary frames
    if (data.length > MAX_FRAME_LENGTH) {
      return end(
        new ChatError(
          "protocol",
          `The WebSocket sent more than ${MAX_FRAME_LENGTH} characters in one frame.`,
        ),
      );
    }
    expectFrame();
    frames.push({ text: data, ...parseJson(data) });
    waiting?.resolve();
  });
  socket.addEventListener("close", ({ code, reason }) => end(closeFailure(code, reason, clock.now())));
  socket.addEventListener("error", () => {
    // Under a content security policy Chromium reports an error and never a close.
    if (socket.readyState === WebSocket.CLOSED) end(null);
  });
  socket.addEventListener("open", () => {
    if (ending !== undefined) return;
    expectFrame();
    resolve({
      send: (value) => socket.send(JSON.stringify(value)),
      close: () => end(null),
      async next() {
        while (frames.length === 0 && ending === undefined) {
          waiting = deferred();
          await waiting.promise;
        }
        const frame = frames.shift();
        if (frame !== undefined) return frame;
        if (ending?.failure) throw ending.failure;
        return undefined;
      },
    });
  });
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  return promise;
}

/** Null where the page's security policy, or its scheme, forbids the connection: Firefox and WebKit throw then. */
function makeSocket(url: string): WebSocket | null {
  try {
    return new WebSocket(url);
  } catch {
    return null;
  }
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

function interrupted(what: string): ChatError {
  return new ChatError("interrupted", `The WebSocket was cut: ${what}.`);
}

/**
 * What a close code says; null for a connection that ended well. A backend has to accept the upgrade before it closes
 * with a code: browsers do not tell why an upgrade was refused.
 * @param reason - With 4429: seconds to wait.
 */
function closeFailure(code: number, reason: string, now: number): ChatError | null {
  const said = `The backend closed the WebSocket with ${code}`;
  switch (code) {
    case 1000:
      return null;
    case 1008:
    case 4401:
      return new ChatError("auth", `${said}: the session is missing or has ended.`);
    case 4403:
      return new ChatError("blocked", `${said}: this is not allowed.`);
    case 4429: {
      const retryAfter = parseRetryAfter(reason, null, now);
      return new ChatError(
        "rate",
        `${said}: too many requests.`,
        retryAfter === undefined ? {} : { retryAfter },
      );
    }
    case 4503:
      return new ChatError("server", `${said}: it restarts.`);
    default:
      return interrupted(`it closed with ${code}`);
  }
}

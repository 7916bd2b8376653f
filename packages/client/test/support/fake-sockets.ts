import { afterEach, beforeEach, vi } from "vitest";

/** A WebSocket whose other end a test plays. */
export class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  readyState = 0;
  readonly sent: unknown[] = [];
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
  }
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.readyState = FakeSocket.CLOSED;
  }
  opens() {
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }
  says(...frames: readonly object[]) {
    for (const frame of frames)
      this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(frame) }));
  }
  isClosed(code: number, reason = "") {
    this.readyState = FakeSocket.CLOSED;
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }
  /** As Chromium does under a content security policy: an error, and never a close. */
  isForbidden() {
    this.readyState = FakeSocket.CLOSED;
    this.dispatchEvent(new Event("error"));
  }
}

/** The WebSockets of a page, in the order in which the client asked for them. */
export function socketsUnderTest() {
  const made: FakeSocket[] = [];
  let onMade: (socket: FakeSocket, count: number) => void;

  beforeEach(() => {
    onMade = () => {};
    class Recorded extends FakeSocket {
      constructor(url: string) {
        super(url);
        made.push(this);
        const count = made.length;
        queueMicrotask(() => onMade(this, count));
      }
    }
    vi.stubGlobal("WebSocket", Recorded);
  });
  afterEach(() => {
    made.length = 0;
    vi.unstubAllGlobals();
  });

  return {
    made,
    /** What becomes of each socket, counted from 1, once the client listens to it. */
    each(play: typeof onMade) {
      onMade = play;
    },
  };
}

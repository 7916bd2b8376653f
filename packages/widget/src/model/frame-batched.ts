import { effect, type ReadonlySignal, signal } from "@preact/signals";

/** The frames of the page, or a stand-in that a test drives. */
export interface Frames {
  request(callback: () => void): number;
  cancel(handle: number): void;
}

/** The frames of the browser. A hidden page has none, and needs none. */
export const browserFrames: Frames = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
};

/**
 * Follows a source at most once per frame, however often that changes in between: a reply may arrive in hundreds of
 * pieces a second, and each rendering costs.
 */
export function frameBatched<Value>(
  read: () => Value,
  frames: Frames = browserFrames,
): { readonly signal: ReadonlySignal<Value>; dispose(): void } {
  const shown = signal(read());
  let latest = shown.peek();
  let frame: number | undefined;
  const stop = effect(() => {
    latest = read();
    if (latest === shown.peek() || frame !== undefined) return;
    frame = frames.request(() => {
      frame = undefined;
      shown.value = latest;
    });
  });
  return {
    signal: shown,
    dispose() {
      stop();
      if (frame !== undefined) frames.cancel(frame);
    },
  };
}

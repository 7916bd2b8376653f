import { vi } from "vitest";

/** Milliseconds between two frames of a page that is busy. */
const PAUSE = 200;

/** A page that draws five frames a second, until `vi.unstubAllGlobals()`. */
export function slowFrames(): void {
  const { requestAnimationFrame } = window;
  const waiting = new Map<number, FrameRequestCallback>();
  let made = 0;

  function draw(time: number): void {
    const due = [...waiting.values()];
    waiting.clear();
    for (const run of due) run(time);
  }
  vi.stubGlobal("requestAnimationFrame", (run: FrameRequestCallback) => {
    if (waiting.size === 0) setTimeout(() => requestAnimationFrame(draw), PAUSE);
    made += 1;
    waiting.set(made, run);
    return made;
  });
  vi.stubGlobal("cancelAnimationFrame", (handle: number) => void waiting.delete(handle));
}

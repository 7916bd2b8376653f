import { effect, signal } from "@preact/signals";
import { expect, test } from "vitest";
import { type Frames, frameBatched } from "../../src/model/frame-batched.js";

function manualFrames(): Frames & { run(): void; readonly pending: number } {
  const callbacks = new Map<number, () => void>();
  let next = 1;
  return {
    request(callback) {
      callbacks.set(next, callback);
      return next++;
    },
    cancel: (handle) => void callbacks.delete(handle),
    run() {
      const due = [...callbacks.values()];
      callbacks.clear();
      for (const callback of due) callback();
    },
    get pending() {
      return callbacks.size;
    },
  };
}

test("a thousand changes within a frame are shown once, as the last one", () => {
  const frames = manualFrames();
  const source = signal(0);
  const batched = frameBatched(() => source.value, frames);
  const shown: number[] = [];
  effect(() => void shown.push(batched.signal.value));
  for (let i = 1; i <= 1000; i++) source.value = i;
  expect(frames.pending).toBe(1);
  frames.run();
  expect(shown).toEqual([0, 1000]);
});

test("a change after a frame waits for the next one", () => {
  const frames = manualFrames();
  const source = signal("a");
  const batched = frameBatched(() => source.value, frames);
  source.value = "b";
  frames.run();
  source.value = "c";
  expect(batched.signal.value).toBe("b");
  frames.run();
  expect(batched.signal.value).toBe("c");
});

test("nothing is shown after its end", () => {
  const frames = manualFrames();
  const source = signal("a");
  const batched = frameBatched(() => source.value, frames);
  source.value = "b";
  batched.dispose();
  source.value = "c";
  frames.run();
  expect(frames.pending).toBe(0);
  expect(batched.signal.value).toBe("a");
});

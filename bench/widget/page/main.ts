import { bareList } from "./bare-list.js";
import { nextFrame, type Subject } from "./subject.js";
import { widget } from "./widget.js";

const SUBJECTS = { widget, bareList };

export type SubjectName = keyof typeof SUBJECTS;

/** What the runner calls in the page. */
export interface Bench {
  /** Chooses what is measured, and how long its conversation is. */
  prepare(name: SubjectName, count: number): void;
  /** Shows the conversation; resolves once it is painted. */
  open(): Promise<void>;
  /** Begins a reply, so that {@link Bench.stream} measures nothing but its growth. */
  ask(): Promise<void>;
  /** Goes on with the reply; gives its longest task in milliseconds, 0 when none took 50. */
  stream(deltas: readonly string[], perFrame: number): Promise<number>;
  /** From now on, the milliseconds from each key to its frame are noted. */
  watchKeys(): void;
  keyTimes(): readonly number[];
  elements(): number;
  close(): Promise<void>;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

const keyTimes: number[] = [];
let subject: Subject | undefined;
let write: ((delta: string) => void) | undefined;

function prepared(): Subject {
  if (!subject) throw new Error("There is nothing to measure yet. Call prepare() first.");
  return subject;
}

/** The text of a message, of another length than the next. */
const wordsOf = (index: number) =>
  `Message ${index}: ${"some words to fill a line or two ".repeat(1 + (index % 7))}`;

window.bench = {
  prepare(name, count) {
    subject = SUBJECTS[name](Array.from({ length: count }, (_, index) => wordsOf(index)));
  },
  async open() {
    await prepared().open();
    await nextFrame();
  },
  async ask() {
    write = await prepared().ask();
    // What renders markdown is loaded with the first of it.
    write("**Begin**\n\n");
    for (let frame = 0; frame < 60; frame += 1) await nextFrame();
  },
  async stream(deltas, perFrame) {
    if (!write) throw new Error("There is no reply to go on with. Call ask() first.");
    let longestTask = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
    });
    observer.observe({ type: "longtask" });
    for (let index = 0; index < deltas.length; index += perFrame) {
      for (const delta of deltas.slice(index, index + perFrame)) write(delta);
      await nextFrame();
    }
    await nextFrame();
    observer.disconnect();
    return longestTask;
  },
  watchKeys() {
    const note = async ({ timeStamp }: KeyboardEvent) => {
      await nextFrame();
      keyTimes.push(performance.now() - timeStamp);
    };
    window.addEventListener("keydown", (event) => void note(event), { capture: true });
  },
  keyTimes: () => keyTimes,
  elements: () => prepared().elements(),
  async close() {
    prepared().close();
    await nextFrame();
  },
};

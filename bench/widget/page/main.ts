import { countOpenThings, type OpenThings } from "./open-things.js";
import { nextFrame, type Subject } from "./subject.js";

const SUBJECTS = {
  widget: async (texts: readonly string[]) => (await import("./widget.js")).widget(texts),
  bareList: async (texts: readonly string[]) => (await import("./bare-list.js")).bareList(texts),
};

export type SubjectName = keyof typeof SUBJECTS;

/** What the runner calls in the page. */
export interface Bench {
  /** Loads what is measured, with a conversation of as many messages. */
  prepare(name: SubjectName, count: number): Promise<void>;
  /** Shows the conversation; resolves once it is painted, and marks the moment as `usable`. */
  open(): Promise<void>;
  /** Resolves once nothing is left to do for what was opened. */
  rest(): Promise<void>;
  /** Begins a reply, so that {@link Bench.stream} measures nothing but its growth. */
  ask(): Promise<void>;
  /** Goes on with the reply. */
  stream(deltas: readonly string[], perFrame: number): Promise<void>;
  elements(): number;
  /** Of the conversation, in characters that take one byte each. */
  textLength(): number;
  /** From now on, {@link Bench.openThings} counts. */
  countOpenThings(): void;
  openThings(): OpenThings;
  close(): Promise<void>;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

let subject: Subject | undefined;
let write: ((delta: string) => void) | undefined;
let textLength = 0;
let openThings = (): OpenThings => ({ timers: Number.NaN, connections: Number.NaN });

function prepared(): Subject {
  if (!subject) throw new Error("There is nothing to measure yet. Call prepare() first.");
  return subject;
}

/** The text of a message, of another length than the next. */
const wordsOf = (index: number) =>
  `Message ${index}: ${"some words to fill a line or two ".repeat(1 + (index % 7))}`;

window.bench = {
  async prepare(name, count) {
    const texts = Array.from({ length: count }, (_, index) => wordsOf(index));
    textLength = texts.reduce((length, text) => length + text.length, 0);
    subject = await SUBJECTS[name](texts);
  },
  async open() {
    await prepared().open();
    await nextFrame();
    performance.mark("usable");
  },
  async rest() {
    // What waits for a quiet moment may be asked for with the frame that follows, and be shown in one more.
    for (let frame = 0; frame < 2; frame += 1) {
      await nextFrame();
      await new Promise((resolve) => requestIdleCallback(resolve));
    }
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
    for (let index = 0; index < deltas.length; index += perFrame) {
      for (const delta of deltas.slice(index, index + perFrame)) write(delta);
      await nextFrame();
    }
    await nextFrame();
  },
  elements: () => prepared().elements(),
  textLength: () => textLength,
  countOpenThings() {
    openThings = countOpenThings();
  },
  openThings: () => openThings(),
  async close() {
    prepared().close();
    await nextFrame();
  },
};

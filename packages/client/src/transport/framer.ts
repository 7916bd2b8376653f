import type { Frame } from "../protocol/index.js";

/** Turns text, cut anywhere, into frames: the same frames wherever it was cut. */
export interface Framer {
  push(text: string): Frame[];
  /** No more text comes. */
  end(): Frame[];
}

/**
 * The longest frame that is kept, in UTF-16 code units. A backend gone wrong must not fill the visitor's memory.
 */
export const MAX_FRAME_LENGTH = 4_000_000;

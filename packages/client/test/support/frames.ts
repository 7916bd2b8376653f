import type { Frame } from "../../src/protocol/index.js";
import type { Framer } from "../../src/transport/framer.js";

/** All frames of a text that arrives in these pieces. */
export function framesOf(framer: Framer, ...pieces: readonly string[]): Frame[] {
  return [...pieces.flatMap((piece) => framer.push(piece)), ...framer.end()];
}

/** A text cut in two at every place, and cut into single code units. */
export function everyCut(text: string): string[][] {
  const twoWay = Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)]);
  return [...twoWay, text.split("")];
}

import type { Frame } from "../protocol/index.js";
import type { Framer } from "./framer.js";
import { lineSplitter } from "./line-splitter.js";
import { parseJson } from "./parse-json.js";

/**
 * Parses JSON documents on lines of their own. A line that is no JSON is handed on as text for the mapper to judge.
 * The record separator of JSON text sequences is dropped.
 * @see https://github.com/ndjson/ndjson-spec
 * @see https://www.rfc-editor.org/rfc/rfc7464
 */
export function ndjsonFramer(): Framer {
  const lines = lineSplitter();
  const framesOf = (line: string): Frame[] => {
    const text = (line.startsWith("\u001e") ? line.slice(1) : line).trim();
    return text === "" ? [] : [{ text, ...parseJson(text) }];
  };
  return {
    push: (text) => lines.push(text).flatMap(framesOf),
    end: () => framesOf(lines.rest()),
  };
}

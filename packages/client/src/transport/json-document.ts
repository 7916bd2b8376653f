import { ChatError, type Frame } from "../protocol/index.js";
import { type Framer, MAX_FRAME_LENGTH } from "./framer.js";
import { isRecord } from "./is-record.js";
import { ndjsonFramer } from "./ndjson.js";
import { parseJson } from "./parse-json.js";

/**
 * Parses one JSON document, however it is laid out. Some backends stream lines of JSON and call it a document: when
 * the first line alone is an object with a `type`, the lines are frames of their own, as they come.
 */
export function jsonDocumentFramer(): Framer {
  let text = "";
  let lines: Framer | null = null;
  let hasFirstLine = false;

  return {
    push(chunk) {
      if (lines !== null) return lines.push(chunk);
      text += chunk;
      if (text.length > MAX_FRAME_LENGTH) {
        throw new ChatError(
          "protocol",
          `The answer is a document of more than ${MAX_FRAME_LENGTH} characters.`,
        );
      }
      if (hasFirstLine || !chunk.includes("\n")) return [];
      const start = text.search(/\S/);
      const end = start === -1 ? -1 : text.indexOf("\n", start);
      if (end === -1) return [];
      hasFirstLine = true;
      const first = parseJson(text.slice(start, end));
      if (!isRecord(first?.data) || typeof first.data.type !== "string") return [];
      lines = ndjsonFramer();
      return lines.push(text);
    },
    end() {
      if (lines !== null) return lines.end();
      const document = text.trim();
      if (document === "") return [];
      const parsed = parseJson(document);
      // A handler that returns nothing answers `null`.
      if (parsed !== null) return parsed.data === null ? [] : [{ text: document, ...parsed }];
      // Not a document after all: lines of JSON, or plain text.
      const splitter = ndjsonFramer();
      const frames: Frame[] = [...splitter.push(text), ...splitter.end()];
      return frames.every((frame) => "data" in frame) ? frames : [{ text }];
    },
  };
}

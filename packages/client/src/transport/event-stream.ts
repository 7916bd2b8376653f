import { ChatError, type Frame } from "../protocol/index.js";
import { type Framer, MAX_FRAME_LENGTH } from "./framer.js";
import { lineSplitter } from "./line-splitter.js";
import { parseJson } from "./parse-json.js";

/**
 * Parses server-sent events as the HTML standard does, with two differences: an event without data is reported
 * when it has a name, and `data: [DONE]` is marked as final.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function eventStreamFramer(): Framer {
  const lines = lineSplitter();
  let data: string | undefined;
  let event = "";
  let id = "";

  function readField(line: string): void {
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "data") data = data === undefined ? value : `${data}\n${value}`;
    else if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
    if (data !== undefined && data.length > MAX_FRAME_LENGTH) {
      throw new ChatError(
        "protocol",
        `The stream holds an event of more than ${MAX_FRAME_LENGTH} characters.`,
      );
    }
  }

  /** The event that a blank line ends, if there is one. */
  function dispatch(): Frame | null {
    const frame: Frame | null =
      data === undefined && event === ""
        ? null
        : {
            ...(event !== "" && { event }),
            ...(id !== "" && { id }),
            ...(data !== undefined && payload(data)),
          };
    data = undefined;
    event = "";
    return frame;
  }

  return {
    push(text) {
      const frames: Frame[] = [];
      for (const line of lines.push(text)) {
        if (line !== "") readField(line);
        else {
          const frame = dispatch();
          if (frame !== null) frames.push(frame);
        }
      }
      return frames;
    },
    // As the standard says, an event that no blank line has ended is dropped: it may be cut.
    end: () => [],
  };
}

function payload(text: string): Pick<Frame, "text" | "data" | "isFinal"> {
  return text === "[DONE]" ? { text, isFinal: true } : { text, ...parseJson(text) };
}

import { ChatError } from "../protocol/index.js";
import { MAX_FRAME_LENGTH } from "./framer.js";

/** Splits text, cut anywhere, into lines that end in LF, CRLF or CR. */
export interface LineSplitter {
  /** @throws {@link ChatError} `protocol` for a line beyond {@link MAX_FRAME_LENGTH}. */
  push(text: string): string[];
  /** The last line, when no line end followed it. */
  rest(): string;
}

export function lineSplitter(): LineSplitter {
  // Only new text is ever searched, so that a long line in many small pieces costs linear time.
  let open = "";
  let isAfterCarriageReturn = false;

  function bounded(line: string): string {
    if (line.length <= MAX_FRAME_LENGTH) return line;
    throw new ChatError("protocol", `The answer holds a line of more than ${MAX_FRAME_LENGTH} characters.`);
  }

  return {
    push(text) {
      const lines: string[] = [];
      let start = isAfterCarriageReturn && text.startsWith("\n") ? 1 : 0;
      if (text !== "") isAfterCarriageReturn = text.endsWith("\r");
      for (const match of text.matchAll(/\r\n|\n|\r/g)) {
        if (match.index < start) continue;
        lines.push(bounded(open + text.slice(start, match.index)));
        open = "";
        start = match.index + match[0].length;
      }
      open = bounded(open + text.slice(start));
      return lines;
    },
    rest: () => open,
  };
}

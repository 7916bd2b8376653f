import type { Frame, Mapper } from "../protocol/index.js";

/** Whether a frame had something to say; a heartbeat and the mark of the end have not. */
const isSaying = ({ text, isFinal }: Frame) => text !== undefined && text !== "" && isFinal !== true;

/**
 * Counts the frames that a mapper makes no event of. Some are known and say nothing; but a reply of nothing else is
 * most likely in another protocol, and its failure tells the developer so.
 */
export function countPassedOver(map: Mapper): { readonly map: Mapper; words(): string } {
  let count = 0;
  return {
    *map(frame) {
      let isRead = false;
      for (const event of map(frame)) {
        isRead = true;
        yield event;
      }
      if (!isRead && isSaying(frame)) count += 1;
    },
    /** To be put behind the words of a failure; empty where no frame was passed over. */
    words: () =>
      count === 0
        ? ""
        : ` Frames it passed over: ${count}. "npx chatisle probe <url>" finds the right protocol.`,
  };
}

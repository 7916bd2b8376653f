import {
  type AdapterContext,
  type ChatEvent,
  type Frame,
  type Mapper,
  MISSING_EVENTS,
} from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";

/** Ends a stream in which events are missing. */
const GAP: ChatEvent = {
  type: "error",
  error: {
    code: "interrupted",
    reason: MISSING_EVENTS,
    message:
      "The reply was cut: events are missing in its stream, as their numbers show. They are asked for again.",
    isRetryable: true,
  },
};

/**
 * A mapper that ends the stream where events are missing. The reference backend numbers the events of a reply one by
 * one; only the failure of a reply that is lost stands apart. Others may count as they like.
 * @param after - The number after which the backend was asked to go on. One that does not go on with the next number
 *   does not count one by one, and nothing is missing.
 */
export function noticingGaps(map: Mapper, { session }: AdapterContext, after?: string): Mapper {
  let isCounting = session?.capabilities?.includes("resume") === true;
  let last = after === undefined ? null : Number(after);
  let hasBegun = false;

  function isGap({ id, data }: Frame): boolean {
    const number = Number(id);
    if (!isCounting || Number.isNaN(number) || !isRecord(data)) return false;
    const isNext = last === null || number <= last + 1 || data.type === "start" || data.type === "error";
    if (!isNext && !hasBegun) isCounting = false;
    if (last === null || number > last) {
      last = number;
      hasBegun = true;
    }
    return !isNext && isCounting;
  }

  return (frame) => (isGap(frame) ? [GAP] : map(frame));
}

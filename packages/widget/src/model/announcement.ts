import { textOf } from "@chatisle/client";
import type { Labels } from "../labels.js";
import { spokenText } from "./spoken-text.js";
import type { Transcript } from "./transcript.js";

/** What a screen reader says: `polite` after what it is saying, `assertive` at once. */
export interface Announcement {
  readonly polite?: string;
  readonly assertive?: string;
}

/**
 * What a change of the transcript is announced as, or null when there is nothing to say. A reply is said once, as a
 * whole: hearing every piece of a stream is unbearable.
 */
export function announcement(before: Transcript, after: Transcript, labels: Labels): Announcement | null {
  const wasReplying = before.reply.status !== "idle";
  const isReplying = after.reply.status !== "idle";
  if (!wasReplying && isReplying) return { polite: labels.generating };

  const failed = newlyFailed(before, after);
  if (failed?.error) {
    const why = labels.failures[failed.error.code];
    return { assertive: failed.role === "user" ? `${labels.notSent} ${why}` : why };
  }
  if (!wasReplying || isReplying) return null;

  const last = newest(after).at(-1);
  if (last?.role !== "assistant") return { polite: "" };
  const ending =
    last.status === "stopped" ? labels.stopped : last.status === "interrupted" ? labels.interrupted : "";
  const asks = last.parts.some((part) => part.type === "tool" && part.state === "approval");
  const words = [spokenText(textOf(last)), asks && labels.toolApproval, ending];
  return { polite: [`${labels.speakerAssistant}:`, ...words].filter(Boolean).join(" ") };
}

/** Two announcements as one, for those that come so fast that the second would replace the first before it is heard. */
export function joinAnnouncements(first: Announcement, second: Announcement, labels: Labels): Announcement {
  const assertive = join(first.assertive, second.assertive);
  // That a reply begins is not worth saying beside another one, nor once it is there.
  const polite = join(...[first.polite, second.polite].filter((words) => words !== labels.generating));
  return { polite: polite || (second.polite ?? ""), ...(assertive !== "" && { assertive }) };
}

const join = (...words: (string | undefined)[]) => words.filter(Boolean).join(" ");

function newlyFailed(before: Transcript, after: Transcript) {
  return newest(after).find((message) => {
    if (message.status !== "error") return false;
    const known = before.messages.findLast((each) => each.id === message.id);
    return known !== undefined ? known.status !== "error" : before.reply.status !== "idle";
  });
}

/** A question and its reply: the last, but for what the visitor has written meanwhile, which waits behind it. */
function newest({ messages }: Transcript) {
  const end = messages.findLastIndex(({ status }) => status !== "pending") + 1;
  return messages.slice(Math.max(end - 2, 0), end);
}

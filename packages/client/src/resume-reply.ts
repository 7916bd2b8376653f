import { emptyReply, reopenedReply } from "./begun-reply.js";
import type { Clock } from "./clock.js";
import type { LiveTranscript } from "./live-transcript.js";
import type { AdapterContext, Message, Protocol } from "./protocol/index.js";
import { toldAnew } from "./told-anew.js";
import { placeOf } from "./transcript.js";

export interface ResumeOptions {
  readonly resume: NonNullable<Protocol["resume"]>;
  readonly context: AdapterContext;
  /** The id of the conversation, once there is one. */
  readonly conversation: () => string | undefined;
  readonly live: LiveTranscript;
  readonly clock: Clock;
}

/** Whether a reply ran: it was followed, there is none, or nobody can tell. */
export type Resumption = "followed" | "none" | "unknown";

/**
 * Follows a reply that runs at the backend: from its start, or, where the backend has told one, from the place at which
 * `cut` broke off.
 */
export async function resumeReply(cut: Message | undefined, options: ResumeOptions): Promise<Resumption> {
  const { resume, context, live, clock } = options;
  if (live.turn.peek() !== null) return "unknown";
  const shown = live.settled.peek();
  const conversation = options.conversation();
  const token = cut === undefined ? undefined : live.resumeToken();
  const question = shown.findLast(({ role }) => role === "user");
  const outcome = await live.run({
    turn: {
      id: question?.id ?? context.newId(),
      question: null,
      reply:
        cut === undefined
          ? emptyReply(context.newId(), new Date(clock.now()).toISOString())
          : reopenedReply(cut),
    },
    place: placeOf(shown, cut?.id),
    events(signal) {
      const events = resume(context, {
        ...(conversation !== undefined && { conversation }),
        ...(token !== undefined && { token }),
        signal,
      });
      return cut === undefined || token !== undefined ? events : toldAnew(events);
    },
  });
  if (outcome?.isAccepted) return "followed";
  return outcome?.failure === null ? "none" : "unknown";
}

import type { Message } from "./protocol/index.js";

/** The bubbles one turn has produced so far; most turns have one. */
export interface ReplyBubbles {
  readonly messages: readonly Message[];
  /** The bubble that events without a name belong to. */
  readonly current: string;
  /** How many parts each bubble had at its last step: what `reset` rolls back to. */
  readonly steps: Readonly<Record<string, number>>;
}

/** A turn that has begun: one empty bubble. */
export function emptyReply(id: string, createdAt: string): ReplyBubbles {
  return {
    messages: [{ id, role: "assistant", parts: [], status: "pending", createdAt }],
    current: id,
    steps: {},
  };
}

/** A reply that was cut and goes on from where it broke off. */
export function reopenedReply({ error: _error, ...message }: Message): ReplyBubbles {
  return { messages: [{ ...message, status: "streaming" }], current: message.id, steps: {} };
}

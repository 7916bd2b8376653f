import { emptyReply, type ReplyBubbles, reopenedReply } from "./begun-reply.js";
import type { Clock } from "./clock.js";
import type { LiveTranscript } from "./live-transcript.js";
import { type Outcome, outcomeOf } from "./outcome.js";
import {
  type AdapterContext,
  type Capability,
  ChatError,
  type Message,
  type Part,
  type Protocol,
  type Rating,
  type Turn,
} from "./protocol/index.js";
import type { Session } from "./session.js";

export interface RevisionsOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  /** The id of the conversation, once there is one. */
  readonly conversation: () => string | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly session: Session;
  readonly live: LiveTranscript;
  readonly supports: (capability: Capability) => boolean;
}

/** What a visitor can do with a reply that is there. */
export interface Revisions {
  /** Asks for the last reply anew. When the backend does not accept that, the reply comes back with the failure. */
  regenerate(messageId: string): Promise<void>;
  /** Answers a tool's request for approval. When the backend does not accept that, the request stands again. */
  answer(messageId: string, approvalId: string, approved: boolean, value?: unknown): Promise<void>;
  /** Shown at once, and taken back when the backend does not accept it. */
  rate(messageId: string, value: Rating | 0, comment?: string): Promise<Outcome>;
}

export function createRevisions(options: RevisionsOptions): Revisions {
  const { protocol, context, clock, signal: disposal, session, live, supports } = options;
  const now = () => new Date(clock.now()).toISOString();

  function inConversation() {
    const conversation = options.conversation();
    return conversation === undefined ? {} : { conversation };
  }

  /** The question that a reply answers, and the place of the first reply to it; null for a reply to an earlier one. */
  function lastQuestion(replyId: string): { readonly question: Message; readonly place: number } | null {
    const shown = live.settled.peek();
    const asked = shown.findLastIndex(({ role }) => role === "user");
    const question = shown[asked];
    const isReply = shown.slice(asked + 1).some(({ id, role }) => id === replyId && role === "assistant");
    return question !== undefined && isReply ? { question, place: asked + 1 } : null;
  }

  /** Runs a turn in the place of a reply, which comes back with the failure when the backend does not accept it. */
  async function run(
    replyId: string,
    turn: Omit<Turn, "id" | "signal" | "conversation">,
    reply: ReplyBubbles,
    place: number,
  ): Promise<void> {
    const conversation = inConversation();
    const id = context.newId();
    const outcome = await live.run({
      // The backend knows the reply by its question, which is what `stop` names.
      turn: { id: turn.message.id, question: null, reply },
      place,
      events: (signal) => protocol.send(context, { ...turn, ...conversation, id, signal }),
      async onRefused(failure) {
        session.report(failure);
        return () => {
          if (failure !== null) live.change(replyId, (reply) => ({ ...reply, error: failure }));
        };
      },
    });
    if (outcome?.isAccepted) session.report(null);
  }

  return {
    async regenerate(messageId) {
      const last = lastQuestion(messageId);
      if (last === null) return;
      const { question, place } = last;
      const messages = live.settled.peek().slice(0, place);
      await run(
        messageId,
        { trigger: "regenerate", message: question, messages, regenerates: messageId },
        emptyReply(context.newId(), now()),
        place,
      );
    },

    async answer(messageId, approvalId, approved, value) {
      const shown = live.settled.peek();
      const place = shown.findIndex(({ id }) => id === messageId);
      const request = shown[place];
      const question = shown.slice(0, Math.max(place, 0)).findLast(({ role }) => role === "user");
      if (request === undefined || question === undefined || !isOpen(request, approvalId)) return;
      const answered = withAnswer(request, approvalId, approved);
      // A backend goes on only once it has all the answers that it waits for.
      if (answered.parts.some((part) => part.type === "tool" && part.state === "approval"))
        return live.change(messageId, () => answered);
      await run(
        messageId,
        {
          trigger: "answer",
          message: question,
          messages: [...shown.slice(0, place), answered],
          answer: { approvalId, approved, ...(value !== undefined && { value }) },
        },
        reopenedReply(answered),
        place,
      );
    },

    async rate(messageId, value, comment) {
      const { feedback } = protocol;
      const before = live.settled.peek().find(({ id }) => id === messageId);
      if (feedback === undefined || !supports("feedback") || before === undefined) return UNRATABLE;
      live.change(messageId, (message) => withRating(message, value));
      const outcome = await outcomeOf(session, () =>
        feedback(context, {
          message: messageId,
          value,
          ...(comment !== undefined && { comment }),
          ...inConversation(),
          signal: disposal,
        }),
      );
      if (!outcome.ok) {
        // What the visitor or the history has said since, counts.
        live.change(messageId, (message) =>
          (message.rating ?? 0) === value ? withRating(message, before.rating ?? 0) : message,
        );
      }
      return outcome;
    },
  };
}

const UNRATABLE: Outcome = {
  ok: false,
  failure: new ChatError(
    "invalid",
    "The reply could not be rated: it is not in the transcript, or the backend takes no feedback.",
  ).toJSON(),
};

function withRating({ rating: _rating, ...message }: Message, value: Rating | 0): Message {
  return value === 0 ? message : { ...message, rating: value };
}

const asksFor = (part: Part, approvalId: string) =>
  part.type === "tool" && part.state === "approval" && (part.approvalId ?? part.id) === approvalId;

const isOpen = (message: Message, approvalId: string) =>
  message.parts.some((part) => asksFor(part, approvalId));

function withAnswer({ error: _error, ...message }: Message, approvalId: string, approved: boolean): Message {
  return {
    ...message,
    parts: message.parts.map((part) =>
      asksFor(part, approvalId) ? ({ ...part, state: approved ? "ready" : "denied" } as Part) : part,
    ),
  };
}

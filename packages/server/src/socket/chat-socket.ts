import type { Schedule } from "../schedule.js";
import type { ConversationKey } from "../stores/conversation-key.js";
import type { StoredMessage } from "../stores/store.js";
import type { Turn } from "../turns/turn.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import type { SocketClose } from "./socket-close.js";
import { readFrame, type ServerFrame } from "./socket-frames.js";

/** A connection as a runtime's adapter has it. */
export interface SocketConnection {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** What an adapter tells of its connection. */
export interface SocketHandler {
  receive(text: string): void;
  /** The connection is closed, by whomever. */
  gone(): void;
}

/** What becomes of a visitor's frame that writes. */
export type Accepted =
  | {
      readonly status: "accepted";
      readonly conversation: ConversationKey;
      readonly message: StoredMessage;
      readonly turn: Turn;
    }
  | { readonly status: "refused"; readonly error: { readonly code: string; readonly message: string } };

/** Whether a frame is looked at at all. */
export type Admission =
  | { readonly status: "admitted"; readonly owner: string }
  | { readonly status: "closed"; readonly close: SocketClose };

export interface ChatSocketOptions {
  /** Judges a frame like a request of its own: the session may have ended since the connection was opened. */
  readonly admit: (kind: "read" | "write") => Promise<Admission>;
  readonly conversation: (owner: string) => Promise<ConversationKey>;
  readonly runner: TurnRunner;
  /** Stores a visitor's message and begins its turn, by the body that `POST /chat` takes. */
  readonly accept: (owner: string, body: Readonly<Record<string, unknown>>) => Promise<Accepted>;
  readonly schedule: Schedule;
  /** Fires when clients are to go on elsewhere. */
  readonly leaving: AbortSignal;
  readonly onError: (error: unknown) => void;
}

const HEARTBEAT_MS = 25_000;
/** Frames that wait for the ones before them: nobody types so fast, and each may be megabytes. */
const MAX_WAITING = 32;
const OVERFLOW_SECONDS = "5";

/** Serves one connection: messages, replies as they are written, stop and resume. */
export function serveSocket(connection: SocketConnection, options: ChatSocketOptions): SocketHandler {
  const { admit, conversation, runner, accept, schedule, leaving, onError } = options;
  const departure = new AbortController();
  const reading = AbortSignal.any([departure.signal, leaving]);
  /** Frames are handled one after the other, in the order they came. */
  let queue = Promise.resolve();
  let waiting = 0;
  let isHeard = true;
  let cancelHeartbeat = () => {};

  const send = (frame: ServerFrame) => connection.send(JSON.stringify(frame));
  const goOnElsewhere = () => connection.close(4503, "closing");

  function beat(): void {
    cancelHeartbeat = schedule(HEARTBEAT_MS, () => {
      // A phone that has lost its network says nothing, and never closes either.
      if (!isHeard) return connection.close(4503, "silent");
      isHeard = false;
      send({ type: "ping" });
      beat();
    });
  }

  async function tell(turn: Turn, after?: number): Promise<void> {
    let id = turn.id;
    send({ type: "typing" });
    const position = { isReplay: turn.isRepeated, signal: reading, ...(after !== undefined && { after }) };
    for await (const { seq, event } of turn.read(position)) {
      // What is told from the store has no place of its own.
      const place = seq === null ? {} : { seq };
      if (event.type === "start") id = event.id ?? id;
      else if (event.type === "delta" && event.kind === "text") {
        send({ type: "delta", id, ...place, text: event.text });
      } else if (event.type === "error") {
        send({ type: "error", code: event.error.code, message: event.error.message, id: turn.id });
      } else if (event.type === "finish") {
        const outcome = await turn.outcome;
        if (outcome.status === "replied") {
          const { reply, reason } = outcome;
          send({
            type: "message",
            id: reply.id,
            ...place,
            role: "assistant",
            content: reply.text,
            ...(reply.parts.length > 0 && { parts: reply.parts }),
            ...(reason === "stopped" && { status: "stopped" }),
          });
        }
      }
    }
  }

  function follow(turn: Turn, after?: number): void {
    tell(turn, after).catch(onError);
  }

  async function handle(text: string): Promise<void> {
    const frame = readFrame(text);
    if (frame?.type === "pong") return;
    const admission = await admit(frame?.type === "resume" ? "read" : "write");
    if (admission.status === "closed") return connection.close(admission.close.code, admission.close.reason);
    const { owner } = admission;
    switch (frame?.type) {
      case undefined:
        return send({ type: "error", code: "invalid_request", message: "The frame is none that is known." });
      case "stop": {
        const { id } = await conversation(owner);
        return runner.stop({ owner, id, messageId: frame.id });
      }
      case "resume": {
        const turn = await runner.follow(await conversation(owner), frame.after);
        if (turn !== null) return follow(turn, frame.after);
        return send({
          type: "error",
          code: "interrupted",
          message: "Nothing runs. The history has what was said.",
        });
      }
      case "message": {
        const accepted = await accept(owner, frame.body);
        if (accepted.status === "refused") {
          const { id } = frame.body;
          return send({ type: "error", ...accepted.error, ...(typeof id === "string" && { id }) });
        }
        send({ type: "ack", id: accepted.message.id, seq: accepted.message.seq });
        return follow(accepted.turn);
      }
    }
  }

  beat();
  leaving.addEventListener("abort", goOnElsewhere);
  if (leaving.aborted) goOnElsewhere();
  return {
    receive(text) {
      isHeard = true;
      if (waiting >= MAX_WAITING) return connection.close(4429, OVERFLOW_SECONDS);
      waiting += 1;
      queue = queue
        .then(() => handle(text))
        .catch((error: unknown) => {
          onError(error);
          connection.close(4503, "store_unavailable");
        })
        .finally(() => {
          waiting -= 1;
        });
    },
    gone() {
      cancelHeartbeat();
      leaving.removeEventListener("abort", goOnElsewhere);
      departure.abort();
    },
  };
}

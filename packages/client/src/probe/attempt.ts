import { effect } from "@preact/signals-core";
import type { ChatClient, ProtocolDescriptor } from "../chat-client.js";
import { memoryStorage } from "../chat-storage.js";
import { createOwnChatClient } from "../own-chat-client.js";
import { type ChatFailure, textOf } from "../protocol/index.js";
import { isWell } from "../session-state.js";
import { recordingFetch, type SeenAnswer } from "./seen-answer.js";

/** A way to talk to a backend that may fit. */
export interface Candidate {
  readonly baseUrl: string;
  readonly protocol: ProtocolDescriptor;
}

export interface AttemptOptions {
  readonly fetch: typeof globalThis.fetch;
  /** What is said. */
  readonly message: string;
  /** Milliseconds until a reply has to be over. */
  readonly timeout: number;
}

/** What came of saying something in one way. */
export interface Attempt {
  /** Empty when nothing could be read. */
  readonly reply: string;
  readonly failure: ChatFailure | null;
  readonly seen: readonly SeenAnswer[];
}

/** Says something as the chat of a page would, with the same client. */
export async function attempt(candidate: Candidate, options: AttemptOptions): Promise<Attempt> {
  const { fetch, seen } = recordingFetch(options.fetch);
  const client = createOwnChatClient({ ...candidate, fetch, storage: memoryStorage(), key: "probe" });
  try {
    client.send(options.message);
    await over(client, options.timeout);
    const [question, reply] = client.messages.value;
    const state = client.session.value;
    const failure = reply?.error ?? question?.error ?? ("failure" in state ? state.failure : null);
    return { reply: reply === undefined ? "" : textOf(reply), failure, seen };
  } finally {
    client.dispose();
  }
}

/** Resolves when nothing more is to come, or when it takes too long. */
function over(client: ChatClient, timeout: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(conclude, timeout);
    const stop = effect(() => {
      const [question, reply] = client.messages.value;
      const isSettled = reply !== undefined || question?.status === "error" || !isWell(client.session.value);
      if (client.reply.value.status === "idle" && isSettled) queueMicrotask(conclude);
    });
    function conclude() {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}

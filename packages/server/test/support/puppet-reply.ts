import type { Reply, ReplyChunk, ReplyTurn } from "../../src/index.js";

/** One call of a {@link PuppetReply}, told by the test what to say. */
export interface PuppetCall {
  readonly turn: ReplyTurn;
  say(...chunks: readonly ReplyChunk[]): void;
  end(): void;
  fail(error: unknown): void;
  /** Whether the backend has let go of the reply. */
  isAbandoned(): boolean;
}

/** A reply that speaks when the test says so. */
export interface PuppetReply {
  readonly reply: Reply;
  readonly calls: readonly PuppetCall[];
  /** The call for the visitor's message with this text, once it is made. */
  called(text: string): Promise<PuppetCall>;
}

export function createPuppetReply(): PuppetReply {
  const calls: PuppetCall[] = [];
  const waiting = new Set<() => void>();

  function reply(turn: ReplyTurn): AsyncIterable<ReplyChunk> {
    const steps: (() => ReplyChunk | null)[] = [];
    let wake = () => {};
    let isAbandoned = false;
    const push = (...added: (() => ReplyChunk | null)[]) => {
      steps.push(...added);
      wake();
    };
    calls.push({
      turn,
      say: (...chunks) => push(...chunks.map((chunk) => () => chunk)),
      end: () => push(() => null),
      fail: (error) =>
        push(() => {
          throw error;
        }),
      isAbandoned: () => isAbandoned,
    });
    for (const check of waiting) check();
    const iterator: AsyncIterator<ReplyChunk> = {
      async next() {
        while (steps.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const value = steps.shift()?.() ?? null;
        return value === null ? { done: true, value: undefined } : { done: false, value };
      },
      async return() {
        isAbandoned = true;
        return { done: true, value: undefined };
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }

  return {
    reply,
    calls,
    called: (text) =>
      new Promise((resolve) => {
        const check = () => {
          const call = calls.find(({ turn }) => turn.text === text);
          if (call === undefined) return;
          waiting.delete(check);
          resolve(call);
        };
        waiting.add(check);
        check();
      }),
  };
}

import type { ChatClient, Message } from "@chatisle/client";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";

/**
 * How many replies came after the last one that the visitor has seen.
 * @param seen - The id of that one; empty when there was none, undefined when nothing is known.
 */
export function unreadCount(messages: readonly Message[], seen: string | undefined): number {
  if (seen === undefined) return 0;
  const index = messages.findLastIndex(({ id }) => id === seen);
  // It may be on an older page, and what has come since cannot be told from what was there.
  if (index < 0 && seen !== "") return 0;
  return messages.slice(index + 1).filter(isSettledReply).length;
}

function isSettledReply({ role, status }: Message): boolean {
  return role === "assistant" && status !== "pending" && status !== "streaming";
}

export interface UnreadOptions {
  readonly client: Pick<ChatClient, "messages" | "history">;
  /** Whether the visitor has the conversation before their eyes. */
  readonly isSeen: ReadonlySignal<boolean>;
  /** Where the id of the last reply that was seen survives a change of the page. */
  readonly memory: { seen(): string | undefined; rememberSeen(id: string): void };
}

/** Counts the replies that the visitor has not seen. */
export function createUnread({ client, isSeen, memory }: UnreadOptions) {
  const seen = signal(memory.seen());
  const isKnown = computed(() => {
    const { status } = client.history.value;
    return status === "loaded" || status === "absent";
  });
  const dispose = effect(() => {
    const isFirstLook = seen.peek() === undefined && isKnown.value;
    if (!isSeen.value && !isFirstLook) return;
    const newest = client.messages.value.findLast(isSettledReply)?.id ?? "";
    if (newest === seen.peek()) return;
    seen.value = newest;
    memory.rememberSeen(newest);
  });
  // Before the eyes of the visitor nothing is new, not even for the moment until it is noted as seen.
  const count = computed(() => (isSeen.value ? 0 : unreadCount(client.messages.value, seen.value)));
  return { count, dispose };
}

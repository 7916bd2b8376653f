import type { OpenTurn, TurnStore } from "../stores/turn-store.js";
import { addEvent, EMPTY_REPLY, splitParts } from "./reply-progress.js";
import { TURN_FAILURES } from "./turn-failures.js";
import { lastSequence } from "./turn-sequence.js";

/**
 * Ends a turn whose instance is gone: what it had written is kept as an interrupted reply, and whoever follows it is
 * told. Nothing happens when somebody else was faster.
 */
export async function endLostTurn(
  { conversation, turn }: Pick<OpenTurn, "conversation" | "turn">,
  instance: string,
  { store, now }: { readonly store: TurnStore; readonly now: () => number },
): Promise<void> {
  const found = await store.readTurn(conversation, turn, 0);
  if (found === null || found.status !== "lost") return;
  let progress = EMPTY_REPLY;
  let id: string | undefined;
  for (const { event } of found.events) {
    if (event.type === "start") id = event.id;
    progress = addEvent(progress, event);
  }
  await store.endTurn(conversation, turn, instance, {
    // Whoever followed the turn at the instance that is gone may have seen more than is recorded, and is told as well.
    events: [{ seq: lastSequence(turn), event: { type: "error", error: TURN_FAILURES.lost } }],
    reply:
      id === undefined || progress.parts.length === 0
        ? null
        : { id, ...splitParts(progress.parts), status: "interrupted", createdAt: now() },
  });
}

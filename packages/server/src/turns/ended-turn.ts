import type { StoredMessage } from "../stores/store.js";
import { addChunk, EMPTY_REPLY } from "./reply-progress.js";
import type { Turn } from "./turn.js";
import { createTurnLog } from "./turn-log.js";

/** A turn that has ended, told again from its stored reply. */
export function endedTurn(id: string, reply: StoredMessage): Turn {
  const log = createTurnLog();
  const reason = reply.status === "stopped" ? "stopped" : "stop";
  log.append({ seq: null, event: { type: "start", id: reply.id } });
  for (const chunk of [reply.text, ...reply.parts]) {
    const { event } = addChunk(EMPTY_REPLY, chunk, reply.text.length);
    if (event !== null) log.append({ seq: null, event });
  }
  log.append({ seq: null, event: { type: "finish", reason } });
  log.end();
  const { text, parts } = reply;
  return {
    id,
    isRepeated: true,
    read: log.read,
    outcome: Promise.resolve({ status: "replied", reply: { id: reply.id, text, parts }, reason }),
  };
}

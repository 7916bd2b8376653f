import type { ChatStorage } from "./chat-storage.js";
import type { Clock } from "./clock.js";
import type { Message } from "./protocol/index.js";
import { isRecord } from "./transport/is-record.js";
import { parseJson } from "./transport/parse-json.js";

/** What was said, kept in the visitor's browser for a backend that keeps no history. */
export interface LocalTranscript {
  /** Oldest to newest. A reply that was arriving when its page was left is still `streaming`. */
  read(): readonly Message[];
  write(messages: readonly Message[]): void;
  clear(): void;
}

/** After so many milliseconds without a word, what was said is forgotten: seven days. */
const LIFETIME = 7 * 24 * 60 * 60 * 1000;
/** What one conversation may take of the browser's storage, in characters; the oldest messages go first. */
const MAX_LENGTH = 500_000;

export function createLocalTranscript(
  storage: ChatStorage,
  key: string,
  clock: Pick<Clock, "now">,
): LocalTranscript {
  return {
    read() {
      const stored = storage.getItem(key);
      const kept = stored === null ? null : parseJson(stored)?.data;
      if (!isRecord(kept) || !Array.isArray(kept.messages) || typeof kept.savedAt !== "number") return [];
      if (clock.now() - kept.savedAt > LIFETIME) {
        storage.removeItem(key);
        return [];
      }
      return kept.messages.filter(isMessage);
    },
    write(messages) {
      if (messages.length === 0) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify({ savedAt: clock.now(), messages: newest(messages) }));
    },
    clear: () => storage.removeItem(key),
  };
}

/** As many of the newest messages as fit. */
function newest(messages: readonly Message[]): readonly Message[] {
  let length = 0;
  const tooLong = messages.findLastIndex((message) => {
    length += JSON.stringify(message).length;
    return length > MAX_LENGTH;
  });
  return messages.slice(tooLong + 1);
}

/** What another version of this code has left in storage is checked like anything foreign. */
function isMessage(value: unknown): value is Message {
  return (
    isRecord(value) &&
    typeof value.id === "string" &&
    (value.role === "user" || value.role === "assistant") &&
    typeof value.status === "string" &&
    Array.isArray(value.parts) &&
    value.parts.every((part: unknown) => isRecord(part) && typeof part.type === "string")
  );
}

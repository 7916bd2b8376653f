import type { Client } from "pg";
import type { ConversationKey } from "./conversation-key.js";
import type { TurnListener } from "./turn-store.js";

type Change = Parameters<TurnListener>[1];

/** How instances tell each other that a turn has changed: PostgreSQL's LISTEN and NOTIFY. */
export interface TurnChannel {
  /** The arguments of `pg_notify` for a change. */
  notification(conversation: ConversationKey, change: Change): readonly [channel: string, payload: string];
  watch(listener: TurnListener): () => void;
  close(): Promise<void>;
}

export interface TurnChannelOptions {
  /** In lower case, as it needs no quotes. */
  readonly name: string;
  /** A connection of its own: one that listens cannot go back into the pool. */
  readonly connect: () => Promise<Client>;
  readonly onError: (error: unknown) => void;
}

const RECONNECT_MS = 1_000;

/** @throws When the first connection fails. A later one that is lost is made again, for as long as it takes. */
export async function openTurnChannel({ name, connect, onError }: TurnChannelOptions): Promise<TurnChannel> {
  const listeners = new Set<TurnListener>();
  let client: Client | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  async function listen(): Promise<void> {
    const connected = await connect();
    connected.on("notification", ({ payload = "" }) => tell(payload));
    connected.on("error", onError);
    connected.on("end", reconnect);
    await connected.query(`LISTEN ${name}`);
    if (isClosed) await connected.end();
    else client = connected;
  }

  function reconnect(): void {
    client = null;
    if (isClosed) return;
    timer = setTimeout(() => {
      listen().catch((error: unknown) => {
        onError(error);
        reconnect();
      });
    }, RECONNECT_MS);
  }

  function tell(payload: string): void {
    const [owner, id, change] = JSON.parse(payload) as [string, string, Change];
    for (const listener of listeners) listener({ owner, id }, change);
  }

  await listen();
  return {
    notification: ({ owner, id }, change) => [name, JSON.stringify([owner, id, change])],
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

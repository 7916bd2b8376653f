import { eventsAfter } from "./event-batches.js";
import type { SqliteDatabase } from "./sqlite-database.js";
import { numberIn, toMessage, toOpenTurn } from "./sqlite-rows.js";
import type { NewReply } from "./store.js";
import type { StoredEvent, TurnListener, TurnStatus, TurnStore } from "./turn-store.js";

/** How long the events of a turn are kept after its end, for those who are still reading. */
const KEEP_EVENTS_MS = 60_000;
const LOST_AT_ONCE = 100;

/**
 * The part of the SQLite store that keeps turns. Changes by this process are told at once, those by other processes are
 * not: whoever waits for them looks from time to time.
 */
export function sqliteTurns(
  { statements: run, atomically, keyOf }: SqliteDatabase,
  now: () => number,
): TurnStore {
  const listeners = new Set<TurnListener>();
  const tell: TurnListener = (conversation, change) => {
    for (const listener of listeners) listener(conversation, change);
  };
  const statusOf = (row: { readonly ended_at?: unknown; readonly expires_at?: unknown }): TurnStatus => {
    if (row.ended_at !== null) return "ended";
    return Number(row.expires_at) > now() ? "live" : "lost";
  };

  /** The conversations of an owner, or the one that is named. */
  function ownedKeys(owner: string, only?: string): readonly { readonly key: number; readonly id: string }[] {
    return run.ownedConversations
      .all(owner)
      .map((row) => ({ key: numberIn(row, "key"), id: String(row.id) }))
      .filter(({ id }) => only === undefined || id === only);
  }

  function addEvents(key: number, turn: number, events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last !== undefined) run.addEvents.run(key, turn, last.seq, JSON.stringify(events));
  }

  function saveReply(key: number, messageId: string, wish: string | null, reply: NewReply): void {
    const { id, text, status, createdAt } = reply;
    const values = [id, text, JSON.stringify(reply.parts), status, createdAt, wish, key, messageId] as const;
    if (run.replaceReply.run(...values).changes === 0) run.addReply.run(...values);
  }

  return {
    async joinTurn(conversation, messageId, { instance, lease, room, wish }) {
      return atomically(() => {
        const key = numberIn({ key: keyOf(conversation) }, "key");
        run.forgetTurns.run(now() - KEEP_EVENTS_MS);
        const open = run.openTurns.all(key).map((row) => toOpenTurn(row, now()));
        const same = open.find((turn) => turn.messageId === messageId);
        if (same !== undefined) return { status: "joined", turn: same.turn };
        const row = run.byQuestion.get(key, messageId);
        const earlier = toMessage(row);
        const isWanted = wish === undefined || row?.wish === wish;
        if (earlier !== null && earlier.status !== "interrupted" && isWanted) {
          return { status: "settled", reply: earlier };
        }
        if (open.length >= room) return { status: "full" };
        const turn = numberIn(run.nextTurn.get(key), "turns");
        run.addTurn.run(key, turn, messageId, wish ?? null, instance, now() + lease);
        return { status: "opened", turn, earlier, isFirst: open.length === 0 };
      });
    },
    async openTurns({ owner, id }) {
      return ownedKeys(owner, id).flatMap(({ key }) =>
        run.openTurns.all(key).map((row) => toOpenTurn(row, now())),
      );
    },
    async keepTurns(instance, lease) {
      run.keepTurns.run(now() + lease, instance);
      return run.turnsToStop.all(instance).map((row) => toOpenTurn(row, now()));
    },
    async lostTurns() {
      return run.lostTurns.all(now(), LOST_AT_ONCE).map((row) => toOpenTurn(row, now()));
    },
    async appendEvents(conversation, turn, events) {
      atomically(() => {
        const key = keyOf(conversation);
        const row = key === null ? undefined : run.findTurn.get(key, turn);
        if (key !== null && row?.ended_at === null) addEvents(key, turn, events);
      });
      tell(conversation, "events");
    },
    async readTurn(conversation, turn, after) {
      const key = keyOf(conversation);
      const row = key === null ? undefined : run.findTurn.get(key, turn);
      if (key === null || row === undefined) return null;
      const batches = run.readEvents.all(key, turn, after).map(({ events }) => String(events));
      const messageId = String(row.message_id);
      return { messageId, status: statusOf(row), events: eventsAfter(batches, after) };
    },
    async endTurn(conversation, turn, instance, { reply, events }) {
      const isEnded = atomically(() => {
        const key = keyOf(conversation);
        const row = key === null ? undefined : run.findTurn.get(key, turn);
        if (key === null || row === undefined || row.ended_at !== null) return false;
        if (row.instance !== instance && statusOf(row) !== "lost") return false;
        addEvents(key, turn, events);
        run.endTurn.run(now(), key, turn);
        if (reply !== null) {
          saveReply(key, String(row.message_id), row.wish === null ? null : String(row.wish), reply);
        }
        return true;
      });
      tell(conversation, "events");
      return isEnded;
    },
    async stopTurns(owner, { conversation, messageId } = {}) {
      for (const { key, id } of ownedKeys(owner, conversation)) {
        if (messageId === undefined) run.stopTurns.run(key);
        else run.stopTurn.run(key, messageId);
        tell({ owner, id }, "stop");
      }
    },
    watchTurns(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

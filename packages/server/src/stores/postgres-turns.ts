import { BackendError } from "../backend-error.js";
import type { ConversationKey } from "./conversation-key.js";
import { eventsAfter } from "./event-batches.js";
import { keyOf, type PostgresDatabase, type Query } from "./postgres-database.js";
import { MESSAGE_COLUMNS, OPEN_TURN_COLUMNS, toMessage, toOpenTurn, turnStatus } from "./postgres-rows.js";
import type { TurnChannel } from "./postgres-turn-channel.js";
import type { NewReply } from "./store.js";
import type { StoredEvent, TurnStore } from "./turn-store.js";

/** How long the events of a turn are kept after its end, for those who are still reading. */
const KEEP_EVENTS = "60 seconds";
const LOST_AT_ONCE = 100;

/** The part of the PostgreSQL store that keeps turns. Instances tell each other of changes by LISTEN and NOTIFY. */
export function postgresTurns(
  { schema, query, atomically }: PostgresDatabase,
  channel: TurnChannel,
): TurnStore {
  const openTurns = `SELECT ${OPEN_TURN_COLUMNS} FROM ${schema}.turns
    JOIN ${schema}.conversations ON conversations.key = turns.conversation WHERE ended_at IS NULL`;
  const until = (milliseconds: string) => `clock_timestamp() + ${milliseconds} * interval '1 millisecond'`;

  async function addEvents(
    query: Query,
    key: string,
    turn: number,
    events: readonly StoredEvent[],
  ): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    await query(
      `INSERT INTO ${schema}.turn_events (conversation, turn, last_seq, events) VALUES ($1, $2, $3, $4)
      ON CONFLICT DO NOTHING`,
      [key, turn, last.seq, JSON.stringify(events)],
    );
  }

  async function saveReply(
    query: Query,
    key: string,
    { messageId, wish }: { readonly messageId: unknown; readonly wish: unknown },
    { id, text, parts, status, createdAt }: NewReply,
  ): Promise<void> {
    const values = [key, messageId, id, text, JSON.stringify(parts), status, createdAt, wish];
    const replaced = await query(
      `UPDATE ${schema}.messages SET id = $3, text = $4, parts = $5, status = $6, created_at = $7, wish = $8,
        rating = NULL, comment = NULL
      WHERE conversation = $1 AND reply_to = $2 RETURNING id`,
      values,
    );
    if (replaced.length > 0) return;
    await query(
      `INSERT INTO ${schema}.messages
        (conversation, seq, id, role, text, parts, status, created_at, reply_to, wish)
      SELECT conversation, seq + 1, $3, 'assistant', $4, $5, $6, $7, id, $8 FROM ${schema}.messages
      WHERE conversation = $1 AND id = $2`,
      values,
    );
  }

  const conversationOf = ({ owner, id }: ConversationKey) => [owner, id];

  return {
    joinTurn: (conversation, messageId, { instance, lease, room, wish }) =>
      atomically(async (query) => {
        const key = await keyOf(query, schema, conversation, { isLocked: true });
        if (key === null) {
          throw new BackendError("store", "The conversation is not stored. Add a message to it first.");
        }
        const open = (await query(`${openTurns} AND turns.conversation = $1 ORDER BY number`, [key])).map(
          toOpenTurn,
        );
        const same = open.find((turn) => turn.messageId === messageId);
        if (same !== undefined) return { status: "joined", turn: same.turn };
        const [row] = await query(
          `SELECT ${MESSAGE_COLUMNS}, wish FROM ${schema}.messages WHERE conversation = $1 AND reply_to = $2`,
          [key, messageId],
        );
        const earlier = toMessage(row);
        const isWanted = wish === undefined || row?.wish === wish;
        if (earlier !== null && earlier.status !== "interrupted" && isWanted) {
          return { status: "settled", reply: earlier };
        }
        if (open.length >= room) return { status: "full" };
        const [added] = await query(
          `WITH next AS (UPDATE ${schema}.conversations SET turns = turns + 1 WHERE key = $1 RETURNING turns)
          INSERT INTO ${schema}.turns (conversation, number, message_id, wish, instance, expires_at)
          SELECT $1, turns, $2, $3, $4, ${until("$5")} FROM next RETURNING number`,
          [key, messageId, wish ?? null, instance, lease],
        );
        return { status: "opened", turn: Number(added?.number), earlier, isFirst: open.length === 0 };
      }),
    async openTurns({ owner, id }) {
      const rows = await query(
        `${openTurns} AND owner = $1 AND ($2::text IS NULL OR id = $2) ORDER BY number`,
        [owner, id ?? null],
      );
      return rows.map(toOpenTurn);
    },
    async keepTurns(instance, lease) {
      await query(
        `DELETE FROM ${schema}.turns WHERE (conversation, number) IN (
          SELECT conversation, number FROM ${schema}.turns WHERE ended_at < clock_timestamp() - interval '${KEEP_EVENTS}'
          LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
      );
      await query(
        `UPDATE ${schema}.turns SET expires_at = ${until("$2")} WHERE instance = $1 AND ended_at IS NULL`,
        [instance, lease],
      );
      return (await query(`${openTurns} AND instance = $1 AND is_stopped`, [instance])).map(toOpenTurn);
    },
    async lostTurns() {
      const rows = await query(
        `${openTurns} AND expires_at <= clock_timestamp() ORDER BY expires_at LIMIT ${LOST_AT_ONCE}`,
      );
      return rows.map(toOpenTurn);
    },
    async appendEvents(conversation, turn, events) {
      const last = events.at(-1);
      if (last === undefined) return;
      await query(
        `WITH open AS (
          SELECT turns.conversation FROM ${schema}.turns
          JOIN ${schema}.conversations ON conversations.key = turns.conversation
          WHERE owner = $1 AND id = $2 AND number = $3 AND ended_at IS NULL
        ), added AS (
          INSERT INTO ${schema}.turn_events (conversation, turn, last_seq, events)
          SELECT conversation, $3, $4, $5 FROM open ON CONFLICT DO NOTHING
        )
        SELECT pg_notify($6, $7) FROM open`,
        [
          ...conversationOf(conversation),
          turn,
          last.seq,
          JSON.stringify(events),
          ...channel.notification(conversation, "events"),
        ],
      );
    },
    async readTurn(conversation, turn, after) {
      const [row] = await query(
        `SELECT conversation, message_id, ended_at IS NOT NULL AS is_ended, expires_at > clock_timestamp() AS is_live
        FROM ${schema}.turns JOIN ${schema}.conversations ON conversations.key = turns.conversation
        WHERE owner = $1 AND id = $2 AND number = $3`,
        [...conversationOf(conversation), turn],
      );
      if (row === undefined) return null;
      // Read after the status: a turn that has ended by then has all its events.
      const batches = await query(
        `SELECT events FROM ${schema}.turn_events WHERE conversation = $1 AND turn = $2 AND last_seq > $3
        ORDER BY last_seq`,
        [row.conversation, turn, after],
      );
      const texts = batches.map(({ events }) => String(events));
      const messageId = String(row.message_id);
      return { messageId, status: turnStatus(row), events: eventsAfter(texts, after) };
    },
    endTurn: (conversation, turn, instance, { events, reply }) =>
      atomically(async (query) => {
        const key = await keyOf(query, schema, conversation, { isLocked: true });
        if (key === null) return false;
        const [row] = await query(
          `UPDATE ${schema}.turns SET ended_at = clock_timestamp()
          WHERE conversation = $1 AND number = $2 AND ended_at IS NULL
            AND (instance = $3 OR expires_at <= clock_timestamp())
          RETURNING message_id, wish`,
          [key, turn, instance],
        );
        if (row === undefined) return false;
        await addEvents(query, key, turn, events);
        const { message_id: messageId, wish } = row;
        if (reply !== null) await saveReply(query, key, { messageId, wish }, reply);
        await query("SELECT pg_notify($1, $2)", channel.notification(conversation, "events"));
        return true;
      }),
    async stopTurns(owner, { conversation, messageId } = {}) {
      const stopped = await query(
        `UPDATE ${schema}.turns SET is_stopped = true FROM ${schema}.conversations
        WHERE conversations.key = turns.conversation AND ended_at IS NULL AND owner = $1
          AND ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR message_id = $3)
        RETURNING id`,
        [owner, conversation ?? null, messageId ?? null],
      );
      for (const id of new Set(stopped.map((row) => String(row.id)))) {
        await query("SELECT pg_notify($1, $2)", channel.notification({ owner, id }, "stop"));
      }
    },
    watchTurns: channel.watch,
  };
}

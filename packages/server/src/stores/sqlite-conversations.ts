import type { SqliteDatabase } from "./sqlite-database.js";
import { numberIn } from "./sqlite-rows.js";
import type { ChatStore } from "./store.js";

type OwnedThings = Pick<
  ChatStore,
  | "conversations"
  | "moveOwner"
  | "deleteConversation"
  | "deleteOwner"
  | "deleteOlder"
  | "addFile"
  | "findFile"
>;

/** How much `deleteOlder` deletes at once, so that nobody waits long for the lock. */
const BATCH = 100;

/** The part of the SQLite store that keeps what a visitor owns: conversations as a whole, and files. */
export function sqliteConversations({ statements: run, atomically, keyOf }: SqliteDatabase): OwnedThings {
  const idsOf = (rows: readonly { readonly id?: unknown }[]) => rows.map(({ id }) => String(id));

  function deleteByKey(key: number): readonly string[] {
    const files = idsOf(run.deleteFilesOfConversation.all(key));
    run.deleteConversation.run(key);
    return files;
  }

  /** Puts the messages of one conversation behind those of another. */
  function merge(from: number, to: number): void {
    const moved = run.counters.get(from);
    run.moveMessages.run(to, numberIn(run.counters.get(to), "last_seq"), from, to);
    run.moveAttachedFiles.run(to, from);
    run.raiseCounters.run(
      numberIn(moved, "last_seq"),
      numberIn(moved, "turns"),
      numberIn(run.updatedAt.get(from), "updated_at"),
      to,
    );
    run.deleteConversation.run(from);
  }

  return {
    async conversations(owner, { after, limit }) {
      const { updatedAt, id } = after ?? { updatedAt: Number.MAX_SAFE_INTEGER, id: "" };
      return run.listConversations
        .all(owner, updatedAt, id, limit)
        .map((row) => ({ id: String(row.id), title: String(row.title), updatedAt: Number(row.updated_at) }));
    },
    async moveOwner(from, to) {
      if (from === to) return;
      atomically(() => {
        for (const row of run.ownedConversations.all(from)) {
          const key = numberIn(row, "key");
          const same = keyOf({ owner: to, id: String(row.id) });
          if (same === null) run.renameOwner.run(to, key);
          else merge(key, same);
        }
        run.moveFiles.run(to, from);
      });
    },
    async deleteConversation(conversation) {
      return atomically(() => {
        const key = keyOf(conversation);
        return key === null ? [] : deleteByKey(key);
      });
    },
    async deleteOwner(owner) {
      return atomically(() => {
        const files = idsOf(run.deleteFilesOfOwner.all(owner));
        for (const row of run.ownedConversations.all(owner)) run.deleteConversation.run(numberIn(row, "key"));
        return files;
      });
    },
    async deleteOlder(than) {
      return atomically(() => {
        const old = run.olderConversations.all(than, BATCH);
        const files = old.flatMap((row) => deleteByKey(numberIn(row, "key")));
        const loose = idsOf(run.looseFiles.all(than, BATCH));
        for (const id of loose) run.deleteFile.run(id);
        return { files: [...files, ...loose], isMore: old.length === BATCH || loose.length === BATCH };
      });
    },
    async addFile({ id, owner, name, type, createdAt }) {
      run.addFile.run(id, owner, name, type, createdAt);
    },
    async findFile(id) {
      const row = run.findFile.get(id);
      if (row === undefined) return null;
      const { owner, name, type, created_at } = row;
      return {
        id,
        owner: String(owner),
        name: String(name),
        type: String(type),
        createdAt: Number(created_at),
      };
    },
  };
}

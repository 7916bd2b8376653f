import type { DeleteFiles } from "./stores/file-store.js";
import type { ChatStore } from "./stores/store.js";

/** Deletes conversations that are older than the site wants to keep them. */
export interface Retention {
  /** Looks for old conversations in the background, at most once an hour. */
  look(): void;
}

export interface RetentionOptions {
  readonly store: ChatStore;
  readonly deleteFiles: DeleteFiles;
  /** Milliseconds since the last message; undefined keeps everything. */
  readonly retention: number | undefined;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

const PAUSE_MS = 3_600_000;

export function createRetention(options: RetentionOptions): Retention {
  const { store, deleteFiles, retention, now, onError } = options;
  let next = Number.NEGATIVE_INFINITY;

  async function deleteOld(than: number): Promise<void> {
    for (;;) {
      const { isMore, files } = await store.deleteOlder(than);
      await deleteFiles(files);
      if (!isMore) return;
    }
  }

  return {
    look() {
      const instant = now();
      if (retention === undefined || instant < next) return;
      next = instant + PAUSE_MS;
      deleteOld(instant - retention).catch(onError);
    },
  };
}

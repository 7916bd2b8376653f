/**
 * Keeps the bytes of uploaded files; what is known of them is in the `ChatStore`. Ids are random, in base64url, and fit
 * a file name and an address as they stand. A failure rejects; the backend answers it as 503.
 */
export interface FileStore {
  write(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @returns null when there is none. */
  read(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Nothing happens when there is none. */
  delete(id: string): Promise<void>;
}

/** Deletes the bytes of files whose records are gone. */
export type DeleteFiles = (ids: readonly string[]) => Promise<void>;

/** What is known of an uploaded file; its bytes are in a `FileStore`. */
export interface FileRecord {
  /** Random, and known to nobody but the visitor: whoever has it may read the file. */
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  /** The media type. */
  readonly type: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

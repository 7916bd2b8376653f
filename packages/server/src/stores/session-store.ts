/** What a store knows of a session beyond its signed token. A session without a record is in order. */
export interface SessionRecord {
  /** The highest generation of its token that was presented. */
  readonly generation: number;
  /** When that generation was presented first, in epoch milliseconds. */
  readonly presentedAt: number;
  readonly isRevoked: boolean;
}

/** Instants of a write about a session, in epoch milliseconds. */
export interface SessionWrite {
  readonly at: number;
  /** When every token of the session has expired. A store may forget the session from then on. */
  readonly expiresAt: number;
}

/** Keeps what a signed token cannot say: which sessions have ended early, and which tokens have been replaced. */
export interface SessionStore {
  findSession(id: string): Promise<SessionRecord | null>;
  /** Records that a token of this generation was presented. A lower one than recorded changes nothing. */
  presentSession(id: string, generation: number, write: SessionWrite): Promise<void>;
  /** Ends a session for good, also one that has no record yet. */
  revokeSession(id: string, write: SessionWrite): Promise<void>;
  /**
   * Counts an attempt under a key, such as a code that was entered.
   * @param write.expiresAt - When the count begins anew; the first attempt's is kept.
   * @returns How many there were, this one included.
   */
  countAttempt(key: string, write: SessionWrite): Promise<number>;
}

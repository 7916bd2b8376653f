/** Which conversation, and whose. */
export interface ConversationKey {
  /** The visitor: see `ownerOf`. */
  readonly owner: string;
  /** The client's id of the conversation, unique for its owner. */
  readonly id: string;
}

/** A key as one text, the same for the same conversation: neither owners nor ids hold a line break. */
export function keyText({ owner, id }: ConversationKey): string {
  return `${owner}\n${id}`;
}

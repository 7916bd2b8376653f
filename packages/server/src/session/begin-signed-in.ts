import type { ChatStore } from "../stores/store.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import { ownerOf, type Session } from "./session-token.js";
import type { Sessions } from "./sessions.js";

export interface SignedInDependencies {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  /** Whether what a visitor wrote before signing in becomes part of the signed-in conversation. */
  readonly keepsConversation: boolean;
}

/**
 * Begins the session of a visitor who has just proved who he is. Always under a new id: an id that somebody planted
 * before the sign-in must not become worth something.
 * @param before - The session until now; null when there is none.
 */
export async function beginSignedIn(
  before: Session | null,
  binding: Required<Pick<Session, "subject">> & Pick<Session, "audience">,
  { sessions, store, runner, keepsConversation }: SignedInDependencies,
): Promise<Session> {
  const session = sessions.create(binding);
  if (before?.subject !== undefined) await sessions.revoke(before);
  else if (before !== null && keepsConversation) {
    const owner = ownerOf(before);
    // A reply that is being written would be stored where nobody looks for it any more.
    await runner.stopAll({ owner });
    await store.moveOwner(owner, ownerOf(session));
  }
  return session;
}

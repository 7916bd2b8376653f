import { BackendError } from "../backend-error.js";
import type { ChatStore } from "./store.js";

/** The same store, whose failures are told apart from every other error: they are an outage, answered as 503. */
export function reportingStore(store: ChatStore): ChatStore {
  return {
    addMessage: (...call) => report("storing a message", store.addMessage(...call)),
    openTurn: (...call) => report("counting a turn", store.openTurn(...call)),
    saveReply: (...call) => report("storing a reply", store.saveReply(...call)),
    messages: (...call) => report("reading messages", store.messages(...call)),
    moveConversation: (...call) => report("moving a conversation", store.moveConversation(...call)),
    deleteConversation: (...call) => report("deleting a conversation", store.deleteConversation(...call)),
    findSession: (...call) => report("reading a session", store.findSession(...call)),
    presentSession: (...call) => report("renewing a session", store.presentSession(...call)),
    revokeSession: (...call) => report("ending a session", store.revokeSession(...call)),
    countAttempt: (...call) => report("counting an attempt", store.countAttempt(...call)),
    close: () => report("closing the store", store.close()),
  };
}

async function report<Result>(what: string, call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError(
      "store",
      `The store failed while ${what}: ${reason}. Check that it is reachable.`,
      {
        cause,
      },
    );
  }
}

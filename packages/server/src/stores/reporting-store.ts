import { BackendError } from "../backend-error.js";
import type { ChatStore } from "./store.js";

/** The same store, whose failures are told apart from every other error: they are an outage, answered as 503. */
export function reportingStore(store: ChatStore): ChatStore {
  return {
    addMessage: (...call) => report("storing a message", store.addMessage(...call)),
    findMessage: (...call) => report("reading a message", store.findMessage(...call)),
    rateReply: (...call) => report("storing feedback", store.rateReply(...call)),
    messages: (...call) => report("reading messages", store.messages(...call)),
    conversations: (...call) => report("listing conversations", store.conversations(...call)),
    moveOwner: (...call) => report("moving conversations", store.moveOwner(...call)),
    deleteConversation: (...call) => report("deleting a conversation", store.deleteConversation(...call)),
    deleteOwner: (...call) => report("deleting a visitor's data", store.deleteOwner(...call)),
    deleteOlder: (...call) => report("deleting old conversations", store.deleteOlder(...call)),
    addFile: (...call) => report("storing a file's record", store.addFile(...call)),
    findFile: (...call) => report("reading a file's record", store.findFile(...call)),
    joinTurn: (...call) => report("opening a turn", store.joinTurn(...call)),
    openTurns: (...call) => report("reading turns", store.openTurns(...call)),
    keepTurns: (...call) => report("keeping turns", store.keepTurns(...call)),
    lostTurns: (...call) => report("looking for lost turns", store.lostTurns(...call)),
    appendEvents: (...call) => report("storing a reply's events", store.appendEvents(...call)),
    readTurn: (...call) => report("reading a reply's events", store.readTurn(...call)),
    endTurn: (...call) => report("storing a reply", store.endTurn(...call)),
    stopTurns: (...call) => report("stopping turns", store.stopTurns(...call)),
    findSession: (...call) => report("reading a session", store.findSession(...call)),
    presentSession: (...call) => report("renewing a session", store.presentSession(...call)),
    revokeSession: (...call) => report("ending a session", store.revokeSession(...call)),
    countAttempt: (...call) => report("counting an attempt", store.countAttempt(...call)),
    ready: (...call) => report("opening it", store.ready(...call)),
    watchTurns: (listener) => store.watchTurns(listener),
    close: () => report("closing the store", store.close()),
  };
}

export async function report<Result>(what: string, call: Promise<Result>): Promise<Result> {
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

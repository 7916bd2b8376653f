import { refuseForgedDeletion } from "../http/request-guards.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { DeleteFiles } from "../stores/file-store.js";
import type { ChatStore } from "../stores/store.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import { lastSegment } from "./attachment-url.js";
import type { Route } from "./route.js";

export interface ConversationRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
  readonly deleteFiles: DeleteFiles;
}

/** `DELETE /api/conversations/{id}`: deletes a conversation with its files. 204 also when there is none. */
export function conversationRoute(options: ConversationRouteOptions): Route {
  const { sessions, store, runner, origins, deleteFiles } = options;
  return async function deleteConversation(request) {
    const refusal = refuseForgedDeletion(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (visit.status === "known") {
      const conversation = { owner: ownerOf(visit.session), id: lastSegment(request) };
      await runner.stopAll(conversation);
      await deleteFiles(await store.deleteConversation(conversation));
    }
    return new Response(null, { status: 204 });
  };
}

import { refuseForgedDeletion } from "../http/request-guards.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { DeleteFiles } from "../stores/file-store.js";
import type { ChatStore } from "../stores/store.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import type { Route } from "./route.js";

export interface SessionDataRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
  readonly deleteFiles: DeleteFiles;
}

/**
 * `DELETE /api/session/data`: deletes everything that is stored of this visitor. Replies that are being written end
 * first. The session itself goes on, empty.
 */
export function sessionDataRoute(options: SessionDataRouteOptions): Route {
  const { sessions, store, runner, origins, deleteFiles } = options;
  return async function deleteSessionData(request) {
    const refusal = refuseForgedDeletion(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (visit.status === "known") {
      const owner = ownerOf(visit.session);
      await runner.stopAll({ owner });
      await deleteFiles(await store.deleteOwner(owner));
    }
    return new Response(null, { status: 204 });
  };
}

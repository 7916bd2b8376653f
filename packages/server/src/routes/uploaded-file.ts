import { problem } from "../http/problem.js";
import type { FileStore } from "../stores/file-store.js";
import type { ChatStore } from "../stores/store.js";
import { lastSegment } from "./attachment-url.js";
import { isMessageId } from "./chat-request.js";
import type { Route } from "./route.js";

export interface UploadedFileRouteOptions {
  readonly store: ChatStore;
  readonly files: FileStore;
}

/** What a browser may show by itself; everything else is saved. */
const SHOWN: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/**
 * `GET /upload/{id}`: a file. Whoever has the id may read it, as an image on a page without cookies must; the id has
 * 128 random bits. The answer can run no script, whatever the file holds.
 */
export function uploadedFileRoute({ store, files }: UploadedFileRouteOptions): Route {
  return async function uploadedFile(request) {
    const id = lastSegment(request);
    const record = isMessageId(id) ? await store.findFile(id) : null;
    const bytes = record === null ? null : await files.read(record.id);
    if (record === null || bytes === null) {
      return problem(404, "not_found", "There is no such file. It may have been deleted.");
    }
    const disposition = SHOWN.has(record.type) ? "inline" : "attachment";
    return new Response(bytes, {
      headers: {
        "content-type": record.type,
        "content-disposition": `${disposition}; filename*=UTF-8''${encodeURIComponent(record.name)}`,
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, max-age=86400, immutable",
      },
    });
  };
}

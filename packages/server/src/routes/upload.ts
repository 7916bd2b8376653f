import type { Attachment } from "@chatisle/client/protocol";
import { readBytes } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedUpload } from "../http/request-guards.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { FileStore } from "../stores/file-store.js";
import type { ChatStore } from "../stores/store.js";
import { attachmentUrl } from "./attachment-url.js";
import type { Route } from "./route.js";

export interface UploadRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly files: FileStore;
  readonly origins: ReadonlySet<string>;
  /** Of one file. */
  readonly maxBytes: number;
  /** Media types in lower case. */
  readonly types: ReadonlySet<string>;
  readonly now: () => number;
  readonly newId: () => string;
}

/** What a form has beside the file. */
const FORM_BYTES = 4096;
/** Characters; a name keeps its end. */
const MAX_NAME = 200;

/** `POST /upload` (multipart, field `file`): takes a file that a later message can carry. */
export function uploadRoute(options: UploadRouteOptions): Route {
  const { sessions, store, files, origins, maxBytes, types, now, newId } = options;
  const tooLarge = () =>
    problem(413, "file_too_large", `The file is over ${maxBytes} bytes. Send a smaller one.`);

  return async function upload(request) {
    const refusal = refuseForgedUpload(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (Number(request.headers.get("content-length") ?? 0) > maxBytes + FORM_BYTES) return tooLarge();
    const body = await readBytes(request, maxBytes + FORM_BYTES);
    if (body === null) return tooLarge();
    const file = await fileOf(body, request.headers.get("content-type") ?? "");
    if (file === null) {
      return problem(400, "invalid_request", "The body must be a form with a file in the field `file`.");
    }
    if (file.size > maxBytes) return tooLarge();
    const [type = ""] = file.type.toLowerCase().split(";");
    if (!types.has(type)) {
      return problem(
        415,
        "file_type",
        `Files of this type are not taken. Send one of ${[...types].join(", ")}.`,
      );
    }

    const session = visit.status === "known" ? visit.session : sessions.create();
    const id = newId();
    const name = fileName(file.name);
    await files.write(id, new Uint8Array(await file.arrayBuffer()));
    await store.addFile({ id, owner: ownerOf(session), name, type, createdAt: now() });
    const answer: Attachment = { id, url: attachmentUrl(id), name, type };
    const response = Response.json(answer);
    if (visit.status === "new") {
      const grant = await sessions.grant(request, session);
      if (grant.type === "cookie") response.headers.append("set-cookie", grant.cookie);
    }
    return response;
  };
}

async function fileOf(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<File | null> {
  try {
    const form = await new Response(body, { headers: { "content-type": contentType } }).formData();
    const file = form.get("file");
    return file instanceof File ? file : null;
  } catch {
    return null; // A body that is no form: the caller says so.
  }
}

/** The name as it may stand in a header, a log and a list: without folders and control characters. */
function fileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? "";
  const clean = base.replace(/\p{C}/gu, "").trim();
  // By whole characters: half of one could stand in no header.
  return clean === "" ? "file" : [...clean].slice(-MAX_NAME).join("");
}

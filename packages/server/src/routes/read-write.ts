import { readJsonBody } from "../http/json-body.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import type { Sessions, Visit } from "../session/sessions.js";
import { isRecord } from "./is-record.js";

export interface WriteOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
}

/** A write with its visitor and its body; or why it is not taken. */
export type ReadWrite =
  | {
      readonly status: "read";
      readonly visit: Extract<Visit, { readonly status: "known" | "new" }>;
      /** Without fields when it is JSON, but no object. */
      readonly body: Readonly<Record<string, unknown>>;
    }
  | { readonly status: "refused"; readonly response: Response };

/** Reads a write of the visitor's own page: who it is first, and only then the body of at most `maxBytes`. */
export async function readWrite(
  request: Request,
  maxBytes: number,
  { sessions, origins }: WriteOptions,
): Promise<ReadWrite> {
  const refusal = refuseForgedWrite(request, origins);
  if (refusal !== null) return { status: "refused", response: refusal };
  const visit = await sessions.read(request);
  if (visit.status === "refused" || visit.status === "incompatible") {
    return { status: "refused", response: visit.response };
  }
  const body = await readJsonBody(request, maxBytes);
  if (body.status === "refused") return body;
  return { status: "read", visit, body: isRecord(body.value) ? body.value : {} };
}

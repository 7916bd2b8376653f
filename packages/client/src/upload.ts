import type { UploadFileOptions } from "./chat-client.js";
import { type Outcome, outcomeOf } from "./outcome.js";
import { type AdapterContext, ChatError, type PartOf, type Protocol } from "./protocol/index.js";
import type { Session } from "./session.js";

export interface UploadEnvironment {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly session: Session;
  /** Aborts everything. */
  readonly signal: AbortSignal;
  readonly isOffered: () => boolean;
}

/** Hands a file to the backend, and gives the part that messages carry it by. */
export async function upload(
  { protocol, context, session, signal: disposal, isOffered }: UploadEnvironment,
  file: File,
  { signal, onProgress }: UploadFileOptions = {},
): Promise<Outcome<PartOf<"file">>> {
  const { upload: send } = protocol;
  if (send === undefined || !isOffered()) return { ok: false, failure: NOT_OFFERED };
  const abort = signal === undefined ? disposal : AbortSignal.any([signal, disposal]);
  const outcome = await outcomeOf(session, () =>
    send(context, file, { signal: abort, ...(onProgress !== undefined && { onProgress }) }),
  );
  if (outcome.ok) onProgress?.(1);
  return outcome;
}

const NOT_OFFERED = new ChatError(
  "invalid",
  "The file could not be sent: the backend takes no files.",
).toJSON();

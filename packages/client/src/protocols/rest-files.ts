import type { AdapterContext, PartOf, UploadOptions } from "../protocol/index.js";
import { ChatError } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { id, optional, text } from "./read-fields.js";

/** A large file on a slow line takes its time, in milliseconds. */
const UPLOAD_TIMEOUT = 300_000;

/** Hands a file to the backend. */
export async function uploadFile(
  context: AdapterContext,
  path: string,
  file: File,
  { signal }: UploadOptions,
): Promise<PartOf<"file">> {
  const form = new FormData();
  form.append("file", file);
  const answer = await context.json({ path, form, timeout: UPLOAD_TIMEOUT }, signal);
  if (!isRecord(answer) || typeof answer.url !== "string") {
    throw new ChatError(
      "protocol",
      `${path} took the file and answered with JSON that has no "url". It has to be { id, url, name, type }.`,
    );
  }
  return {
    type: "file",
    id: id(answer.id) ?? context.newId(),
    url: context.resolve(answer.url),
    name: text(answer.name) ?? file.name,
    ...optional("mediaType", text(answer.type) ?? (file.type || undefined)),
  };
}

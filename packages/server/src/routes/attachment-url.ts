export const UPLOAD_PATH = "/upload";

/** Where a file is read, below the address of the backend: the backend may be known under several. */
export function attachmentUrl(id: string): string {
  return `${UPLOAD_PATH}/${id}`;
}

/** The id in such an address. */
export function lastSegment(request: Request): string {
  const segment = new URL(request.url).pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(segment);
  } catch {
    return ""; // No id of ours: whoever asks answers that there is none.
  }
}

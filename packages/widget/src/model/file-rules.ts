import type { AttachmentLimits } from "../launcher/launcher-props.js";

/** Why a file is not taken. */
export type FileRefusal =
  | { readonly reason: "type" | "size" | "empty"; readonly name: string }
  | { readonly reason: "count" };

/** What becomes of the files a visitor has chosen. */
export interface FileChoice {
  readonly accepted: readonly File[];
  readonly refused: readonly FileRefusal[];
}

/**
 * Takes what the limits allow, in order. Dropped and pasted files pass by a file input's own filter, so they are
 * judged here. The backend judges again.
 * @param present - How many files the message has already.
 */
export function chooseFiles(
  files: readonly File[],
  present: number,
  { accept, maxSize, maxCount }: Required<AttachmentLimits>,
): FileChoice {
  const refused: FileRefusal[] = [];
  const fitting = files.filter((file) => {
    const { name } = file;
    if (!matchesAccept(file, accept)) refused.push({ reason: "type", name });
    else if (file.size > maxSize) refused.push({ reason: "size", name });
    else if (file.size === 0) refused.push({ reason: "empty", name });
    else return true;
    return false;
  });
  const room = Math.max(maxCount - present, 0);
  if (fitting.length > room) refused.push({ reason: "count" });
  return { accepted: fitting.slice(0, room), refused };
}

/**
 * Whether a file is of a kind that an `accept` attribute lists: an extension, a media type, or a group like `image/*`.
 * @see https://html.spec.whatwg.org/multipage/input.html#attr-input-accept
 */
export function matchesAccept(file: Pick<File, "name" | "type">, accept: string): boolean {
  const kinds = accept
    .toLowerCase()
    .split(",")
    .map((kind) => kind.trim())
    .filter(Boolean);
  if (kinds.length === 0) return true;
  const name = file.name.toLowerCase();
  const type = file.type.toLowerCase();
  return kinds.some((kind) => {
    if (kind.startsWith(".")) return name.endsWith(kind);
    return kind.endsWith("/*") ? type.startsWith(kind.slice(0, -1)) : type === kind;
  });
}

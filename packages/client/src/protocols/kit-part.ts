import type { Part } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { optional, text } from "./read-fields.js";

/** Ids come from the network and become keys: they are bounded. The reference backend's are texts. */
export const kitId = (value: unknown) => text(value)?.slice(0, 256);

/** Checks a part that is more than text. Null: it is none that is known. */
export function readKitPart(part: unknown, resolve = (url: string) => url): Part | null {
  if (!isRecord(part)) return null;
  const partId = kitId(part.id);
  if (partId === undefined) return null;
  switch (part.type) {
    case "source":
      return {
        type: "source",
        id: partId,
        ...optional("url", text(part.url)),
        ...optional("title", text(part.title)),
        ...optional("mediaType", text(part.mediaType)),
        ...optional("quote", text(part.quote)),
      };
    case "file":
      return typeof part.url !== "string"
        ? null
        : {
            type: "file",
            id: partId,
            url: resolve(part.url),
            ...optional("name", text(part.name)),
            ...optional("mediaType", text(part.mediaType)),
          };
    case "data":
      return typeof part.name !== "string"
        ? null
        : { type: "data", id: partId, name: part.name, value: part.value };
    default:
      return null;
  }
}

import type { Rewrite } from "./rewrite.js";

/**
 * A file that holds nothing else. It is written anew for another backend as long as nobody has changed it: then it
 * differs by its backend alone.
 * @param write - The whole content for a backend.
 * @param mention - Finds the backend in such a content, as its first group.
 */
export function ownFile(
  write: (upstream: string) => string,
  mention: RegExp,
  upstream: string,
): Pick<Rewrite, "content" | "merge"> {
  const content = write(upstream);
  return {
    content,
    merge(known) {
      if (known.includes(content)) return known;
      const before = mention.exec(known)?.[1];
      return before !== undefined && write(before) === known ? content : null;
    },
  };
}

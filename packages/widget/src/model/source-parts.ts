import type { Message } from "@chatisle/client";
import type { PartOf } from "@chatisle/client/protocol";

/** The sources of a message, in the order of their numbers. */
export function sourcesOf({ parts }: Message): readonly PartOf<"source">[] {
  return parts.filter((part): part is PartOf<"source"> => part.type === "source");
}

/** Gives back the list before as long as it holds the same: what depends on it need not change. */
export function sameList<Item>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const isSame = before.length === after.length && before.every((item, index) => item === after[index]);
  return isSame ? before : after;
}

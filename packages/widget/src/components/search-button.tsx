import { useComputed } from "@preact/signals";
import type { Conversation } from "../model/conversation.js";
import { SearchIcon } from "./icons.js";
import { useWording } from "./panel-context.js";

/** A conversation with fewer messages is seen at a glance. */
const WORTH_SEARCHING = 8;

/** The way to the search, where there is something to search. */
export function SearchButton(props: {
  conversation: Pick<Conversation, "transcript" | "older">;
  onSearch(): void;
}) {
  const { labels } = useWording();
  const { transcript, older } = props.conversation;
  // Asked in a computed value, so that the words of a reply render nothing here.
  const isLong = useComputed(
    () => transcript.value.messages.length >= WORTH_SEARCHING || older.value.status !== "none",
  );
  if (!isLong.value) return null;
  return (
    <button
      type="button"
      part="button header-button search-button"
      aria-label={labels.search}
      onClick={props.onSearch}
    >
      <SearchIcon />
    </button>
  );
}

import type { ChatClient } from "@chatisle/client";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { plural } from "../labels.js";
import type { Conversation } from "../model/conversation.js";
import { type Found, searchMessages } from "../model/search.js";
import { adoptStyle } from "../skin/adopt-style.js";
import css from "../skin/search.css?inline";
import { useWording } from "./panel-context.js";

/** How many results are drawn. Who finds more says more. */
const MOST = 50;

export interface SearchProps {
  readonly conversation: Pick<Conversation, "transcript" | "older">;
  readonly client: Pick<ChatClient, "loadOlder">;
  /** A result was chosen. */
  onFound(messageId: string): void;
}

/** Finds messages in the conversation, among those that are loaded, and loads older ones on request. */
export function Search({ conversation, client, onFound }: SearchProps) {
  const { labels, lang } = useWording();
  const field = useRef<HTMLInputElement>(null);
  const query = useSignal("");
  const isLoading = useSignal(false);
  const { messages } = conversation.transcript.value;
  const found = useMemo(() => searchMessages(messages, query.value), [messages, query.value]);
  const older = conversation.older.value;

  useLayoutEffect(() => {
    adoptStyle(field.current, css);
    field.current?.focus({ preventScroll: true });
  }, []);

  const loadOlder = async () => {
    if (isLoading.peek()) return;
    isLoading.value = true;
    await client.loadOlder();
    isLoading.value = false;
  };

  return (
    <search part="search">
      <input
        ref={field}
        type="search"
        part="search-field"
        aria-label={labels.search}
        placeholder={labels.search}
        enterkeyhint="search"
        onInput={(event) => {
          query.value = event.currentTarget.value;
        }}
      />
      <p part="search-count" role="status">
        {query.value.trim() !== "" && plural(labels.found, found.length, lang)}
      </p>
      <ol part="results">
        {found.slice(0, MOST).map((result) => (
          <Result key={result.id} result={result} onOpen={() => onFound(result.id)} />
        ))}
      </ol>
      {older.status !== "none" && (
        // Not disabled while it loads: that would drop the focus.
        <button type="button" part="chip older" aria-busy={isLoading.value} onClick={() => void loadOlder()}>
          {isLoading.value ? labels.loadingOlder : labels.loadOlder}
        </button>
      )}
    </search>
  );
}

function Result({ result, onOpen }: { result: Found; onOpen(): void }) {
  const { labels } = useWording();
  return (
    <li>
      <button type="button" part="result" onClick={onOpen}>
        <span part="result-speaker">
          {result.role === "user" ? labels.speakerVisitor : labels.speakerAssistant}
        </span>
        <span part="result-text" dir="auto">
          {result.before}
          <mark part="result-match">{result.match}</mark>
          {result.after}
        </span>
      </button>
    </li>
  );
}

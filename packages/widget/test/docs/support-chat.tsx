import { type Message, textOf } from "@chatisle/client";
import { type Chat, ReplyText, Sources, useChat } from "@chatisle/widget/headless";

/** The chat of the help page. It says nothing while the server renders, and starts in the browser. */
export function SupportChat({ baseUrl }: { baseUrl: string }) {
  const chat = useChat({ baseUrl, key: "support" });
  if (!chat) return <p>One moment…</p>;
  return (
    <section class="support" aria-label="Support">
      <Trouble chat={chat} />
      <Transcript chat={chat} />
      <Composer chat={chat} />
      {/* Hidden from the eye alone: what a visitor is told who listens. */}
      <p class="visually-hidden" role="status">
        {chat.announcement.value.polite}
      </p>
      <p class="visually-hidden" role="alert">
        {chat.announcement.value.assertive}
      </p>
    </section>
  );
}

/** What is wrong, if anything is, and the way on. */
function Trouble({ chat }: { chat: Chat }) {
  const trouble = chat.trouble.value;
  if (trouble.kind === "none") return null;
  return (
    <p class="trouble">
      {trouble.text} {trouble.wait}
      {trouble.action === "retry" && (
        <button type="button" onClick={() => chat.client.reload()}>
          Try again
        </button>
      )}
      {trouble.action === "sign-in" && <a href="/sign-in">Sign in</a>}
    </p>
  );
}

function Transcript({ chat }: { chat: Chat }) {
  switch (chat.view.value) {
    case "loading":
      return <p>Loading what was said…</p>;
    case "failed":
      return (
        <button type="button" onClick={() => chat.client.reload()}>
          Load what was said
        </button>
      );
    case "empty":
      return <p>Ask us anything.</p>;
    case "messages":
      return (
        <>
          {chat.older.value.status !== "none" && (
            <button type="button" onClick={() => chat.client.loadOlder()}>
              Earlier messages
            </button>
          )}
          <ol class="messages">
            {chat.messages.value.map((message) => (
              <li key={message.id} class={message.role}>
                <Said message={message} onRetry={() => chat.client.retry(message.id)} />
              </li>
            ))}
          </ol>
        </>
      );
  }
}

function Said({ message, onRetry }: { message: Message; onRetry(): void }) {
  const text = textOf(message);
  const sources = message.parts.filter((part) => part.type === "source");
  return (
    <>
      {message.role === "user" ? (
        text
      ) : (
        <ReplyText text={text} isStreaming={message.status === "streaming"} sources={sources} images="own" />
      )}
      <Sources sources={sources} />
      {message.role === "assistant" && message.status === "pending" && "…"}
      {message.status === "stopped" && <small>Stopped</small>}
      {(message.status === "error" || message.status === "interrupted") && (
        <button type="button" onClick={onRetry}>
          That went wrong. Try again
        </button>
      )}
    </>
  );
}

function Composer({ chat: { client, isReplying } }: { chat: Chat }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        client.send(client.draft.value);
      }}
    >
      <textarea
        aria-label="Your message"
        value={client.draft.value}
        onInput={(event) => client.setDraft(event.currentTarget.value)}
      />
      <button type="submit">Send</button>
      {isReplying.value && (
        <button type="button" onClick={client.stop}>
          Stop
        </button>
      )}
    </form>
  );
}

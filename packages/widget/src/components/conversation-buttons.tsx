import type { ChatClient } from "@chatisle/client";
import { ListIcon, NewChatIcon } from "./icons.js";
import { useWording } from "./panel-context.js";

export interface ConversationButtonsProps {
  readonly client: Pick<ChatClient, "capabilities">;
  onList(): void;
  onNew(): void;
}

/** The ways to other conversations, where the backend keeps several. */
export function ConversationButtons({ client, onList, onNew }: ConversationButtonsProps) {
  const { labels } = useWording();
  if (!client.capabilities.value.has("conversations")) return null;
  return (
    <>
      <button type="button" part="button header-button" aria-label={labels.conversations} onClick={onList}>
        <ListIcon />
      </button>
      <button type="button" part="button header-button" aria-label={labels.newConversation} onClick={onNew}>
        <NewChatIcon />
      </button>
    </>
  );
}

import { useEffect, useState } from "preact/hooks";
import { type Chat, type ChatOptions, createChat } from "./create-chat.js";

/**
 * The chat of a component, from its mounting to its unmounting.
 * @param options - Read once, when the component is mounted.
 * @returns Null on the server and in the first rendering.
 */
export function useChat(options: ChatOptions): Chat | null {
  const [chat, setChat] = useState<Chat | null>(null);
  useEffect(() => {
    const created = createChat(options);
    setChat(created);
    return () => created.dispose();
  }, []);
  return chat;
}

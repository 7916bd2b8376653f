import { type Message, textMessage } from "@chatisle/client";

/** A message of a test, done unless it says otherwise. */
export function message(fields: Partial<Message> & { readonly id: string }, text = "Hello"): Message {
  return textMessage({ role: "assistant", status: "done", ...fields }, text);
}

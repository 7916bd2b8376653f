import type { ChatEvent, Part } from "@chatisle/client/protocol";

/**
 * What the backend answers to a message: a text, or its pieces in the order in which they are sent. A piece may also be
 * a part beyond text, such as a source, which reaches the client where the backend announces capabilities.
 * @param message - The visitor's text.
 */
export type ScriptedReply = (message: string) => string | readonly (string | Part)[];

/** The pieces of a reply. */
export interface Reply {
  readonly pieces: readonly (string | Part)[];
  readonly text: string;
  readonly parts: readonly Part[];
}

export function scripted(reply: ScriptedReply, message: string): Reply {
  const said = reply(message);
  const pieces = typeof said === "string" ? [said] : said;
  return {
    pieces,
    text: pieces.filter((piece) => typeof piece === "string").join(""),
    parts: pieces.filter((piece) => typeof piece !== "string"),
  };
}

/** In several pieces, so that a stream has something to be cut or slowed in. */
export const sayBack: ScriptedReply = (message) => `You said: ${message}`.match(/\S+\s*/g) ?? [];

/** A reply as the reference backend's server-sent events. */
export function eventsOf(id: string, { pieces }: Reply): string[] {
  const events: ChatEvent[] = [
    { type: "start", id },
    ...pieces.map(
      (piece): ChatEvent =>
        typeof piece === "string"
          ? { type: "delta", kind: "text", text: piece }
          : { type: "part", part: piece },
    ),
    { type: "finish", reason: "stop" },
  ];
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`);
}

/**
 * Why a call on `chat` could not be carried out.
 *
 * - `on-server`: it was made while a page was rendered. There is no visitor and no panel there.
 * - `no-launcher`: the page has no `<chat-widget>`.
 * - `not-loaded`: the chat's code could not be fetched, twice. `cause` is the browser's error.
 */
export type ChatCallErrorCode = "on-server" | "no-launcher" | "not-loaded";

/** The one error class of this package in the browser. */
export class ChatCallError extends Error {
  override readonly name = "ChatCallError";
  readonly code: ChatCallErrorCode;

  constructor(code: ChatCallErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

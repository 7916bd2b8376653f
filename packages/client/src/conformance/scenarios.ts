/** The reply that every scenario with text gives, exactly: characters of all lengths, a line break, and harmless HTML. */
export const REPLY_TEXT = "Grüße 👋🏽,\nline two: <b>4 °C</b>.";
/** What the model thinks aloud in the scenario `reasoning`. */
export const REASONING_TEXT = "They ask about the weather.";
/** The address in the scenario `source`. */
export const SOURCE_URL = "https://example.com/oslo";
/** The address in the scenario `file`. */
export const FILE_URL = "https://example.com/oslo.png";
/** The visitor's row in the scenario `history`; the reply's row is {@link REPLY_TEXT}. */
export const QUESTION_TEXT = "How cold is it?";
/** One of the {@link LONG_PIECES} pieces of the reply in the scenario `long`. */
export const LONG_PIECE = `${"long ".repeat(19)}text `;
/** How many pieces the reply in the scenario `long` has: a million characters in all, the most that is kept. */
export const LONG_PIECES = 10_000;
export const LONG_TEXT = LONG_PIECE.repeat(LONG_PIECES);

/**
 * What a backend can be made to answer.
 *
 * - `text`: {@link REPLY_TEXT}, in several pieces if it streams.
 * - `whole`: the same, as one document that is not streamed.
 * - `reasoning`: {@link REASONING_TEXT} apart from the text.
 * - `tool`: a call of the tool `weather` with `{"city":"Oslo"}`, then the text.
 * - `tool-failure`: the same call, which fails, then the text.
 * - `source`, `file`: the text with a source or a file.
 * - `unknown-frame`: the text, with something in between that no version of the protocol knows.
 * - `malformed`: the beginning `Grüße` of the text, then a frame that cannot be parsed.
 * - `truncated`: the beginning `Grüße` of the text, then a clean end without the protocol's own.
 * - `failure`: the beginning `Grüße` of the text, then a failure inside the answer, then whatever follows one.
 * - `empty`: a good answer with nothing to show.
 * - `long`: {@link LONG_PIECE}, {@link LONG_PIECES} times, each in a frame of its own.
 * - `resume-begin`: as `truncated`, with what tells where to resume from. Default: `truncated` itself.
 * - `resume`: the answer to the request for the rest after that beginning: the rest, or the whole again as a replay.
 * - `upload`: the answer to a file, whose address is {@link FILE_URL}.
 * - `history`: the answer to a request for history: {@link QUESTION_TEXT} and {@link REPLY_TEXT}.
 */
export type Scenario =
  | "text"
  | "whole"
  | "reasoning"
  | "tool"
  | "tool-failure"
  | "source"
  | "file"
  | "unknown-frame"
  | "malformed"
  | "truncated"
  | "failure"
  | "empty"
  | "long"
  | "resume-begin"
  | "resume"
  | "upload"
  | "history";

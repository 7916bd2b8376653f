import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ScriptedAnswer } from "../../src/conformance/index.js";

const FOLDER = join(import.meta.dirname, "../fixtures/wire");

interface CaptureInfo {
  readonly file: string;
  readonly protocol: string;
  readonly contentType: string | null;
}

/** Every recorded answer. */
export const CAPTURES: readonly CaptureInfo[] = JSON.parse(
  readFileSync(join(FOLDER, "captures.json"), "utf8"),
);

/** An answer as a real server wrote it, by the name of its recording. */
export function capture(name: string): ScriptedAnswer {
  const info = CAPTURES.find(({ file }) => file === `${name}.wire`);
  if (info === undefined) throw new Error(`There is no recording "${name}". Add it to record.ts.`);
  return { contentType: info.contentType, body: readFileSync(join(FOLDER, info.file), "utf8") };
}

/** Server-sent events with JSON data. */
export const events = (...frames: readonly unknown[]): ScriptedAnswer => ({
  contentType: "text/event-stream",
  body: frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join(""),
});

/** Server-sent events with names, as `[event, data]`. */
export const namedEvents = (...frames: readonly (readonly [string, unknown])[]): ScriptedAnswer => ({
  contentType: "text/event-stream",
  body: frames.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(""),
});

/** JSON on lines of its own. */
export const lines = (contentType: string, ...frames: readonly unknown[]): ScriptedAnswer => ({
  contentType,
  body: frames.map((frame) => `${JSON.stringify(frame)}\n`).join(""),
});

/** One JSON document. */
export const document = (value: unknown): ScriptedAnswer => ({
  contentType: "application/json",
  body: JSON.stringify(value),
});

/** An answer with a text put behind it. */
export const followedBy = (answer: ScriptedAnswer, text: string): ScriptedAnswer => ({
  ...answer,
  body: answer.body + text,
});

/** An answer with a text put in front of it. */
export const after = (text: string, answer: ScriptedAnswer): ScriptedAnswer => ({
  ...answer,
  body: text + answer.body,
});

import { ChatError, type Frame, type Wire } from "../protocol/index.js";
import { eventStreamFramer } from "./event-stream.js";
import type { Framer } from "./framer.js";
import { jsonDocumentFramer } from "./json-document.js";
import { ndjsonFramer } from "./ndjson.js";

/** What a content type says about the framing; `html` and `unknown` need a look at the first characters. */
type Claim = Wire | "html" | "unknown";

function claimOf(contentType: string | null): Claim {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "text/event-stream") return "sse";
  if (/ndjson|jsonl|json-lines|json-seq/.test(type)) return "ndjson";
  if (/[/+]json$/.test(type)) return "json";
  if (type === "text/html") return "html";
  return type === "" ? "unknown" : "text";
}

/**
 * The framer for an answer. Content types lie in both directions, so the claim is corrected by the first characters
 * that are not blank. Plain text is never taken for events: an answer may well begin with "data:".
 * @param wire - Known beforehand; then nothing is guessed.
 */
export function framerFor(contentType: string | null, wire?: Wire): Framer {
  if (wire !== undefined) return FRAMERS[wire]();
  const claim = claimOf(contentType);
  let head = "";
  let framer: Framer | null =
    claim === "sse" || claim === "html" || claim === "unknown" ? null : FRAMERS[claim]();

  function start(isEnd: boolean): Frame[] {
    const decided = decide(claim, head.trimStart(), isEnd);
    if (decided === null) return [];
    framer = FRAMERS[decided]();
    return framer.push(head);
  }

  return {
    push(text) {
      if (framer !== null) return framer.push(text);
      head += text;
      return start(false);
    },
    end() {
      const frames = framer === null ? start(true) : [];
      return [...frames, ...(framer?.end() ?? [])];
    },
  };
}

const FRAMERS: Readonly<Record<Wire, () => Framer>> = {
  sse: eventStreamFramer,
  ndjson: ndjsonFramer,
  json: jsonDocumentFramer,
  text: () => ({ push: (text) => (text === "" ? [] : [{ text }]), end: () => [] }),
};

const EVENT_BEGINNINGS = ["data:", "event:", "id:", "retry:", ":"];
const PAGE_BEGINNINGS = ["<!doctype html", "<html>", "<html "];

const hasBegun = (beginnings: readonly string[], head: string) =>
  beginnings.some((beginning) => head.startsWith(beginning));
const mayBegin = (beginnings: readonly string[], head: string) =>
  beginnings.some((beginning) => beginning.startsWith(head));

/** Null: more text is needed. */
function decide(claim: Claim, head: string, isEnd: boolean): Wire | null {
  if (head === "") return isEnd ? "text" : null;
  if (claim === "sse") return /^[{[]/.test(head) ? "ndjson" : "sse";
  const markup = head.replace(/\s+/g, " ").toLowerCase();
  if (hasBegun(PAGE_BEGINNINGS, markup)) {
    throw new ChatError(
      "protocol",
      "The backend answered with an HTML page where a chat reply was expected. Check the API base URL and its path: " +
        "this is often a login page or a web server's own error page.",
    );
  }
  if (claim === "html") return mayBegin(PAGE_BEGINNINGS, markup) && !isEnd ? null : "text";
  if (/^[{["]/.test(head)) return "json";
  if (hasBegun(EVENT_BEGINNINGS, head)) return "sse";
  return mayBegin([...EVENT_BEGINNINGS, ...PAGE_BEGINNINGS], markup) && !isEnd ? null : "text";
}

import { parseBaseUrl } from "../base-url.js";
import type { ProtocolDescriptor } from "../chat-client.js";
import { parseJson } from "../transport/parse-json.js";
import { type Attempt, type AttemptOptions, attempt, type Candidate } from "./attempt.js";
import { candidatesFor, type Look, presetAt } from "./candidates.js";
import { fieldsMissed, textPlace } from "./corrections.js";
import { dialectOf } from "./dialect.js";
import type { SeenAnswer } from "./seen-answer.js";

export interface ProbeOptions {
  /** What is said to the backend, at most a few times. Default: `Hello`. */
  readonly message?: string;
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds that one reply may take. Default: 60,000. */
  readonly timeout?: number;
}

/** One request of a probe. */
export interface ProbeRequest {
  readonly method: string;
  readonly url: string;
  /** Null: nobody answered. */
  readonly status: number | null;
  readonly contentType: string;
}

export type ProbeResult = {
  /** What was sent, in order, for a reader who wants to know. */
  readonly requests: readonly ProbeRequest[];
} & (
  | {
      readonly status: "fits";
      readonly baseUrl: string;
      /** What to write as the chat's `protocol`. */
      readonly protocol: ProtocolDescriptor;
      /** The reply as a visitor would read it. */
      readonly reply: string;
    }
  | {
      readonly status: "unreadable";
      /** What went wrong, in one sentence. */
      readonly problem: string;
      /** What to do next. */
      readonly fix: string;
    }
);

/** How often something is said at most: each may cost the backend's owner money. */
const MAX_MESSAGES = 6;
const LOOK_TIMEOUT = 10_000;

/**
 * Finds out which protocol a backend speaks: says hello in the likeliest ways, one after the other, until an answer can
 * be read. It is the chat's own client that reads it, so what it says fits, works.
 * @param address - The API base URL, or the address that takes messages.
 */
export async function probe(address: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const { message = "Hello", timeout = 60_000, fetch = globalThis.fetch } = options;
  const parsed = parseBaseUrl(address);
  if (!parsed.ok) return { status: "unreadable", problem: parsed.problem, fix: parsed.fix, requests: [] };
  if (parsed.isRelative) {
    const fix = "Name the whole address, such as https://api.example.com.";
    return { status: "unreadable", problem: `${address} is a path.`, fix, requests: [] };
  }
  const requests: ProbeRequest[] = [];
  const note = ({ method, url, status, contentType }: Omit<SeenAnswer, "body" | "isUiMessageStream">) =>
    void requests.push({ method, url, status, contentType });

  const look: Look = async (url) => {
    try {
      const response = await fetch(url, {
        headers: { accept: "application/json" },
        signal: AbortSignal.timeout(LOOK_TIMEOUT),
      });
      const contentType = response.headers.get("content-type") ?? "";
      note({ method: "GET", url, status: response.status, contentType });
      const data: unknown = parseJson(await response.text())?.data;
      return { status: response.status, data };
    } catch {
      // Nobody there is an answer, too.
      note({ method: "GET", url, status: null, contentType: "" });
      return { status: null, data: undefined };
    }
  };

  const waiting = [...(await candidatesFor(new URL(address), look))];
  let last: Attempt | undefined;
  for (let said = 0; said < MAX_MESSAGES; said += 1) {
    const candidate = waiting.shift();
    if (candidate === undefined) break;
    const result = await attempt(candidate, { fetch, message, timeout } satisfies AttemptOptions);
    result.seen.forEach(note);
    const better = await improved(candidate, result);
    if (better === null && result.reply !== "") {
      return { status: "fits", ...candidate, reply: result.reply, requests };
    }
    if (better !== null) waiting.unshift(better);
    else if (isFinal(result, requests)) return { ...explain(result), requests };
    last ??= result;
  }
  return { ...explain(last), requests };
}

/** What the answer itself says to write instead; null when it says nothing of the kind. */
async function improved(
  { baseUrl, protocol }: Candidate,
  { reply, seen }: Attempt,
): Promise<Candidate | null> {
  if (protocol.use !== "rest") return null;
  const answer = seen.findLast(({ method }) => method === "POST");
  const path = protocol.paths?.send ?? "/chat";
  if (answer === undefined) return null;
  const dialect = await dialectOf(answer);
  if (dialect !== null && dialect !== "flowise") return { baseUrl, protocol: presetAt(dialect, path) };
  if (reply !== "" || protocol.fields !== undefined) return null;
  const body = await answer.body;
  const missed = answer.status === 422 || answer.status === 400 ? fieldsMissed(body) : null;
  if (missed !== null) return { baseUrl, protocol: { ...protocol, fields: missed } };
  const place = answer.status === 200 ? textPlace(body) : null;
  return place === null ? null : { baseUrl, protocol: { ...protocol, fields: { reply: place } } };
}

/** Whether another way to say it would end the same. A backend that has answered before may have choked on this one. */
function isFinal({ failure }: Attempt, requests: readonly ProbeRequest[]): boolean {
  if (failure?.code === "network") return requests.every(({ status }) => status === null);
  return failure !== null && FINAL.has(failure.code);
}

const FINAL: ReadonlySet<string> = new Set(["auth", "blocked", "rate"]);

function explain(result: Attempt | undefined): { status: "unreadable"; problem: string; fix: string } {
  const failure = result?.failure;
  const problem = failure?.message ?? "No reply came in time.";
  return { status: "unreadable", problem, fix: FIXES.get(failure?.code) ?? OTHER };
}

const FIXES: ReadonlyMap<string | undefined, string> = new Map([
  ["network", "Start the backend, and check the address and the certificate."],
  ["auth", "The backend wants to know who asks: probe it with a session, or open it for the probe."],
  ["blocked", "The backend refuses this caller: allow it, or probe from where it is allowed."],
  ["rate", "The backend asks for patience: probe it again later."],
  ["server", "The backend failed: its log has the reason. If it wants other fields, name them in `fields`."],
]);
const OTHER =
  "Name the address that takes messages, or write a protocol of your own: docs/guides/write-an-adapter.md shows how.";

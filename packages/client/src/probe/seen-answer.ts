/** One request of a probe, and the beginning of what came back. */
export interface SeenAnswer {
  readonly method: string;
  readonly url: string;
  /** Null: nobody answered. */
  readonly status: number | null;
  readonly contentType: string;
  readonly isUiMessageStream: boolean;
  /** The beginning of the body, once it is there. */
  readonly body: Promise<string>;
}

/** As much of a body as tells its dialect, in characters. */
const MAX_BODY = 16_384;

/** A `fetch` that remembers what it was answered. */
export function recordingFetch(fetch: typeof globalThis.fetch) {
  const seen: SeenAnswer[] = [];
  const recording: typeof globalThis.fetch = async (input, init) => {
    // Not a new Request, which would use up the body of this one.
    const request =
      input instanceof Request
        ? { method: input.method, url: input.url }
        : { method: init?.method ?? "GET", url: String(input) };
    try {
      const response = await fetch(input, init);
      seen.push({
        ...request,
        status: response.status,
        contentType: response.headers.get("content-type") ?? "",
        isUiMessageStream: response.headers.has("x-vercel-ai-ui-message-stream"),
        body: beginningOf(response.clone()),
      });
      return response;
    } catch (cause) {
      seen.push({
        ...request,
        status: null,
        contentType: "",
        isUiMessageStream: false,
        body: Promise.resolve(""),
      });
      throw cause;
    }
  };
  return { fetch: recording, seen };
}

/** A body that breaks off ends where it broke: what the protocol made of that is told by the reply. */
async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (reader !== undefined && text.length < MAX_BODY) {
      const { value, done } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return text;
  }
  reader?.cancel().catch(() => undefined);
  return text;
}

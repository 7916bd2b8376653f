import ky from "ky";
import type { Clock } from "../clock.js";
import {
  ChatError,
  POLICY_REFUSAL,
  type RequestDescription,
  type RequestHeaders,
} from "../protocol/index.js";
import type { Authorizer } from "./credential.js";
import { parseJson } from "./parse-json.js";
import { readText } from "./read-text.js";
import { responseFailure } from "./response-failure.js";

/** The longest answer that is read as one JSON document, in characters. */
const MAX_DOCUMENT_LENGTH = 8_000_000;
/** Milliseconds after a failure in which the page's end explains it. */
const LEAVING_TIME = 300;
/** How much of an error answer is read to find the server's words. */
const MAX_ERROR_LENGTH = 65_536;

export interface HttpOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credentials: RequestCredentials;
  readonly authorizer: Authorizer;
  readonly fetch?: typeof fetch;
  readonly clock: Clock;
  /** The number of the visitor's present stay on the page, null once it is left: requests end with the stay. */
  readonly stay: () => number | null;
  /** Whether the page's own security policy refuses requests to the backend. Default: never. */
  readonly isForbidden?: () => boolean;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Milliseconds until the answer's status has to be there. */
  readonly timeout: number;
  /** Statuses beyond 2xx that are an answer, not a failure. */
  readonly expects?: readonly number[];
}

/** The one door to the network: every request of the client goes through here. */
export interface Http {
  /** @throws {@link ChatError} unless the answer has a good or expected status. */
  send(request: RequestDescription, options: SendOptions): Promise<Response>;
  /**
   * The parsed JSON of an answer, undefined for an empty one.
   * @throws {@link ChatError}
   */
  json(request: RequestDescription, options: SendOptions): Promise<unknown>;
  /**
   * Whether anything answers at an address, readable or not: the way to tell a backend that does not allow this site
   * from one that is not there.
   */
  probe(path: string, options: SendOptions): Promise<boolean>;
  /**
   * To be called before a request. The function it gives is to be called when the request failed, and tells whether
   * that was because the page was left: then nobody is to hear of it, nor when the page comes back.
   */
  watchPage(): () => Promise<boolean>;
}

export function createHttp(options: HttpOptions): Http {
  const { baseUrl, credentials, authorizer, fetch, clock, stay, isForbidden } = options;
  const instance = ky.create({
    // The API is usually on another origin, where the browser's default leaves the session cookie out.
    credentials,
    cache: "no-store",
    // When to try again depends on what a request does, which only the callers know.
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    fetch: (input, init) => (fetch ?? globalThis.fetch)(input, init),
  });

  function watchPage(): () => Promise<boolean> {
    const begun = stay();
    return async () => {
      // Some engines fail the requests of a page that is being left a few milliseconds before they say so.
      await new Promise<void>((resolve) => clock.after(LEAVING_TIME, resolve));
      return begun === null || stay() !== begun;
    };
  }

  /** Runs one exchange under the caller's signal and a deadline, and gives every way to fail its name. */
  async function run<Result>(
    request: RequestDescription,
    { signal, timeout, expects = [] }: SendOptions,
    read: (response: Response) => Promise<Result>,
  ): Promise<Result> {
    const method =
      request.method ?? (request.json === undefined && request.form === undefined ? "GET" : "POST");
    const url = baseUrl + request.path;
    const shown = `${method} ${url}`;
    const deadline = new AbortController();
    const cancelTimer = clock.after(timeout, () => deadline.abort());
    const wasPageLeft = watchPage();
    try {
      const abort = AbortSignal.any([signal, deadline.signal]);
      // Two slashes would name another host, to which no token goes.
      const isBelowBase = /^\/(?!\/)/.test(request.path);
      const headers =
        typeof request.headers === "function" ? await headersOf(request.headers, abort) : request.headers;
      let authorization = isBelowBase ? await unlessAborted(authorizer.header(), abort) : null;
      for (let isFirst = true; ; isFirst = false) {
        const response = await instance(url, {
          method,
          headers: {
            accept: request.accept ?? "application/json",
            ...headers,
            ...(authorization !== null && { authorization }),
          },
          signal: abort,
          ...(request.json !== undefined && { json: request.json }),
          ...(request.form !== undefined && { body: request.form }),
        });
        if (response.ok || expects.includes(response.status)) return await read(response);
        // The status has said enough: a body that breaks off changes nothing about it.
        const body = await readText(response, MAX_ERROR_LENGTH, "cut").catch(() => "");
        const failure = responseFailure(shown, response, body, clock.now());
        if (!isFirst || failure.code !== "auth") throw failure;
        const next = await unlessAborted(authorizer.renew(authorization, failure), abort);
        if (next === undefined) throw failure;
        authorization = next;
      }
    } catch (cause) {
      throw await nameFailure(cause);
    } finally {
      cancelTimer();
    }

    async function nameFailure(cause: unknown): Promise<ChatError> {
      // The signals are asked before the error, because not every engine hands the abort's reason on.
      if (signal.aborted) return new ChatError("aborted", `${shown} was aborted by its caller.`, { cause });
      if (deadline.signal.aborted) {
        return new ChatError("timeout", `${shown} gave no answer within ${timeout / 1000} seconds.`, {
          cause,
        });
      }
      if (cause instanceof ChatError) return cause;
      if (await wasPageLeft()) return new ChatError("aborted", `${shown} ended with its page.`, { cause });
      if (isForbidden?.()) {
        return new ChatError(
          "network",
          `${shown} was refused by this page's Content-Security-Policy. Add the backend's origin to its connect-src.`,
          { reason: POLICY_REFUSAL, cause },
        );
      }
      return new ChatError(
        "network",
        `${shown} gave no readable answer. The backend may be down, or may not allow this site's origin (CORS): ` +
          "browsers do not tell these apart. Their console does.",
        { cause },
      );
    }
  }

  return {
    watchPage,
    send: (request, options) => run(request, options, async (response) => response),
    async probe(path, { signal, timeout }) {
      const deadline = new AbortController();
      const cancelTimer = clock.after(timeout, () => deadline.abort());
      try {
        await instance(baseUrl + path, {
          mode: "no-cors",
          credentials: "omit",
          signal: AbortSignal.any([signal, deadline.signal]),
        });
        return true;
      } catch {
        // Every reason to fail is the same answer here.
        return false;
      } finally {
        cancelTimer();
      }
    },
    json: (request, options) =>
      run(request, options, async (response) => {
        const text = await readText(response, MAX_DOCUMENT_LENGTH, "refuse");
        if (text.trim() === "") return undefined;
        const parsed = parseJson(text);
        if (parsed !== null) return parsed.data;
        throw new ChatError(
          "protocol",
          `${request.path} at ${baseUrl === "" ? "this origin" : baseUrl} answered ${response.status} with something ` +
            `that is not JSON (${response.headers.get("content-type") ?? "no content type"}). Check the API base URL and its path.`,
          { status: response.status },
        );
      }),
  };
}

/** @throws {@link ChatError} `invalid` when the site's own function fails. */
async function headersOf(ask: Extract<RequestHeaders, () => unknown>, signal: AbortSignal) {
  try {
    return await unlessAborted(Promise.resolve().then(ask), signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw new ChatError("invalid", "The protocol's function `headers` failed, so nothing was sent.", {
      cause,
    });
  }
}

/** Waits for something that cannot be aborted itself, and no longer than until the signal fires. */
function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    value.then(resolve, reject);
  });
}

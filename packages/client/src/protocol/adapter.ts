import type { ChatEvent } from "./event.js";
import type { Message, PartOf, Rating } from "./message.js";
import type { Capability } from "./wire.js";

/** What the visitor asked for, as an adapter sees it. */
export interface Turn {
  /** Made by the client once per visitor's action and kept when it is tried again: the key for de-duplication. */
  readonly id: string;
  /** `answer` replies to a tool's request for approval. */
  readonly trigger: "send" | "regenerate" | "answer";
  readonly conversation?: string;
  /** The visitor's message that is to be answered; its files are parts of it. */
  readonly message: Message;
  /** The transcript: to the visitor's message, or, for an `answer`, to the message that asked for it. */
  readonly messages: readonly Message[];
  /** The id of the visitor's message that this one takes the place of: it and what followed it are void. */
  readonly replaces?: string;
  /** With `regenerate`: the id of the reply that is asked for anew. */
  readonly regenerates?: string;
  readonly answer?: { readonly approvalId: string; readonly approved: boolean; readonly value?: unknown };
  readonly signal: AbortSignal;
}

/** Headers, or a function that is asked for them before each request, such as for a token that is renewed. */
export type RequestHeaders =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** A request an adapter wants made. It never makes one itself: the core owns fetch, credentials and errors. */
export interface RequestDescription {
  /** Appended to the base URL as it stands. */
  readonly path: string;
  /** Default: `POST` with a body, else `GET`. */
  readonly method?: string;
  readonly headers?: RequestHeaders;
  readonly json?: unknown;
  readonly form?: FormData;
  /** Default: `application/json`. Never with a wildcard, which makes some backends answer in binary. */
  readonly accept?: string;
  /** Milliseconds until a document has to be there. Default: 15 seconds. */
  readonly timeout?: number;
}

/** One unit of an answer: an SSE event, a line of NDJSON, a JSON document or a chunk of text. */
export interface Frame {
  /** The parsed JSON, when the frame was JSON. Unchecked: a mapper narrows it. */
  readonly data?: unknown;
  /** The frame as it came, JSON or not. Absent for an SSE event without data. */
  readonly text?: string;
  /** SSE `event:`. */
  readonly event?: string;
  /** SSE `id:`. */
  readonly id?: string;
  /** `data: [DONE]`: nothing follows. */
  readonly isFinal?: boolean;
}

/** Translates one backend's frames. Pure and synchronous; one closure per turn. */
export type Mapper = (frame: Frame) => Iterable<ChatEvent>;

/** How an answer is framed. */
export type Wire = "sse" | "ndjson" | "json" | "text";

export interface ExchangeOptions {
  readonly signal: AbortSignal;
  /** Default: as the content type claims, corrected by the first bytes. */
  readonly wire?: Wire;
  /** Asked at a clean end without `finish` or `error`: is the answer whole? Default: yes. */
  readonly isComplete?: () => boolean;
  /** Statuses that mean "nothing to tell": the exchange yields no event. */
  readonly emptyStatuses?: readonly number[];
}

/** A message an adapter wants sent over a WebSocket. It never opens one itself. */
export interface SocketDescription {
  /** Appended to the base URL, whose scheme becomes `ws` or `wss`. */
  readonly path: string;
  /** Sent as JSON, once, when the connection stands. */
  readonly opening: unknown;
  /** What asks for the rest of the reply after a token, on a connection that replaces a lost one. Default: nothing can. */
  readonly resume?: (token: string) => unknown;
  /** The answer to a frame that keeps the connection open; undefined for any other frame. */
  readonly heartbeat?: (frame: Frame) => unknown;
  /** Ends the reply at the backend; sent when the visitor presses stop, before the connection is closed. */
  readonly stop?: unknown;
  /** Answers instead when no connection can be opened. Nothing was sent by then. */
  readonly fallback?: () => AsyncIterable<ChatEvent>;
}

/** What the backend knows the visitor by. A token is written here, and never read. */
export interface Credential {
  /**
   * - `unproven`: the backend is on another origin, and its cookie was not yet seen to come back.
   * - `cookie`: it was, or it has no way to go; or the site has tokens of its own.
   * - `header`: the browser withholds the cookie, and a token stands in for it.
   */
  readonly layer: "unproven" | "cookie" | "header";
  /** Whether requests carry a token of the backend. */
  readonly isHeld: boolean;
  decide(layer: "cookie" | "header"): void;
  /** Every further request to this backend carries this token in `Authorization`. It is kept in memory only. */
  hold(token: string): void;
  /** Forgets the token. */
  drop(): void;
}

/** What the core lends to an adapter. */
export interface AdapterContext {
  /** Sends a request and maps its answer. Ends with exactly one `finish` or `error`, and never throws. */
  exchange(request: RequestDescription, map: Mapper, options: ExchangeOptions): AsyncIterable<ChatEvent>;
  /** The same over a WebSocket. A lost connection is replaced and the reply goes on, where the description says how. */
  socket(
    description: SocketDescription,
    map: Mapper,
    options: Pick<ExchangeOptions, "signal" | "isComplete">,
  ): AsyncIterable<ChatEvent>;
  /**
   * Sends a request and parses its JSON answer; an empty one (204) is undefined.
   * @throws {@link ChatError} for any other outcome.
   */
  json(request: RequestDescription, signal: AbortSignal): Promise<unknown>;
  newId(): string;
  /** The address of something at the backend: what starts with a slash stands below the base URL. */
  resolve(url: string): string;
  /** The session as last told by the backend. */
  readonly session: SessionInfo | null;
  readonly credential: Credential;
  /** Whether the backend is on another origin than the page. There, a header of the adapter's own needs its leave. */
  readonly isCrossOrigin: boolean;
  /**
   * The id of the conversation: the last one that a `meta` event told, else made by the client. It survives a reload.
   * For a backend that is not asked about one conversation in particular.
   */
  readonly conversation: string;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque cursor of the following page; absent when there is none. */
  readonly next?: string;
}

/** A page of what was said. */
export interface HistoryPage extends Page<Message> {
  /** The id of the conversation, where the backend tells it: which one it was asked about may be left to it. */
  readonly conversation?: string;
}

/** A conversation as a list shows it. */
export interface ConversationSummary {
  readonly id: string;
  readonly title?: string;
  /** ISO 8601. */
  readonly updatedAt?: string;
}

/** A session as the backend tells it. */
export interface SessionInfo {
  /** Stable id, opaque. */
  readonly id: string;
  readonly isAnonymous: boolean;
  /** Who is signed in, where the backend tells: the same over sessions. */
  readonly subject?: string;
  /** Milliseconds between two looks at the session's health, where the backend names them. */
  readonly refreshIn?: number;
  /** What the backend offers, for one that announces it; absent for a foreign backend. */
  readonly capabilities?: readonly Capability[];
}

export interface TokenHealth {
  /** False: the backend can no longer work with this session, and the visitor has to sign in again. */
  readonly isCompatible: boolean;
  readonly isAuthenticated: boolean;
  /** Milliseconds until the backend wants to be asked again; 0: the session is to be renewed now. */
  readonly refreshIn?: number;
  /** Milliseconds until the session ends without a renewal. */
  readonly expiresIn?: number;
}

export interface UploadOptions {
  readonly signal: AbortSignal;
  /** Told how much is sent, from 0 to 1, by a protocol that can tell. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * A backend's protocol. Only `send` is required; a control is drawn only for a method that is there.
 *
 * Every method takes the context from the core and returns data: an adapter holds no socket and no timer.
 */
export interface Protocol {
  readonly name: string;
  /** Default: `include`. */
  readonly credentials?: RequestCredentials;
  /**
   * Whether the backend offers what the session has to be asked for. Default: an optional method that is there is
   * offered, and nothing else is.
   */
  supports?(capability: Capability, session: SessionInfo | null): boolean;
  /** Whether `send` can be asked for what `edit` and `regenerate` stand for. Default: only where `supports` says so. */
  readonly revises?: boolean;
  /** Whether `send` takes the visitor's answer to a tool's request for approval. Default: false. */
  readonly answers?: boolean;
  send(context: AdapterContext, turn: Turn): AsyncIterable<ChatEvent>;
  /** `null`: there is no session, the visitor is anonymous. */
  session?(context: AdapterContext, signal: AbortSignal): Promise<SessionInfo | null>;
  /** Renews the session after a 401. Absent: the session is read again instead. */
  refresh?(context: AdapterContext, signal: AbortSignal): Promise<SessionInfo | null>;
  /**
   * Begins the session of the visitor whom the site's own server names in a token. Null: the backend does not say which
   * one, and is asked.
   */
  signIn?(context: AdapterContext, token: string, signal: AbortSignal): Promise<SessionInfo | null>;
  /** Ends the session at the backend. */
  signOut?(context: AdapterContext, signal: AbortSignal): Promise<void>;
  /** Has a code sent to an address. @returns What `verifyCode` is to be given with the code, where that is needed. */
  requestCode?(context: AdapterContext, email: string, signal: AbortSignal): Promise<string | undefined>;
  /** Begins the session of the address that the code was sent to. */
  verifyCode?(
    context: AdapterContext,
    proof: { readonly code: string; readonly challenge?: string },
    signal: AbortSignal,
  ): Promise<SessionInfo | null>;
  /** Deletes what the backend keeps of the visitor; the session goes on. */
  deleteData?(context: AdapterContext, signal: AbortSignal): Promise<void>;
  /** Newest page first; inside a page oldest to newest. */
  history?(
    context: AdapterContext,
    query: {
      readonly conversation?: string;
      readonly cursor?: string;
      readonly limit: number;
      readonly signal: AbortSignal;
    },
  ): Promise<HistoryPage>;
  /**
   * The running turn, from `token` on; without one from its start, and the core empties the bubble then. An empty iteration
   * means that nothing runs.
   */
  resume?(
    context: AdapterContext,
    query: { readonly conversation?: string; readonly token?: string; readonly signal: AbortSignal },
  ): AsyncIterable<ChatEvent>;
  /** Ends a reply at the backend. `id` is that of the visitor's message that is being answered. */
  stop?(
    context: AdapterContext,
    turn: { readonly id: string; readonly conversation?: string; readonly signal: AbortSignal },
  ): Promise<void>;
  /** Takes a file, which later messages carry as a part. */
  upload?(context: AdapterContext, file: File, options: UploadOptions): Promise<PartOf<"file">>;
  /** What the visitor thinks of a reply; 0 takes it back. */
  feedback?(
    context: AdapterContext,
    feedback: {
      readonly message: string;
      readonly value: Rating | 0;
      readonly comment?: string;
      readonly conversation?: string;
      readonly signal: AbortSignal;
    },
  ): Promise<void>;
  /** The visitor's conversations, the latest first. */
  conversations?(
    context: AdapterContext,
    query: { readonly cursor?: string; readonly signal: AbortSignal },
  ): Promise<Page<ConversationSummary>>;
  removeConversation?(context: AdapterContext, conversation: string, signal: AbortSignal): Promise<void>;
  tokenHealth?(context: AdapterContext, signal: AbortSignal): Promise<TokenHealth>;
  close?(): void;
}

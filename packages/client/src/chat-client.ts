import type { ReadonlySignal } from "@preact/signals-core";
import type { ChatStorage } from "./chat-storage.js";
import type { Clock } from "./clock.js";
import type { Outcome } from "./outcome.js";
import type { PageLife } from "./page-life.js";
import type { PresetDescriptor, WebSocketDescriptor } from "./presets.js";
import type {
  Capability,
  ChatFailure,
  ConversationSummary,
  Message,
  PartOf,
  Protocol,
  Rating,
} from "./protocol/index.js";
import type { RestOptions } from "./protocols/rest.js";
import type { SessionState } from "./session-state.js";
import type { GetToken } from "./transport/credential.js";

/** A protocol as plain data, for places that cannot hold functions, such as attributes and `.astro` files. */
export type ProtocolDescriptor =
  | ({ readonly use: "rest" } & RestOptions)
  | WebSocketDescriptor
  | PresetDescriptor;

export interface ChatClientOptions {
  /**
   * Where the backend stands: an absolute `http(s)` URL or a path on the page's own origin. Protocol paths are
   * appended as they stand, so with `/api` the session is at `/api/api/session`.
   */
  readonly baseUrl: string;
  /** Clients with the same key are one client. Default: `default`. */
  readonly key?: string;
  /** Default: `rest()`. */
  readonly protocol?: Protocol | ProtocolDescriptor;
  /**
   * For a site that has tokens of its own: each request carries what it gives as `Authorization: Bearer`. Called once
   * more when a request is answered 401, which then goes again if the token is another one. Null: nobody is signed in.
   */
  readonly getToken?: GetToken;
  /** Called each time the session is over or useless, so that the visitor has to sign in before anything goes on. */
  readonly onSignInRequired?: () => void;
  /**
   * How long the draft and unsent messages are kept in the browser: for ever, as long as its tab, or not beyond the
   * page. Default: `local`. Where a browser refuses it, as with `none`.
   */
  readonly persist?: "local" | "session" | "none";
  /** Keeps them instead of the browser's own storage. */
  readonly storage?: ChatStorage;
  /** Default: the global `fetch`, looked up at each request. */
  readonly fetch?: typeof fetch;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** From 0 up to, not including, 1: spreads what many visitors' pages do by themselves. Default: `Math.random`. */
  readonly random?: () => number;
  /** Visibility, connection and end of the page. Default: the browser's. */
  readonly page?: PageLife;
  /** Fresh ids of 128 random bits. Default: from `crypto`. */
  readonly newId?: () => string;
}

/** Where the transcript on screen comes from. */
export type HistoryState =
  | { readonly status: "idle" }
  | { readonly status: "loading" }
  /** `cursor` leads to the next older page; absent at the beginning of the conversation. */
  | { readonly status: "loaded"; readonly cursor?: string }
  | { readonly status: "failed"; readonly failure: ChatFailure; readonly cursor?: string }
  /** The backend keeps no history. */
  | { readonly status: "absent" };

/** Whether a reply is on its way. */
export type ReplyState =
  | { readonly status: "idle" }
  /** Sent, and no event yet. */
  | { readonly status: "waiting"; readonly turnId: string }
  | { readonly status: "streaming"; readonly turnId: string; readonly messageId: string };

/** The visitor's conversations, the latest first. */
export type ConversationsState =
  /** Not asked for yet. */
  | { readonly status: "idle" }
  /** The backend keeps one conversation. */
  | { readonly status: "absent" }
  | { readonly status: "loading"; readonly items: readonly ConversationSummary[] }
  /** `next` leads to the following page; absent at the end of the list. */
  | { readonly status: "loaded"; readonly items: readonly ConversationSummary[]; readonly next?: string }
  | {
      readonly status: "failed";
      readonly items: readonly ConversationSummary[];
      readonly failure: ChatFailure;
    };

export interface SendOptions {
  /** Files that {@link ChatClient.upload} gave. Default: none. */
  readonly attachments?: readonly PartOf<"file">[];
}

export interface UploadFileOptions {
  /** Ends the upload. */
  readonly signal?: AbortSignal;
  /**
   * Told how much is sent, from 0 to 1, where that is known: no browser tells it of a request that `fetch` makes, so
   * over `rest()` it is called once, with 1, at the end. Show an indeterminate progress until then.
   */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * A conversation with a backend: read-only signals, and verbs that change them.
 *
 * No verb throws or rejects for what a network or a backend does: outcomes are states.
 */
export interface ChatClient {
  readonly key: string;
  readonly baseUrl: string;
  readonly session: ReadonlySignal<SessionState>;
  readonly history: ReadonlySignal<HistoryState>;
  /** Oldest to newest. A message keeps its identity (`===`) until it changes. */
  readonly messages: ReadonlySignal<readonly Message[]>;
  readonly reply: ReadonlySignal<ReplyState>;
  /** What the visitor has typed and not sent; kept over reloads. */
  readonly draft: ReadonlySignal<string>;
  /** What the backend offers beyond sending: a control is drawn only for what is in here. */
  readonly capabilities: ReadonlySignal<ReadonlySet<Capability>>;
  /** What the backend suggests to say next, after the last reply. */
  readonly suggestions: ReadonlySignal<readonly string[]>;
  /** The id of the conversation shown; empty as long as it has none. */
  readonly conversation: ReadonlySignal<string>;
  readonly conversations: ReadonlySignal<ConversationsState>;

  /**
   * Signs the visitor in, and everything goes on where it was; for another person than before it begins anew.
   *
   * - With a text: the token of the site's own server that says who the visitor is.
   * - With `redirect`: leaves the page for the site's own sign-in, and comes back to an open chat with its draft. The URL
   *   is on this origin or begins with `https:`; `{return}` in it becomes the present page's address, encoded.
   * - With nothing: the visitor has signed in by other means, and the backend is asked who they are.
   */
  signIn(credential?: string | { readonly redirect: string }): Promise<Outcome>;
  /**
   * Signs the visitor out and leaves no trace of them, in this tab and the others. What the backend could not be told
   * now, it is told before anything else is asked of it; the outcome says so.
   */
  signOut(): Promise<Outcome>;
  /** Deletes what the backend keeps of the visitor, and what is kept here. The session goes on. */
  deleteData(): Promise<Outcome>;
  /** Has a code for signing in sent to an address. */
  requestCode(email: string): Promise<Outcome>;
  /** Signs in the address that the code was sent to. */
  verifyCode(code: string): Promise<Outcome>;

  /** Opens the session, loads the newest history and sends what an earlier page left behind. Once, however often called. */
  start(): Promise<void>;
  /** Reads session and history again, after a failure or a long absence. */
  reload(): Promise<void>;
  /**
   * Sends a message, after those before it, and clears the draft. Blank text without files is ignored.
   * @returns The message's id, or null when there was nothing to send.
   */
  send(text: string, options?: SendOptions): string | null;
  /**
   * Sends a message in the place of an earlier one of the visitor's; what followed that one leaves the transcript, and
   * comes back when the message is taken back. It keeps the files of the earlier one.
   * @returns The message's id, or null when the backend does not offer it, when that message is not the visitor's or
   * not sent yet, or while a reply arrives or another message waits.
   */
  edit(messageId: string, text: string): string | null;
  /**
   * Asks for the last reply anew. When the backend refuses, the reply comes back, with the failure as its `error`.
   * Without effect on an earlier reply, and while a reply arrives or a message waits.
   */
  regenerate(messageId: string): void;
  /** Rates a reply, 0 to take it back: shown at once, and taken back when the backend does not accept it. */
  rate(messageId: string, value: Rating | 0, comment?: string): Promise<Outcome>;
  /**
   * Answers a tool that waits for the visitor's approval; the reply goes on from there. Without effect where the
   * protocol has no such answers.
   */
  answer(messageId: string, approvalId: string, approved: boolean, value?: unknown): void;
  /** Hands a file to the backend. The part it gives goes with a message, see {@link SendOptions}. */
  upload(file: File, options?: UploadFileOptions): Promise<Outcome<PartOf<"file">>>;
  /** Reads the list of conversations, or reads it anew. */
  loadConversations(): Promise<void>;
  /** Reads the next page of the list. */
  loadMoreConversations(): Promise<void>;
  /** Shows another conversation. A reply that arrives in the present one goes on at the backend, where it can. */
  openConversation(id: string): Promise<void>;
  /** Begins another conversation; without effect in one that is empty. */
  newConversation(): void;
  /** Deletes a conversation at the backend. If it is the one shown, a new one begins. */
  removeConversation(id: string): Promise<Outcome>;
  /**
   * Tries again for a visitor's message that failed or a reply that was cut. Reads the history first, so that a
   * message which did arrive is settled and not sent twice.
   */
  retry(messageId: string): Promise<void>;
  /** Takes a failed message out of the transcript and back into the draft. */
  takeBack(messageId: string): void;
  /** Ends the running reply and keeps its text. */
  stop(): void;
  /** Loads the page before the oldest message shown. */
  loadOlder(): Promise<void>;
  setDraft(text: string): void;
  /** Gives up this handle. The last handle of a key aborts its requests. */
  dispose(): void;
}

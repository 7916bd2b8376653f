import type { HistoryRow } from "@chatisle/client/protocol";
import { type ChatHandlersOptions, createConversation } from "@chatisle/testing";
import type { ChatWidgetElement, LauncherProps } from "@chatisle/widget";
import type { HttpHandler } from "msw";
import { BASE_URL } from "./backend.js";
import { exchange } from "./conversation.js";
import type { Visitor } from "./visitor.js";
import { wordsFor } from "./words.js";

/** One state of the chat, and how it comes about. */
export interface GalleryState {
  readonly title: string;
  readonly backend?: Omit<ChatHandlersOptions, "baseUrl">;
  /** Handlers that win over the backend's. */
  readonly handlers?: readonly HttpHandler[];
  readonly options?: LauncherProps;
  /** Before the chat is in the page. */
  prepare?(): void;
  /** What the visitor does in the page. Default: opens the chat. */
  play?(visitor: Visitor, element: ChatWidgetElement): Promise<void>;
}

/** States by the names they have in addresses. */
export type States = Readonly<Record<string, GalleryState>>;

/** What is said in this page. */
export const words = wordsFor(new URLSearchParams(location.search).get("dir") ?? "");

/** An address of the backend. */
export const path = (name: string) => `${BASE_URL}${name}`;

/** A backend that keeps these messages. */
export const said = (rows: readonly HistoryRow[]) => ({ conversation: createConversation(rows) });

export const oneAnswer = said(exchange(words.delivery, 1));

const everything = ["stop", "feedback", "edit", "regenerate", "upload", "conversations", "dedupe"] as const;

/** A backend that keeps these messages, and can do all there is. */
export const kit = (rows: readonly HistoryRow[]) => ({ ...said(rows), capabilities: everything });

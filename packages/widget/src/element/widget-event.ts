import type { FailureCode, MessageStatus, SessionState } from "@chatisle/client";

/**
 * What happens in a chat, for analytics and error tracking. No event holds what somebody has written, nor a token or
 * an address.
 */
export type WidgetEvent =
  /** The methods of the element work from here on. */
  | { readonly type: "ready" }
  | { readonly type: "open" }
  | { readonly type: "close" }
  | { readonly type: "session"; readonly status: SessionState["status"] }
  /**
   * The visitor wants to sign in, because the backend asks for it. A page that sees to that itself calls
   * `preventDefault()`; otherwise the panel does what it can.
   */
  | { readonly type: "sign-in-wanted" }
  /** Another conversation is shown. */
  | { readonly type: "conversation"; readonly id: string }
  /** The visitor has sent a message: it is stored, and on its way. */
  | { readonly type: "message-sent"; readonly id: string }
  /** The backend has taken a message. */
  | { readonly type: "message-delivered"; readonly id: string }
  | { readonly type: "message-failed"; readonly id: string; readonly code: FailureCode }
  | { readonly type: "message-rated"; readonly id: string; readonly value: 1 | 0 | -1 }
  | { readonly type: "reply-start"; readonly id: string }
  | {
      readonly type: "reply-end";
      readonly id: string;
      readonly status: MessageStatus;
      /** Why, where the reply has failed. */
      readonly code?: FailureCode;
    }
  /** How many replies the visitor has not seen. */
  | { readonly type: "unread"; readonly count: number };

/** The event of one type. */
export type WidgetEventOf<Type extends WidgetEvent["type"]> = Extract<WidgetEvent, { type: Type }>;

/**
 * The events of `<chat-widget>`: each thing that happens under its own name, and once more as `chatisle:event`, for
 * those who want them all. They bubble and cross shadow roots.
 */
export type ChatWidgetEventMap = {
  [Type in WidgetEvent["type"] as `chatisle:${Type}`]: CustomEvent<WidgetEventOf<Type>>;
} & { "chatisle:event": CustomEvent<WidgetEvent> };

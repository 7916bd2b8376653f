import type { ChatClient, Message } from "@chatisle/client";
import type { ReadonlySignal } from "@preact/signals";
import { type ComponentChildren, type ComponentType, createContext, h, type VNode } from "preact";
import { useContext } from "preact/hooks";
import type { StatusLine } from "../model/trouble.js";

/** What each render function is told. */
export interface RenderProps {
  /** The head of the panel. */
  readonly header: {
    /** How the chat stands with its backend; undefined while it is not set up correctly. */
    readonly status: ReadonlySignal<StatusLine> | undefined;
    /** Closes the panel; undefined where it is a part of the page. */
    readonly close: (() => void) | undefined;
  };
  /** What a message has to say and to show. What has become of it and its actions follow, as ever. */
  readonly message: { readonly message: Message };
  /** Where the visitor writes. A field of its own with `part="input"` gets the focus from `focus()`. */
  readonly composer: {
    readonly draft: ReadonlySignal<string>;
    readonly isReplying: ReadonlySignal<boolean>;
    setDraft(text: string): void;
    send(text: string): void;
    stop(): void;
  };
  /** What stands in a conversation before its first message. */
  readonly empty: { send(text: string): void };
  /** What stands in place of a conversation that cannot be shown. */
  readonly error: {
    /** `history`: it could not be loaded. `setup`: the chat's options cannot work. */
    readonly problem: "history" | "setup";
    /** Undefined where trying again changes nothing. */
    readonly retry: (() => void) | undefined;
  };
  /** The way in, over the conversation. With it, a backend needs no codes by e-mail. */
  readonly signIn: Pick<ChatClient, "signIn" | "requestCode" | "verifyCode"> & {
    /** Goes back to the conversation. */
    close(): void;
  };
}

export type RenderName = keyof RenderProps;

/**
 * Components that stand in for pieces of the panel. Each may use hooks and signals, and gets what it replaces as
 * `children`, to put it into something else or to leave it as it is. They stand in the panel's shadow root, where the
 * style of the page does not reach: it does through `part` attributes.
 */
export type RenderFunctions = {
  readonly [Name in RenderName]?: ComponentType<RenderProps[Name] & { readonly children: ComponentChildren }>;
};

const Context = createContext<RenderFunctions>({});

export const RenderProvider = Context.Provider;

export const useRenderFunctions = (): RenderFunctions => useContext(Context);

/** A piece of the panel: what the site renders, else its children. */
export function Piece<Name extends RenderName>(props: {
  readonly name: Name;
  readonly of: RenderProps[Name];
  readonly children: VNode;
}): VNode {
  const render = useRenderFunctions()[props.name] as ComponentType<object> | undefined;
  return render ? h<object>(render, props.of, props.children) : props.children;
}

import type { ChatClient, SendOptions } from "@chatisle/client";
import type { ReadonlySignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Backend } from "../app/backend.js";
import type { PanelState } from "../app/chat-app.js";
import type { PanelSize } from "../app/panel-size.js";
import type { Connection } from "../model/connection.js";
import type { Conversation } from "../model/conversation.js";
import { Chat } from "./chat.js";
import { Header, TITLE_ID } from "./header.js";
import { keepFocus } from "./keep-focus.js";
import { keepFocusInside } from "./keep-focus-inside.js";
import { Misconfigured } from "./misconfigured.js";
import type { PanelContext } from "./panel-context.js";
import { useRenderFunctions } from "./render-functions.js";
import { SizeControl } from "./size-control.js";

/** A chat that can talk to its backend. */
export interface ReadyContent {
  readonly status: "ready";
  readonly client: ChatClient;
  readonly conversation: Conversation;
  readonly connection: Connection;
}

/** What fills the panel. */
export type PanelContent = ReadyContent | Extract<Backend, { status: "misconfigured" }>;

/**
 * What a panel is to the page.
 *
 * - `region`: a part of it, without an end.
 * - `dialog`: beside it; the page stays in use.
 * - `modal`: over it, and it cannot be reached.
 */
export type PanelStance = "region" | "dialog" | "modal";

export interface PanelProps extends PanelContext {
  readonly content: PanelContent;
  readonly state: ReadonlySignal<PanelState>;
  readonly theme: ReadonlySignal<"light" | "dark">;
  readonly stance: ReadonlySignal<PanelStance>;
  readonly size: PanelSize;
  /** Whether the page is seen by whoever builds it. */
  readonly isForDeveloper: boolean;
  onClose(): void;
  onSend(text: string, options?: SendOptions): void;
  /** @returns Whether the page signs the visitor in. */
  onSignIn(): boolean;
}

export function Panel(props: PanelProps) {
  const { content, state, theme, wording, options, stance, size, onClose } = props;
  const panel = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const panelState = state.value;
  const isOpen = panelState.status === "open";
  const isModal = stance.value === "modal";
  const isRegion = stance.value === "region";
  const { layout } = options.value;
  // What covers the page or stands in a box of its own has its size from there.
  const isSizable = stance.value === "dialog";

  // The title of a site's own header, if it has any, is not known here.
  const hasOwnHeader = useRenderFunctions().header !== undefined;
  const dialog = isRegion ? {} : { role: "dialog" as const, "aria-modal": isModal || undefined };

  // After the rendering that shows the panel: what is hidden takes no focus.
  useLayoutEffect(() => {
    if (panelState.status !== "open" || !panelState.takesFocus) return;
    (field.current ?? panel.current)?.focus({ preventScroll: true });
  }, [panelState]);

  useLayoutEffect(() => {
    const element = panel.current;
    // What stands over the conversation is all that can be reached.
    const instead = () => element?.querySelector<HTMLElement>('[part~="sheet"]') ?? field.current ?? element;
    return element ? keepFocus(element, instead) : undefined;
  }, []);

  const onClick = (event: MouseEvent) => {
    // The page that a link opens in place would be behind a panel that covers the screen.
    const link = event.target instanceof Element && event.target.closest("a:not([target])");
    if (isModal && link) onClose();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing && !isRegion) {
      // A dialog of the page behind must not take it, too.
      event.stopPropagation();
      onClose();
    } else if (event.key === "Tab" && isModal && panel.current) {
      keepFocusInside(panel.current, event);
    }
  };

  return (
    <section
      part={`panel panel-${theme.value} panel-${layout}${isOpen ? " panel-open" : ""}`}
      ref={panel}
      {...dialog}
      aria-labelledby={hasOwnHeader ? undefined : TITLE_ID}
      aria-label={hasOwnHeader ? (options.value.heading ?? wording.value.labels.heading) : undefined}
      inert={!isOpen}
      lang={wording.value.lang}
      dir={wording.value.dir}
      tabIndex={-1}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      {isSizable && layout === "sidebar" && <SizeControl name="Resizer" size={size} />}
      {content.status === "ready" ? (
        <Chat
          content={content}
          field={field}
          isForDeveloper={props.isForDeveloper}
          sizeButton={isSizable && layout === "popup" && <SizeControl name="ExpandButton" size={size} />}
          onClose={isRegion ? undefined : onClose}
          onSend={props.onSend}
          onSignIn={props.onSignIn}
        />
      ) : (
        <>
          <Header status={undefined} onClose={isRegion ? undefined : onClose} />
          <Misconfigured problem={content.problem} fix={content.fix} isForDeveloper={props.isForDeveloper} />
        </>
      )}
    </section>
  );
}

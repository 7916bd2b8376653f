import type { ReadonlySignal } from "@preact/signals";
import { useCallback, useLayoutEffect, useRef } from "preact/hooks";
import type { Backend } from "../app/backend.js";
import type { PanelState } from "../app/chat-app.js";
import type { Conversation } from "../model/conversation.js";
import { Banner } from "./banner.js";
import { Composer } from "./composer.js";
import { Header, TITLE_ID } from "./header.js";
import { keepFocusInside } from "./keep-focus-inside.js";
import { LiveRegions } from "./live-regions.js";
import { Misconfigured } from "./misconfigured.js";
import type { PanelContext } from "./panel-context.js";
import { Transcript } from "./transcript.js";

/** What fills the panel. */
export type PanelContent =
  | {
      readonly status: "ready";
      readonly client: Extract<Backend, { status: "ready" }>["client"];
      readonly conversation: Conversation;
    }
  | Extract<Backend, { status: "misconfigured" }>;

export interface PanelProps extends PanelContext {
  readonly content: PanelContent;
  readonly state: ReadonlySignal<PanelState>;
  readonly title: ReadonlySignal<string | undefined>;
  readonly theme: ReadonlySignal<"light" | "dark">;
  /** The panel covers the whole screen, and with it the page behind. */
  readonly isFullScreen: ReadonlySignal<boolean>;
  onClose(): void;
  onSend(text: string): void;
}

export function Panel(props: PanelProps) {
  const { content, state, title, theme, wording, isFullScreen, onClose } = props;
  const panel = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const focusField = useCallback(() => field.current?.focus({ preventScroll: true }), []);

  const panelState = state.value;
  const isOpen = panelState.status === "open";
  const isModal = isFullScreen.value;

  // After the rendering that shows the panel: what is hidden takes no focus.
  useLayoutEffect(() => {
    if (panelState.status !== "open" || !panelState.takesFocus) return;
    (field.current ?? panel.current)?.focus({ preventScroll: true });
  }, [panelState]);

  const onClick = (event: MouseEvent) => {
    // The page that a link opens in place would be behind a panel that covers the screen.
    const link = event.target instanceof Element && event.target.closest("a:not([target])");
    if (isModal && link) onClose();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing) {
      // A dialog of the page behind must not take it, too.
      event.stopPropagation();
      onClose();
    } else if (event.key === "Tab" && isModal && panel.current) {
      keepFocusInside(panel.current, event);
    }
  };

  return (
    <section
      part={`panel panel-${theme.value}${isOpen ? " panel-open" : ""}`}
      ref={panel}
      role="dialog"
      aria-labelledby={TITLE_ID}
      aria-modal={isModal || undefined}
      inert={!isOpen}
      lang={wording.value.lang}
      dir={wording.value.dir}
      tabIndex={-1}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <Header
        title={title.value}
        status={content.status === "ready" ? content.conversation.status : undefined}
        onClose={onClose}
      />
      {content.status === "ready" ? (
        <>
          <Banner state={content.conversation.banner} onAction={() => void content.client.reload()} />
          <Transcript conversation={content.conversation} client={content.client} onEdit={focusField} />
          <Composer
            field={field}
            draft={content.client.draft}
            isReplying={content.conversation.isReplying}
            onDraft={(text) => content.client.setDraft(text)}
            onSend={props.onSend}
            onStop={() => content.client.stop()}
          />
          <LiveRegions announcement={content.conversation.announcement} />
        </>
      ) : (
        <Misconfigured problem={content.problem} fix={content.fix} />
      )}
    </section>
  );
}

import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import { useCallback, useRef } from "preact/hooks";
import type { Backend, PanelState } from "../app/chat-app.js";
import type { Conversation } from "../model/conversation.js";
import { Banner } from "./banner.js";
import { Composer } from "./composer.js";
import { Header, TITLE_ID } from "./header.js";
import { keepFocusInside } from "./keep-focus-inside.js";
import { LiveRegions } from "./live-regions.js";
import { Misconfigured } from "./misconfigured.js";
import { type PanelContext, PanelProvider } from "./panel-context.js";
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

  const isOpen = state.value.status === "open";
  const isModal = isFullScreen.value;

  useSignalEffect(() => {
    const { value } = state;
    if (value.status !== "open" || !value.takesFocus) return;
    // After the rendering that shows the panel: what is hidden takes no focus.
    queueMicrotask(() => (field.current ?? panel.current)?.focus({ preventScroll: true }));
  });

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
    <PanelProvider value={props}>
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
    </PanelProvider>
  );
}

import type { SendOptions } from "@chatisle/client";
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useCallback, useLayoutEffect, useRef } from "preact/hooks";
import type { BannerState } from "../model/banner.js";
import { Banner } from "./banner.js";
import { ChatSheet, type SheetName } from "./chat-sheet.js";
import { Composer } from "./composer.js";
import { ConversationButtons } from "./conversation-buttons.js";
import { Header } from "./header.js";
import { LiveRegions } from "./live-regions.js";
import { MisconfiguredCard } from "./misconfigured.js";
import type { ReadyContent } from "./panel.js";
import { Piece, useRenderFunctions } from "./render-functions.js";
import { SearchButton } from "./search-button.js";
import { Transcript } from "./transcript.js";

export interface ChatProps {
  readonly content: ReadyContent;
  readonly field: RefObject<HTMLTextAreaElement>;
  readonly isForDeveloper: boolean;
  /** Stands in the header, before the button that closes the panel. */
  readonly sizeButton: ComponentChildren;
  readonly onClose: (() => void) | undefined;
  onSend(text: string, options?: SendOptions): void;
  /** @returns Whether the page signs the visitor in. */
  onSignIn(): boolean;
}

/** The conversation, from its header to its text field. */
export function Chat({ content, field, isForDeveloper, sizeButton, onClose, onSend, onSignIn }: ChatProps) {
  const { client, conversation, connection } = content;
  const focusField = useCallback(() => field.current?.focus({ preventScroll: true }), [field]);
  const trouble = useComputed(() => connection.banner.value.kind);
  const sheet = useSignal<SheetName>("none");
  const found = useSignal<string | undefined>(undefined);
  const hasOwnSignIn = useRenderFunctions().signIn !== undefined;
  const retry = () => void client.reload();
  const signIn = () => {
    if (onSignIn()) return;
    if (hasOwnSignIn || client.capabilities.peek().has("code")) sheet.value = "sign-in";
    else retry();
  };
  const closeSheet = () => {
    sheet.value = "none";
  };
  const toggleSheet = (name: SheetName) => {
    sheet.value = sheet.peek() === name ? "none" : name;
  };
  const isCovered = sheet.value !== "none";

  // After the rendering that uncovers the conversation: what is inert takes no focus.
  const wasCovered = useRef(false);
  useLayoutEffect(() => {
    if (wasCovered.current && !isCovered) focusField();
    wasCovered.current = isCovered;
  }, [isCovered, focusField]);

  return (
    <>
      <Header status={connection.status} onClose={onClose}>
        <SearchButton conversation={conversation} onSearch={() => toggleSheet("search")} />
        <ConversationButtons
          client={client}
          onList={() => toggleSheet("conversations")}
          onNew={() => {
            client.newConversation();
            closeSheet();
          }}
        />
        {sizeButton}
      </Header>
      <div part="stage">
        <div part="chat" inert={isCovered}>
          <Banner state={connection.banner} onRetry={retry} onSignIn={signIn} />
          {isForDeveloper && <Problem banner={connection.banner} baseUrl={client.baseUrl} />}
          <Transcript
            conversation={conversation}
            client={client}
            trouble={trouble}
            found={found}
            onSend={onSend}
            onTakeBack={focusField}
          />
          <Piece
            name="composer"
            of={{
              draft: client.draft,
              isReplying: conversation.isReplying,
              setDraft: client.setDraft,
              send: onSend,
              stop: client.stop,
            }}
          >
            <Composer field={field} client={client} isReplying={conversation.isReplying} onSend={onSend} />
          </Piece>
        </div>
        <ChatSheet
          name={sheet.value}
          client={client}
          conversation={conversation}
          onClose={closeSheet}
          onFound={(messageId) => {
            closeSheet();
            found.value = messageId;
          }}
        />
      </div>
      <LiveRegions announcement={conversation.announcement} />
    </>
  );
}

/** What a visitor cannot mend, in the words of the one who can. */
function Problem({ banner, baseUrl }: { banner: ReadonlySignal<BannerState>; baseUrl: string }) {
  const state = banner.value;
  if (state.kind !== "refused" || !state.failure) return null;
  return <MisconfiguredCard problem={state.failure.message} backend={baseUrl} />;
}

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { useCallback } from "preact/hooks";
import { doctorCommand } from "../app/developer-page.js";
import type { BannerState } from "../model/banner.js";
import { Banner } from "./banner.js";
import { Composer } from "./composer.js";
import { Header } from "./header.js";
import { LiveRegions } from "./live-regions.js";
import { MisconfiguredCard } from "./misconfigured.js";
import type { ReadyContent } from "./panel.js";
import { Transcript } from "./transcript.js";

export interface ChatProps {
  readonly content: ReadyContent;
  readonly field: RefObject<HTMLTextAreaElement>;
  readonly isForDeveloper: boolean;
  readonly onClose: (() => void) | undefined;
  onSend(text: string): void;
  /** @returns Whether the page signs the visitor in. */
  onSignIn(): boolean;
}

/** The conversation, from its header to its text field. */
export function Chat({ content, field, isForDeveloper, onClose, onSend, onSignIn }: ChatProps) {
  const { client, conversation, connection } = content;
  const focusField = useCallback(() => field.current?.focus({ preventScroll: true }), [field]);
  const isHeldUp = useComputed(() => connection.banner.value.kind !== "none");
  const retry = () => void client.reload();

  return (
    <>
      <Header status={connection.status} onClose={onClose} />
      <Banner state={connection.banner} onRetry={retry} onSignIn={() => onSignIn() || retry()} />
      {isForDeveloper && <Problem banner={connection.banner} baseUrl={client.baseUrl} />}
      <Transcript
        conversation={conversation}
        client={client}
        isHeldUp={isHeldUp}
        onSend={onSend}
        onTakeBack={focusField}
      />
      <Composer
        field={field}
        draft={client.draft}
        isReplying={conversation.isReplying}
        onDraft={(text) => client.setDraft(text)}
        onSend={onSend}
        onStop={() => client.stop()}
      />
      <LiveRegions announcement={conversation.announcement} />
    </>
  );
}

/** What a visitor cannot mend, in the words of the one who can. */
function Problem({ banner, baseUrl }: { banner: ReadonlySignal<BannerState>; baseUrl: string }) {
  const state = banner.value;
  if (state.kind !== "refused" || !state.failure) return null;
  return (
    <MisconfiguredCard problem={state.failure.message} command={doctorCommand(baseUrl, location.href)} />
  );
}

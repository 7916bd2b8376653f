import type { ChatClient, SendOptions } from "@chatisle/client";
import { computed, type ReadonlySignal, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import { fitDirection } from "./fit-direction.js";
import { fitHeight } from "./fit-height.js";
import { SendIcon, StopIcon } from "./icons.js";
import { isSendKey } from "./is-send-key.js";
import { lazy } from "./lazy.js";
import { usePanelOptions, useWording } from "./panel-context.js";
import { useAttachments } from "./use-attachments.js";

const VoiceButton = lazy(() => import("./voice/voice-button.js").then((module) => module.VoiceButton));

interface ComposerProps {
  readonly field: RefObject<HTMLTextAreaElement>;
  readonly client: Pick<ChatClient, "draft" | "setDraft" | "stop" | "upload" | "capabilities">;
  readonly isReplying: ReadonlySignal<boolean>;
  onSend(text: string, options?: SendOptions): void;
}

/** Where the visitor writes. The field is uncontrolled: a key costs one write to the draft and no rendering. */
export function Composer({ field, client, isReplying, onSend }: ComposerProps) {
  const { labels } = useWording();
  const { hasVoice, disclaimer } = usePanelOptions();
  const files = useAttachments(client);
  const list = files?.list;
  const isBlank = useMemo(
    () => computed(() => client.draft.value.trim() === "" && !list?.items.value.length),
    [client, list],
  );
  const canSend = useMemo(() => computed(() => !isBlank.value && !list?.isBusy.value), [isBlank, list]);

  useSignalEffect(() => {
    const text = client.draft.value;
    const element = field.current;
    if (!element || element.value === text) return;
    fitDirection(element, text);
    element.value = text;
    fitHeight(element);
  });

  const submit = () => {
    const element = field.current;
    // Sending empties the draft at once, and with it the field: a second press finds nothing to send.
    if (element && canSend.peek()) onSend(element.value, list && { attachments: list.take() });
  };

  /** What is pasted or dropped can be long. */
  const prepareFor = (data: DataTransfer | null) => {
    const element = field.current;
    if (element) fitDirection(element, element.value + (data?.getData("text/plain") ?? ""));
  };

  const onPaste = (event: ClipboardEvent) => {
    prepareFor(event.clipboardData);
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!files || pasted.length === 0) return;
    event.preventDefault();
    files.list.add(pasted, files.limits);
  };

  return (
    <>
      <form
        part="composer"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {files && <files.Attachments list={files.list} limits={files.limits} field={field} />}
        {files && <files.AttachButton list={files.list} limits={files.limits} />}
        <textarea
          part="input"
          ref={field}
          rows={1}
          aria-label={labels.composer}
          placeholder={labels.placeholder}
          enterkeyhint="send"
          onPaste={onPaste}
          onDrop={(event) => prepareFor(event.dataTransfer)}
          onInput={(event) => {
            const text = event.currentTarget.value;
            fitDirection(event.currentTarget, text);
            fitHeight(event.currentTarget);
            client.setDraft(text);
          }}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            if (!event.repeat) submit();
          }}
        />
        {hasVoice && <VoiceButton draft={client.draft} onText={(text) => client.setDraft(text)} />}
        <Buttons
          isBlank={isBlank}
          canSend={canSend}
          isReplying={isReplying}
          onStop={() => {
            client.stop();
            // The button goes away, and the focus would with it.
            field.current?.focus();
          }}
        />
      </form>
      {disclaimer !== undefined && <p part="disclaimer">{disclaimer}</p>}
    </>
  );
}

function Buttons(props: {
  isBlank: ReadonlySignal<boolean>;
  canSend: ReadonlySignal<boolean>;
  isReplying: ReadonlySignal<boolean>;
  onStop(): void;
}) {
  const { labels } = useWording();
  const isReplying = props.isReplying.value;
  const canSend = props.canSend.value;
  return (
    <>
      {isReplying && (
        <button type="button" part="button stop" aria-label={labels.stop} onClick={props.onStop}>
          <StopIcon />
        </button>
      )}
      {(!isReplying || !props.isBlank.value) && (
        <button
          type="submit"
          part={`button send${canSend ? " send-ready" : ""}`}
          aria-label={labels.send}
          aria-disabled={!canSend}
          // The focus stays in the field, and with it the keyboard of a phone.
          onPointerDown={(event) => event.preventDefault()}
        >
          <SendIcon />
        </button>
      )}
    </>
  );
}

import { type ReadonlySignal, useComputed, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { fitHeight } from "./fit-height.js";
import { SendIcon, StopIcon } from "./icons.js";
import { isSendKey } from "./is-send-key.js";
import { useWording } from "./panel-context.js";

interface ComposerProps {
  readonly field: RefObject<HTMLTextAreaElement>;
  readonly draft: ReadonlySignal<string>;
  readonly isReplying: ReadonlySignal<boolean>;
  onDraft(text: string): void;
  onSend(text: string): void;
  onStop(): void;
}

/** Where the visitor writes. The field is uncontrolled: a key costs one write to the draft and no rendering. */
export function Composer({ field, draft, isReplying, onDraft, onSend, onStop }: ComposerProps) {
  const { labels } = useWording();
  const isBlank = useComputed(() => draft.value.trim() === "");

  useSignalEffect(() => {
    const text = draft.value;
    const element = field.current;
    if (!element || element.value === text) return;
    element.value = text;
    fitHeight(element);
  });

  const submit = () => {
    const element = field.current;
    // Sending empties the draft at once, and with it the field: a second press finds nothing to send.
    if (element) onSend(element.value);
  };

  return (
    <form
      part="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        part="input"
        ref={field}
        rows={1}
        aria-label={labels.composer}
        placeholder={labels.placeholder}
        enterkeyhint="send"
        onInput={(event) => {
          onDraft(event.currentTarget.value);
          fitHeight(event.currentTarget);
        }}
        onKeyDown={(event) => {
          if (!isSendKey(event)) return;
          event.preventDefault();
          if (!event.repeat) submit();
        }}
      />
      <Buttons isBlank={isBlank} isReplying={isReplying} onStop={onStop} field={field} />
    </form>
  );
}

function Buttons(
  props: Pick<ComposerProps, "field" | "isReplying" | "onStop"> & { isBlank: ReadonlySignal<boolean> },
) {
  const { labels } = useWording();
  const isReplying = props.isReplying.value;
  const isBlank = props.isBlank.value;
  return (
    <>
      {isReplying && (
        <button
          type="button"
          part="button stop"
          aria-label={labels.stop}
          onClick={() => {
            props.onStop();
            // The button goes away, and the focus would with it.
            props.field.current?.focus();
          }}
        >
          <StopIcon />
        </button>
      )}
      {(!isReplying || !isBlank) && (
        <button
          type="submit"
          part={`button send${isBlank ? "" : " send-ready"}`}
          aria-label={labels.send}
          aria-disabled={isBlank}
          // The focus stays in the field, and with it the keyboard of a phone.
          onPointerDown={(event) => event.preventDefault()}
        >
          <SendIcon />
        </button>
      )}
    </>
  );
}

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { canDictate, createDictation, type Dictation } from "../../model/dictation.js";
import { MicrophoneIcon } from "../late-icons.js";
import { useWording } from "../panel-context.js";

interface VoiceButtonProps {
  /** What the field holds when the visitor begins to speak. */
  readonly draft: () => string;
  onText(text: string): void;
}

/** Writes into the field what the visitor says. Pressing again ends it. */
export function VoiceButton({ draft, onText }: VoiceButtonProps) {
  const { labels, lang } = useWording();
  const dictation = useRef<Dictation | null>(null);
  const isListening = useSignal(false);
  const isFailed = useSignal(false);
  useEffect(() => () => dictation.current?.abort(), []);
  const toggle = () => {
    if (isListening.value) return dictation.current?.stop();
    isFailed.value = false;
    dictation.current = createDictation({
      lang,
      before: draft(),
      onText,
      onEnd(outcome) {
        isListening.value = false;
        isFailed.value = outcome === "failed";
      },
    });
    isListening.value = dictation.current !== null;
  };
  if (!canDictate()) return null;
  return (
    <>
      <button
        type="button"
        part={`button composer-button${isListening.value ? " listening" : ""}`}
        aria-label={labels.speak}
        aria-pressed={isListening.value}
        title={labels.speak}
        onClick={toggle}
      >
        <MicrophoneIcon />
      </button>
      <span part="hidden" role="status">
        {isListening.value ? labels.listening : isFailed.value ? labels.notHeard : ""}
      </span>
    </>
  );
}

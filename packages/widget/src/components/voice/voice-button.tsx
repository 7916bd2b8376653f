import { effect, type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { canDictate, createDictation, type Dictation } from "../../model/dictation.js";
import { adoptStyle } from "../../skin/adopt-style.js";
import voiceCss from "../../skin/voice.css?inline";
import { MicrophoneIcon } from "../late-icons.js";
import { useWording } from "../panel-context.js";

interface VoiceButtonProps {
  /** What the field holds: what is said comes after it. */
  readonly draft: ReadonlySignal<string>;
  onText(text: string): void;
}

/** Writes into the field what the visitor says. Pressing again ends it. */
export function VoiceButton({ draft, onText }: VoiceButtonProps) {
  const { labels, lang } = useWording();
  const button = useRef<HTMLButtonElement>(null);
  const dictation = useRef<Dictation | null>(null);
  const state = useSignal<"idle" | "listening" | "failed">("idle");
  const isListening = state.value === "listening";
  const isFailed = state.value === "failed";
  useLayoutEffect(() => adoptStyle(button.current, voiceCss), []);
  useEffect(() => () => dictation.current?.abort(), []);
  useLayoutEffect(
    () =>
      effect(() => {
        // Who writes instead has read why.
        draft.value;
        if (state.peek() === "failed") state.value = "idle";
      }),
    [draft],
  );
  const toggle = () => {
    if (isListening) return dictation.current?.stop();
    dictation.current = createDictation({
      lang,
      before: draft.peek(),
      onText,
      onEnd(outcome) {
        state.value = outcome === "failed" ? "failed" : "idle";
      },
    });
    state.value = dictation.current ? "listening" : "idle";
  };
  if (!canDictate()) return null;
  return (
    <>
      <button
        type="button"
        ref={button}
        part={`button composer-button${isListening ? " listening" : ""}`}
        aria-label={labels.speak}
        aria-pressed={isListening}
        title={labels.speak}
        onClick={toggle}
      >
        <MicrophoneIcon />
      </button>
      <p part={isFailed ? "composer-note" : "hidden"} role="status">
        {isListening && labels.listening}
        {isFailed && labels.notHeard}
      </p>
    </>
  );
}

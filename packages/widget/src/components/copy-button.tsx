import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CheckIcon, CopyIcon } from "./late-icons.js";
import { useWording } from "./panel-context.js";

/** How long the button says what has become of the copy, in milliseconds. */
const SAID_FOR = 1500;

type CopyState = { readonly status: "idle" | "copied" | "failed" };

/**
 * Copies a text. A page without a secure context has no clipboard, and no button.
 * @param props.text - Asked for at the press, because it may still grow.
 */
export function CopyButton({ text, label }: { text: () => string; label: string }) {
  const { labels } = useWording();
  const state = useSignal<CopyState>({ status: "idle" });
  const { status } = state.value;
  useEffect(() => {
    if (state.value.status === "idle") return;
    const timer = setTimeout(() => (state.value = { status: "idle" }), SAID_FOR);
    return () => clearTimeout(timer);
  }, [state.value]);
  if (!navigator.clipboard) return null;
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => (state.value = { status: "copied" }),
      () => (state.value = { status: "failed" }),
    );
  const said = { idle: label, copied: labels.copied, failed: labels.copyFailed }[status];
  return (
    <button
      type="button"
      part={`button action action-${status}`}
      aria-label={said}
      title={said}
      onClick={copy}
    >
      {status === "copied" ? <CheckIcon /> : <CopyIcon />}
    </button>
  );
}

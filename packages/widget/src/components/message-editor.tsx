import { useLayoutEffect, useRef } from "preact/hooks";
import { fitDirection } from "./fit-direction.js";
import { fitHeight } from "./fit-height.js";
import { isSendKey } from "./is-send-key.js";
import { useWording } from "./panel-context.js";

interface MessageEditorProps {
  readonly text: string;
  onSave(text: string): void;
  onCancel(): void;
}

/** A message of the visitor's in a field, in the place where it stood. */
export function MessageEditor({ text, onSave, onCancel }: MessageEditorProps) {
  const { labels } = useWording();
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    fitDirection(element, text);
    fitHeight(element);
    element.focus();
    element.setSelectionRange(text.length, text.length);
  }, []);
  const save = () => {
    const written = field.current?.value.trim() ?? "";
    if (written === "" || written === text.trim()) onCancel();
    else onSave(written);
  };
  return (
    <form
      part="editor"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        // One thing at a time: the panel stays open.
        event.stopPropagation();
        onCancel();
      }}
    >
      <textarea
        part="input"
        ref={field}
        rows={1}
        defaultValue={text}
        aria-label={labels.editMessage}
        enterkeyhint="send"
        onInput={(event) => {
          fitDirection(event.currentTarget, event.currentTarget.value);
          fitHeight(event.currentTarget);
        }}
        onKeyDown={(event) => {
          if (!isSendKey(event)) return;
          event.preventDefault();
          save();
        }}
      />
      <div part="editor-buttons">
        <button type="button" part="chip" onClick={onCancel}>
          {labels.cancel}
        </button>
        <button type="submit" part="chip chip-primary">
          {labels.send}
        </button>
      </div>
    </form>
  );
}

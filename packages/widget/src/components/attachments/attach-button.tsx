import { useRef } from "preact/hooks";
import type { AttachmentLimits } from "../../launcher/launcher-props.js";
import type { AttachmentList } from "../../model/attachment-list.js";
import { AttachIcon } from "../late-icons.js";
import { useWording } from "../panel-context.js";

export interface AttachButtonProps {
  readonly list: AttachmentList;
  readonly limits: Required<AttachmentLimits>;
}

/** Opens the browser's dialog for files. */
export function AttachButton({ list, limits }: AttachButtonProps) {
  const { labels } = useWording();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        type="file"
        ref={input}
        hidden
        multiple={limits.maxCount > 1}
        accept={limits.accept || undefined}
        onChange={(event) => {
          list.add([...(event.currentTarget.files ?? [])], limits);
          // So that the same file can be chosen again.
          event.currentTarget.value = "";
        }}
      />
      <button
        type="button"
        part="button composer-button"
        aria-label={labels.attach}
        title={labels.attach}
        onClick={() => input.current?.click()}
      >
        <AttachIcon />
      </button>
    </>
  );
}

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Attachment } from "../../model/attachment-list.js";
import { CloseIcon } from "../icons.js";
import { FileIcon, RegenerateIcon } from "../late-icons.js";
import { useWording } from "../panel-context.js";

/** A file of the next message: its picture or its kind, how far it is, and the way to take it out. */
export function AttachmentTile(props: { item: Attachment; onRemove(): void; onRetry(): void }) {
  const { labels } = useWording();
  const { item } = props;
  const { name } = item.file;
  return (
    <li part={`tile tile-${item.status}`} title={name}>
      <span part="hidden">
        {item.status === "uploading" ? labels.uploading.replace("{name}", name) : name}
      </span>
      <Preview file={item.file} />
      {item.status === "uploading" && <span part="tile-progress" />}
      {item.status === "failed" && (
        <button
          type="button"
          part="tile-retry"
          aria-label={`${labels.retry}: ${name}`}
          onClick={props.onRetry}
        >
          <RegenerateIcon />
        </button>
      )}
      <button
        type="button"
        part="tile-remove"
        aria-label={labels.removeFile.replace("{name}", name)}
        onClick={props.onRemove}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

/** The picture itself, or the end of the file's name, where the page's policy or the file forbids a picture. */
function Preview({ file }: { file: File }) {
  const url = useSignal<string | undefined>(undefined);
  useEffect(() => {
    if (!file.type.startsWith("image/")) return;
    const object = URL.createObjectURL(file);
    url.value = object;
    return () => URL.revokeObjectURL(object);
  }, [file]);
  if (url.value !== undefined) {
    return <img part="tile-image" src={url.value} alt="" onError={() => (url.value = undefined)} />;
  }
  const extension = /\.(\w{1,5})$/.exec(file.name)?.[1];
  return (
    <span part="tile-kind" aria-hidden="true">
      <FileIcon />
      {extension}
    </span>
  );
}

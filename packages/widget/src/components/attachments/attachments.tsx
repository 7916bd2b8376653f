import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { plural } from "../../labels.js";
import type { AttachmentLimits } from "../../launcher/launcher-props.js";
import type { Attachment, AttachmentList } from "../../model/attachment-list.js";
import type { FileRefusal } from "../../model/file-rules.js";
import { spaceAfter } from "../../model/space-after.js";
import type { Wording } from "../../model/wording.js";
import { adoptStyle } from "../../skin/adopt-style.js";
import attachmentsCss from "../../skin/attachments.css?inline";
import { useWording } from "../panel-context.js";
import { AttachmentTile } from "./attachment-tile.js";
import { DropZone } from "./drop-zone.js";

export { createAttachmentList } from "../../model/attachment-list.js";
export { AttachButton } from "./attach-button.js";

export interface AttachmentsProps {
  readonly list: AttachmentList;
  readonly limits: Required<AttachmentLimits>;
  readonly field: RefObject<HTMLTextAreaElement>;
}

/** The files of the next message above the text, and what became of those that were not taken. */
export function Attachments({ list, limits, field }: AttachmentsProps) {
  const wording = useWording();
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => adoptStyle(root.current, attachmentsCss), []);
  const items = list.items.value;
  const problems = [
    ...list.refused.value.map((refusal) => describe(refusal, limits, wording)),
    ...items.flatMap((item) => (item.status === "failed" ? [uploadFailed(item, wording)] : [])),
  ];
  const remove = (id: number) => {
    list.remove(id);
    // The button goes away, and the focus would with it.
    field.current?.focus();
  };
  return (
    <div part="attachments" ref={root}>
      <DropZone onFiles={(files) => list.add(files, limits)} />
      <div role="alert">
        {problems.map((problem) => (
          <p part="attachment-problem" key={problem}>
            {problem}
          </p>
        ))}
      </div>
      {items.length > 0 && (
        <ul part="tiles" aria-label={wording.labels.attachments}>
          {items.map((item) => (
            <AttachmentTile
              key={item.id}
              item={item}
              onRemove={() => remove(item.id)}
              onRetry={() => list.retry(item.id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function describe(
  refusal: FileRefusal,
  { maxSize, maxCount }: Required<AttachmentLimits>,
  { labels, lang }: Wording,
): string {
  switch (refusal.reason) {
    case "count":
      return plural(labels.tooManyFiles, maxCount, lang);
    case "type":
      return labels.fileTypeRefused.replace("{name}", refusal.name);
    case "empty":
      return labels.fileEmpty.replace("{name}", refusal.name);
    case "size":
      return labels.fileTooLarge.replace("{name}", refusal.name).replace("{size}", megabytes(maxSize, lang));
  }
}

function uploadFailed(
  { file, failure }: Extract<Attachment, { status: "failed" }>,
  { labels }: Wording,
): string {
  const what = labels.uploadFailed.replace("{name}", file.name);
  return what + spaceAfter(what) + labels.failures[failure.code];
}

function megabytes(bytes: number, lang: string): string {
  return new Intl.NumberFormat(lang, {
    style: "unit",
    unit: "megabyte",
    maximumSignificantDigits: 2,
  }).format(bytes / 1e6);
}

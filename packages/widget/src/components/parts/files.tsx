import type { PartOf } from "@chatisle/client/protocol";
import { useLayoutEffect, useRef } from "preact/hooks";
import { imageTarget } from "../../model/image-target.js";
import { adoptStyle } from "../../skin/adopt-style.js";
import partsCss from "../../skin/message-parts.css?inline";
import { FileIcon } from "../late-icons.js";
import { useWording } from "../panel-context.js";
import { SafeLink } from "../safe-link.js";

/** Files of a message: images as such, anything else by its name. */
export function Files({ files }: { files: readonly PartOf<"file">[] }) {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => adoptStyle(root.current, partsCss), []);
  return (
    <div part="files" ref={root}>
      {files.map((file) => (
        <File key={file.id} file={file} />
      ))}
    </div>
  );
}

function File({ file }: { file: PartOf<"file"> }) {
  const { labels } = useWording();
  const name = file.name ?? labels.file;
  // The backend itself has named it, in a field for files: it may stand wherever the backend keeps its files.
  const image = file.mediaType?.startsWith("image/") ? imageTarget(file.url, location.href, "https") : null;
  return (
    <SafeLink url={file.url} isApart>
      {image === null ? (
        <span part="file">
          <FileIcon />
          <span part="file-name" dir="auto">
            {name}
          </span>
        </span>
      ) : (
        <img
          part="image"
          src={image}
          alt={name}
          loading="lazy"
          decoding="async"
          referrerpolicy="no-referrer"
        />
      )}
    </SafeLink>
  );
}

import type { PartOf } from "@chatisle/client/protocol";
import { useWording } from "../panel-context.js";

/** The number of a source inside the text: leads to its entry in the list below the message. */
export function Citation({ number, source }: { number: number; source: PartOf<"source"> | undefined }) {
  const { labels, lang } = useWording();
  const show = (event: MouseEvent) => {
    const button = event.currentTarget as Element;
    const entry = button.closest("article")?.querySelectorAll<HTMLElement>("[part~='source']")[number - 1];
    entry?.scrollIntoView({ block: "nearest" });
    entry?.focus({ preventScroll: true });
  };
  return (
    <button
      type="button"
      part="citation"
      title={source?.title ?? source?.url}
      aria-label={labels.citation.replace("{number}", new Intl.NumberFormat(lang).format(number))}
      onClick={show}
    >
      {number}
    </button>
  );
}

import type { PartOf } from "@chatisle/client/protocol";
import { useWording } from "./panel-context.js";
import { SafeLink } from "./safe-link.js";

/** Where a reply has its knowledge from, as a numbered list. */
export function Sources({ sources }: { sources: readonly PartOf<"source">[] }) {
  const { labels } = useWording();
  if (sources.length === 0) return null;
  return (
    <section part="sources" aria-label={labels.sources}>
      <h3 part="sources-title">{labels.sources}</h3>
      <ol part="source-list">
        {sources.map((source) => (
          // A citation in the text moves the focus here.
          <li part="source" key={source.id} tabIndex={-1}>
            <SafeLink url={source.url}>{source.title}</SafeLink>
            {source.quote !== undefined && (
              <q part="quote" dir="auto">
                {source.quote}
              </q>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

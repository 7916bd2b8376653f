import type { PartOf } from "@chatisle/client/protocol";
import { linkTarget } from "../model/link-target.js";
import { useWording } from "./panel-context.js";

/** Where a reply has its knowledge from, as a numbered list. */
export function Sources({ sources }: { sources: readonly PartOf<"source">[] }) {
  const { labels } = useWording();
  if (sources.length === 0) return null;
  return (
    <section part="sources" aria-label={labels.sources}>
      <h3 part="sources-title">{labels.sources}</h3>
      <ol part="source-list">
        {sources.map((source) => (
          <li part="source" key={source.id}>
            <SourceLink source={source} />
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

function SourceLink({ source }: { source: PartOf<"source"> }) {
  const target = linkTarget(source.url ?? "javascript:", location.href);
  if (target.status === "refused") return <span part="source-name">{source.title ?? source.url}</span>;
  return (
    // A page of this site opens in place, and the chat stays open beside it; any other gets a tab of its own.
    <a part="link" href={target.href} rel="noopener" target={target.isForeign ? "_blank" : undefined}>
      {source.title ?? target.label}
    </a>
  );
}

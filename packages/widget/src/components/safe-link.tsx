import type { ComponentChildren } from "preact";
import { linkTarget } from "../model/link-target.js";

interface SafeLinkProps {
  /** As a backend or a model wrote it. */
  readonly url: string | undefined;
  readonly title?: string | undefined;
  /** Whether it leads out of the page even on the same site, such as to a file. */
  readonly isApart?: boolean;
  /** Default: what the address says. */
  readonly children?: ComponentChildren;
}

/** A link that cannot run anything: what is no safe address stays text. */
export function SafeLink({ url, title, isApart = false, children }: SafeLinkProps) {
  const target = linkTarget(url ?? "javascript:", location.href);
  if (target.status === "refused") return <span>{children ?? url}</span>;
  return (
    // A page of this site opens in place, and the chat stays open beside it; any other gets a tab of its own.
    <a
      part="link"
      href={target.href}
      rel="noopener"
      title={title}
      target={isApart || target.isForeign ? "_blank" : undefined}
    >
      {children ?? target.label}
    </a>
  );
}

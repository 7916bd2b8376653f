import type { ReadonlySignal } from "@preact/signals";
import type { BannerState } from "../model/banner.js";
import { spaceAfter } from "../model/space-after.js";
import { useWording } from "./panel-context.js";

/** What waits for the visitor is said at once; what passes by itself is said when there is a pause. */
const URGENT: ReadonlySet<BannerState["kind"]> = new Set(["sign-in", "expired", "cookies", "refused"]);

export interface BannerProps {
  readonly state: ReadonlySignal<BannerState>;
  onRetry(): void;
  onSignIn(): void;
}

/** Says what is wrong with the connection, and offers the way on. */
export function Banner({ state, onRetry, onSignIn }: BannerProps) {
  const { labels } = useWording();
  const banner = state.value;
  if (banner.kind === "none") return null;
  return (
    <div part={`banner banner-${banner.kind}`} role={URGENT.has(banner.kind) ? "alert" : "status"}>
      <span>
        {banner.text}
        {/* A number that is read out every second is worse than none. */}
        {banner.wait !== undefined && (
          <span aria-live="off">
            {spaceAfter(banner.text)}
            {banner.wait}
          </span>
        )}
      </span>
      {banner.action === "retry" && (
        <button type="button" part="link-button" onClick={onRetry}>
          {labels.retry}
        </button>
      )}
      {banner.action === "sign-in" && (
        <button type="button" part="link-button" onClick={onSignIn}>
          {labels.continue}
        </button>
      )}
    </div>
  );
}

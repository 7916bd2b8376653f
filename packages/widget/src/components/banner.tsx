import type { ReadonlySignal } from "@preact/signals";
import type { BannerState } from "../model/connection.js";

/** Says what is wrong with the connection, and offers the way on. */
export function Banner({ state, onAction }: { state: ReadonlySignal<BannerState>; onAction(): void }) {
  const banner = state.value;
  if (banner.status === "none") return null;
  return (
    <div part={`banner banner-${banner.status}`} role="alert">
      <span>{banner.text}</span>
      <button type="button" part="link-button" onClick={onAction}>
        {banner.action}
      </button>
    </div>
  );
}

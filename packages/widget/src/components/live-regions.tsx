import type { ReadonlySignal } from "@preact/signals";
import type { Announcement } from "../model/announcement.js";

/** What screen readers say of the conversation. The transcript itself is not live: it changes with every word. */
export function LiveRegions({ announcement }: { announcement: ReadonlySignal<Announcement> }) {
  const { polite = "", assertive = "" } = announcement.value;
  return (
    <div part="hidden">
      <p role="status">{polite}</p>
      <p role="alert">{assertive}</p>
    </div>
  );
}

import type { PageEvent, PageLife } from "../../src/page-life.js";

/** A page whose life a test tells. */
export function fakePage() {
  const listeners = new Set<(event: PageEvent) => void>();
  let isVisible = true;
  let isOnline = true;
  let stay: number | null = 0;
  const forbidden = new Set<string>();
  const page: PageLife = {
    isVisible: () => isVisible,
    isOnline: () => isOnline,
    stay: () => stay,
    isForbidden: (origin) => forbidden.has(origin),
    listen(run) {
      listeners.add(run);
      return () => void listeners.delete(run);
    },
  };
  return {
    page,
    listeners,
    /** The page's policy refuses connections to an origin. */
    forbid: (origin: string) => void forbidden.add(origin),
    leave() {
      stay = null;
    },
    happens(event: PageEvent) {
      if (event === "restored") stay = 1;
      if (event === "online" || event === "offline") isOnline = event === "online";
      if (event === "visible" || event === "hidden") isVisible = event === "visible";
      for (const run of listeners) run(event);
    },
  };
}

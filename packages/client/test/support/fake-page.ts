import type { PageEvent, PageLife } from "../../src/page-life.js";

/** A page whose life a test tells. */
export function fakePage() {
  const listeners = new Set<(event: PageEvent) => void>();
  let isVisible = true;
  let isLeaving = false;
  const page: PageLife = {
    isVisible: () => isVisible,
    isLeaving: () => isLeaving,
    listen(run) {
      listeners.add(run);
      return () => void listeners.delete(run);
    },
  };
  return {
    page,
    listeners,
    leave() {
      isLeaving = true;
    },
    happens(event: PageEvent) {
      if (event === "visible" || event === "hidden") isVisible = event === "visible";
      for (const run of listeners) run(event);
    },
  };
}

import { type ReadonlySignal, signal } from "@preact/signals";

/**
 * Follows whether the browser has a network. That it has one says nothing about the backend.
 * @param stop - Ends the following.
 */
export function followOnline(stop: AbortSignal): ReadonlySignal<boolean> {
  const isOnline = signal(navigator.onLine);
  const update = () => {
    isOnline.value = navigator.onLine;
  };
  addEventListener("online", update, { signal: stop });
  addEventListener("offline", update, { signal: stop });
  return isOnline;
}

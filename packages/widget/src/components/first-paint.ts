import { type ReadonlySignal, signal, useSignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";

const Context = createContext<ReadonlySignal<boolean>>(signal(true));

export const FirstPaintProvider = Context.Provider;

/** Whether the messages have been painted. What nobody sees at first, or takes long to make, waits for that. */
export const useIsPainted = (): boolean => useContext(Context).value;

/** At the latest, in milliseconds: a page that never rests must not keep the rest away. */
const LATEST = 500;

/** Turns true in the first quiet moment after the component that calls it is painted. */
export function useFirstPaint(): ReadonlySignal<boolean> {
  const isPainted = useSignal(false);
  useEffect(() => {
    const finish = () => {
      isPainted.value = true;
    };
    if (typeof requestIdleCallback === "undefined") setTimeout(finish);
    else requestIdleCallback(finish, { timeout: LATEST });
  }, []);
  return isPainted;
}

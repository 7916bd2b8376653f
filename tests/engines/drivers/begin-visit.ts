import type { Visit } from "./engine.ts";

/** Notes what is to be undone at the end of a visit. */
export type OnEnd = (undo: () => unknown) => void;

/**
 * Begins a visit whose parts end with it, the last one first: also when it fails to begin, and each whatever becomes
 * of the others. A browser that is left behind would run for ever.
 */
export async function beginVisit(begin: (onEnd: OnEnd) => Promise<Omit<Visit, "close">>): Promise<Visit> {
  const undos: (() => unknown)[] = [];
  async function close(): Promise<void> {
    const failures: unknown[] = [];
    for (const undo of undos.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "The browser did not end as it should.");
  }
  try {
    return { ...(await begin((undo) => undos.push(undo))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

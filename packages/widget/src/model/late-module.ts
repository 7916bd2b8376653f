import { type ReadonlySignal, signal } from "@preact/signals";

/** Code that is loaded when it is first wanted. */
export interface LateModule<Module> {
  /** Undefined until it is there. */
  readonly loaded: ReadonlySignal<Module | undefined>;
  /** Loads it, once. A load that failed is tried again at the next call. */
  load(): void;
}

/** @param load - Imports the module. */
export function lateModule<Module>(load: () => Promise<Module>): LateModule<Module> {
  const loaded = signal<Module | undefined>(undefined);
  let isLoading = false;
  return {
    loaded,
    load() {
      if (isLoading) return;
      isLoading = true;
      load().then(
        (module) => {
          loaded.value = module;
        },
        // The browser has logged it, and what stands in goes on standing in.
        () => {
          isLoading = false;
        },
      );
    },
  };
}

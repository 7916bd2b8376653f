import { type ReadonlySignal, signal } from "@preact/signals";

export type LateModuleState<Module> =
  | { readonly status: "absent" | "loading" | "failed" }
  | { readonly status: "loaded"; readonly module: Module };

/** Code that is loaded when it is first wanted. */
export interface LateModule<Module> {
  readonly state: ReadonlySignal<LateModuleState<Module>>;
  /** Loads it, once. A load that failed is tried again at the next call. */
  load(): void;
}

/** @param load - Imports the module. */
export function lateModule<Module>(load: () => Promise<Module>): LateModule<Module> {
  const state = signal<LateModuleState<Module>>({ status: "absent" });
  return {
    state,
    load() {
      const { status } = state.peek();
      if (status === "loading" || status === "loaded") return;
      state.value = { status: "loading" };
      load().then(
        (module) => {
          state.value = { status: "loaded", module };
        },
        // The browser has logged it.
        () => {
          state.value = { status: "failed" };
        },
      );
    },
  };
}

import { kitBackend } from "./kit-backend.js";
import { foreignBackend } from "./page-under-test.js";

/** The reference backend, whose visitor is signed in, and one that knows nothing of ours. */
export const BOTH_BACKENDS = [
  [
    "the reference backend",
    () => {
      const backend = kitBackend();
      backend.setCookie(backend.make("ada").id);
      return backend;
    },
  ],
  ["a foreign backend", foreignBackend],
] as const;

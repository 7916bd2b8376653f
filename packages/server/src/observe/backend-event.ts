import type { InterruptionReason } from "../turns/interruption.js";

/**
 * What happens in a backend, for logs, metrics and traces. Holds nothing that a visitor wrote, no credential and no
 * address.
 */
export type BackendEvent =
  | {
      readonly type: "request";
      /** `other` for an unusual one: a sender may make up as many as he likes. */
      readonly method: string;
      /** The path's pattern, such as `/upload/*`; `unknown` for one that is not there. */
      readonly route: string;
      readonly status: number;
      /** Milliseconds until the answer began. */
      readonly duration: number;
      /** The W3C trace context that came with the request. */
      readonly traceparent?: string;
    }
  /** A credential was presented. `outdated` and `unknown`: of another token version or key. */
  | {
      readonly type: "credential";
      readonly status: "valid" | "expired" | "malformed" | "outdated" | "unknown" | "revoked";
      /** Which of the backend's keys has signed it. */
      readonly key?: "current" | "previous";
      /** Of the token, where it tells. */
      readonly version?: number;
    }
  | { readonly type: "stream"; readonly change: "opened" | "closed" }
  | {
      readonly type: "reply";
      readonly ending: "complete" | "length" | "failed" | InterruptionReason;
      /** Milliseconds from the beginning to the end. */
      readonly duration: number;
    }
  | { readonly type: "feedback"; readonly value: 1 | 0 | -1 };

/** Is told of an event. What it throws goes to `onError`. */
export type Observer = (event: BackendEvent) => void;

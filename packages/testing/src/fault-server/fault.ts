/**
 * A way in which a request comes to harm between a page and its backend.
 *
 * - `late`: the answer comes after `delay` milliseconds.
 * - `reset`: the connection is reset, `before` the backend has the request or `after` it has answered.
 * - `status`: the request is refused on the way and the backend never has it. `retryAfter` is in seconds.
 * - `login-page`: a proxy answers 200 with a page of its own; the backend never has the request.
 * - `cut`: the connection breaks in the middle of the answer's body, after this fraction of it, from 0 to 1. With
 *   `isQuiet` the rest is left out without a sign of it, as some proxies do.
 * - `lost-cookies`: the cookies that the answer sets are lost.
 */
export type Fault =
  | { readonly type: "late"; readonly delay: number }
  | { readonly type: "reset"; readonly when: "before" | "after" }
  | { readonly type: "status"; readonly status: number; readonly retryAfter?: number }
  | { readonly type: "login-page" }
  | { readonly type: "cut"; readonly after: number; readonly isQuiet?: boolean }
  | { readonly type: "lost-cookies" };

/** A request on its way to the backend. */
export interface PassingRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
}

/** Decides what becomes of a request. Undefined: it arrives, and so does its answer. */
export type FaultScript = (request: PassingRequest) => Fault | undefined;

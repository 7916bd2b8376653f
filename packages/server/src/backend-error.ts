/**
 * - `option`: an option cannot work; thrown while the backend, a store or a reply is created.
 * - `store`: the store failed or is closed; answered as 503.
 * - `port`: the Node server cannot listen.
 * - `pages`: a folder of pages cannot be read.
 */
export type BackendErrorCode = "option" | "store" | "port" | "pages";

/** The one error class of this package. The message says what was tried, what happened and what to do next. */
export class BackendError extends Error {
  override readonly name = "BackendError";
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string, details: { readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
  }
}

/**
 * How bad a finding is: `critical` endangers visitors, `error` breaks the chat for some or all of them, `warning`
 * costs speed or comfort.
 */
export type Severity = "critical" | "error" | "warning";

export interface Finding {
  /** Stable, such as `CORS-01`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, and what a visitor notices of it. */
  readonly message: string;
  /** The request and the part of the answer that show it. */
  readonly evidence: string;
  readonly fix: string;
}

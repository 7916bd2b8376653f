import type { ProblemAnswer } from "@chatisle/client/protocol";

/**
 * An error answer: `{ code, detail }` as JSON.
 * @param detail - For developers: what is wrong and what to do. Never a token, a message or an internal error.
 */
export function problem(
  status: number,
  code: string,
  detail: string,
  {
    retryAfter,
    retry,
    headers = {},
  }: {
    /** Seconds. Goes into the body and, for scripts on other origins too, into `Retry-After`. */
    readonly retryAfter?: number;
    readonly retry?: boolean;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Response {
  const body: ProblemAnswer = {
    code,
    detail,
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
    ...(retry !== undefined && { retry }),
  };
  return Response.json(body, {
    status,
    headers: { ...headers, ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }) },
  });
}

/**
 * How the backend behaves.
 *
 * - `healthy`: a signed-in visitor; every request is answered well.
 * - `anonymous`: no session (401) until the first message opens one.
 * - `unreachable`: no request gets an answer: offline, refused, or an origin that is not allowed.
 * - `server-error`: every request is answered 500.
 * - `rate-limited`: messages are answered 429 with `Retry-After`; everything else is healthy.
 * - `html`: every request is answered 200 with a login page, as a proxy in front of the backend does.
 * - `cut-stream`: the connection breaks halfway through a reply. The backend keeps the whole reply.
 * - `slow`: every answer comes after a delay, and so does every piece of a reply.
 * - `empty`: a message is answered 200 with nothing in it.
 */
export type Scenario =
  | "healthy"
  | "anonymous"
  | "unreachable"
  | "server-error"
  | "rate-limited"
  | "html"
  | "cut-stream"
  | "slow"
  | "empty";

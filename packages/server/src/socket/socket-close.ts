/**
 * Why the backend ends a connection. Browsers hide the status of a refused handshake, and WebKit the standard codes for a
 * restart: only codes of this range tell a page what to do.
 */
export interface SocketClose {
  /**
   * - 4401: no session, or one that has ended; read `GET /api/session`, then connect again, once.
   * - 4403: not over this connection; do not connect again.
   * - 4429: too much; the reason says how many seconds to wait.
   * - 4503: the instance or its store is going; connect again after some seconds.
   */
  readonly code: 4401 | 4403 | 4429 | 4503;
  /** At most 123 bytes, by the protocol. */
  readonly reason: string;
}

/** The same refusal as an answer over HTTP would be. */
export async function closeFor(response: Response): Promise<SocketClose> {
  const { code } = (await response.clone().json()) as { readonly code: string };
  switch (response.status) {
    case 401:
      return { code: 4401, reason: code };
    case 429:
      return { code: 4429, reason: response.headers.get("retry-after") ?? "" };
    case 503:
      return { code: 4503, reason: code };
    default:
      return { code: 4403, reason: code };
  }
}

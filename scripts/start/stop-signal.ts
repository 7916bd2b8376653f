/**
 * A signal that aborts when the person at the keyboard or the system wants this process to stop.
 *
 * npm passes signals to the shell that it starts a script through, and a shell that waits for us would keep them to
 * itself: hence the `exec` in package.json's `start`. The part after `||` is for shells that have no `exec`.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  // Not `once`: npm forwards a Ctrl-C that the terminal has sent to us already, and the second must not cut the closing short.
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return stopping.signal;
}

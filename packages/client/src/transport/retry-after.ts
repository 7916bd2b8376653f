const MAX_RETRY_AFTER = 600_000;

/**
 * How long a server asks to wait, from `Retry-After`.
 * @param value - Seconds or an HTTP date.
 * @param date - The answer's `Date` header, against which an HTTP date is measured: the visitor's clock may be wrong.
 * @returns Milliseconds, at most ten minutes; undefined when the header says nothing usable.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(value: string | null, date: string | null, now: number): number | undefined {
  if (value === null || value.trim() === "") return undefined;
  const seconds = Number(value);
  if (!Number.isNaN(seconds)) return seconds < 0 ? undefined : Math.min(seconds * 1000, MAX_RETRY_AFTER);
  // Engines read a date into almost anything; an HTTP date always ends in GMT.
  const until = /GMT\s*$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const served = date === null ? Number.NaN : Date.parse(date);
  return Math.min(Math.max(until - (Number.isNaN(served) ? now : served), 0), MAX_RETRY_AFTER);
}

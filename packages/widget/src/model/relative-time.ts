const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long ago something was, in the words of a language; after a week the date.
 * @param at - Epoch milliseconds.
 * @param now - Epoch milliseconds.
 * @param lang - BCP 47.
 */
export function relativeTime(at: number, now: number, lang: string): string {
  const age = Math.max(0, now - at);
  if (age >= 7 * DAY) return new Intl.DateTimeFormat(lang, { dateStyle: "medium" }).format(at);
  const [value, unit] =
    age >= DAY
      ? ([age / DAY, "day"] as const)
      : age >= HOUR
        ? ([age / HOUR, "hour"] as const)
        : ([age / MINUTE, "minute"] as const);
  return new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(-Math.floor(value), unit);
}

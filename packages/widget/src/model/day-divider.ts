import type { Message } from "@chatisle/client";

const DAY = 86_400_000;

/** A day as a number that orders days; null for a message that does not tell when it was written. */
export function dayOf({ createdAt }: Pick<Message, "createdAt">): number | null {
  const date = new Date(createdAt ?? "");
  if (Number.isNaN(date.getTime())) return null;
  // Noon of the visitor's day, counted in UTC: days of 23 and 25 hours count as one.
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY);
}

/**
 * The days that messages begin, by their place: a divider stands before each. A conversation of today alone needs
 * none.
 * @param today - As {@link dayOf} counts it.
 */
export function dayStarts(messages: readonly Message[], today: number): ReadonlyMap<number, number> {
  const starts = new Map<number, number>();
  let current: number | null = null;
  for (const [place, message] of messages.entries()) {
    const day = dayOf(message);
    if (day === null || day === current) continue;
    if (current !== null || day !== today) starts.set(place, day);
    current = day;
  }
  return starts;
}

/** What a day is called: today, yesterday, or its date. */
export function dayName(day: number, today: number, lang: string): string {
  const distance = day - today;
  if (distance === 0 || distance === -1) {
    const name = new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(distance, "day");
    return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
  }
  const date = new Date(day * DAY);
  const isThisYear = date.getUTCFullYear() === new Date(today * DAY).getUTCFullYear();
  return new Intl.DateTimeFormat(lang, {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(!isThisYear && { year: "numeric" }),
  }).format(date);
}

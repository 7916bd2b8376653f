/** What this puts before a title. A site's own number in brackets is another's. */
const BADGE = /^\(\d+\+?\)\u00a0/;

/** A page's title with a number before it; 0 takes the number away. */
export function badgedTitle(title: string, count: number): string {
  const own = title.replace(BADGE, "");
  return count === 0 ? own : `(${count > 99 ? "99+" : count})\u00a0${own}`;
}

import { dayName } from "../model/day-divider.js";
import { useIsPainted } from "./first-paint.js";
import { useWording } from "./panel-context.js";

/** Stands before the first message of a day. Both numbers count days. */
export function DayDivider({ day, today }: { day: number; today: number }) {
  const { lang } = useWording();
  return <p part="day">{useIsPainted() && dayName(day, today, lang)}</p>;
}

import { useWording } from "./panel-context.js";

const HOUR: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
const EXACT: Intl.DateTimeFormatOptions = { dateStyle: "long", timeStyle: "medium" };

/** When a message was written: the hour, and the exact moment where the pointer rests. */
export function MessageTime({ at }: { at: string | undefined }) {
  const { lang } = useWording();
  const date = new Date(at ?? "");
  if (Number.isNaN(date.getTime())) return null;
  return (
    <time part="time" dateTime={date.toISOString()} title={new Intl.DateTimeFormat(lang, EXACT).format(date)}>
      {new Intl.DateTimeFormat(lang, HOUR).format(date)}
    </time>
  );
}

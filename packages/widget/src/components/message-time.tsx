import { useWording } from "./panel-context.js";

interface TimeFormats {
  readonly hour: Intl.DateTimeFormat;
  readonly exact: Intl.DateTimeFormat;
}

/** Those of each language that was shown. To make one takes longer than to render a message. */
const formats = new Map<string, TimeFormats>();

function formatsOf(lang: string): TimeFormats {
  const made = formats.get(lang) ?? {
    hour: new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit" }),
    exact: new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "medium" }),
  };
  formats.set(lang, made);
  return made;
}

/** When a message was written: the hour, and the exact moment where the pointer rests. */
export function MessageTime({ at }: { at: string | undefined }) {
  const { lang } = useWording();
  const date = new Date(at ?? "");
  if (Number.isNaN(date.getTime())) return null;
  const { hour, exact } = formatsOf(lang);
  return (
    <time part="time" dateTime={date.toISOString()} title={exact.format(date)}>
      {hour.format(date)}
    </time>
  );
}

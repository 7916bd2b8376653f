import { useLayoutEffect, useRef } from "preact/hooks";
import { doctorCommand } from "../app/doctor-command.js";
import { adoptStyle } from "../skin/adopt-style.js";
import misconfiguredCss from "../skin/misconfigured.css?inline";
import { useWording } from "./panel-context.js";

export interface MisconfiguredProps {
  readonly problem: string;
  readonly fix?: string | undefined;
  /** The address of a backend that can be asked for more. */
  readonly backend?: string | undefined;
}

/** Tells the developer of the site what is wrong with the chat's options or its backend. */
export function MisconfiguredCard({ problem, fix, backend }: MisconfiguredProps) {
  const { labels } = useWording();
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => adoptStyle(card.current, misconfiguredCss), []);
  return (
    // Developers' words are English, whatever the panel speaks.
    <div part="card card-misconfigured" role="alert" lang="en" dir="ltr" ref={card}>
      <strong>{labels.misconfigured}</strong>
      <p>{problem}</p>
      {fix && <p>{fix}</p>}
      {backend !== undefined && (
        <p>
          {labels.misconfiguredCheck} <code>{doctorCommand(backend, location.href)}</code>
        </p>
      )}
    </div>
  );
}

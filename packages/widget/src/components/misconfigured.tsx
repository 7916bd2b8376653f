import { useWording } from "./panel-context.js";
import { Piece } from "./render-functions.js";

export interface MisconfiguredProps {
  readonly problem: string;
  readonly fix?: string | undefined;
  /** Finds out more. */
  readonly command?: string | undefined;
}

/** Tells the developer of the site what is wrong with the chat's options or its backend. */
export function MisconfiguredCard({ problem, fix, command }: MisconfiguredProps) {
  const { labels } = useWording();
  return (
    // Developers' words are English, whatever the panel speaks.
    <div part="card card-misconfigured" role="alert" lang="en" dir="ltr">
      <strong>{labels.misconfigured}</strong>
      <p>{problem}</p>
      {fix && <p>{fix}</p>}
      {command !== undefined && (
        <p>
          {labels.misconfiguredCheck} <code>{command}</code>
        </p>
      )}
    </div>
  );
}

/** In place of a conversation that cannot be: the reason for the developer, calm words for everybody else. */
export function Misconfigured(props: MisconfiguredProps & { isForDeveloper: boolean }) {
  const { labels } = useWording();
  return (
    <Piece name="error" of={{ problem: "setup", retry: undefined }}>
      <div part="middle">
        {props.isForDeveloper ? <MisconfiguredCard {...props} /> : <p role="alert">{labels.unavailable}</p>}
      </div>
    </Piece>
  );
}

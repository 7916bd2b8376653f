import { lazy } from "./lazy.js";
import type { MisconfiguredProps } from "./misconfigured-card.js";
import { useWording } from "./panel-context.js";
import { Piece } from "./render-functions.js";

/** Only developers load it. */
export const MisconfiguredCard = lazy(() =>
  import("./misconfigured-card.js").then((module) => module.MisconfiguredCard),
);

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

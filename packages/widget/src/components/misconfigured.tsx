import { useWording } from "./panel-context.js";

/** Tells the developer of the site what is wrong with the chat's options, in place of a conversation. */
export function Misconfigured({ problem, fix }: { problem: string; fix: string }) {
  const { labels } = useWording();
  return (
    <div part="middle">
      <div part="card card-misconfigured" role="alert">
        <strong>{labels.misconfigured}</strong>
        <p>{problem}</p>
        <p>{fix}</p>
      </div>
    </div>
  );
}

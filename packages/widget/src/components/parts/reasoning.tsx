import type { PartOf } from "@chatisle/client/protocol";
import { MessageText } from "../message-text.js";
import { useWording } from "../panel-context.js";
import { Step } from "./step.js";

/** What the assistant thought before it answered. */
export function Reasoning({ part, isThinking }: { part: PartOf<"text" | "reasoning">; isThinking: boolean }) {
  const { labels } = useWording();
  const isActive = isThinking && !part.done;
  return (
    <Step summary={isActive ? labels.reasoningNow : labels.reasoning} isActive={isActive}>
      <MessageText text={part.text} />
    </Step>
  );
}

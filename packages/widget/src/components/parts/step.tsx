import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { adoptStyle } from "../../skin/adopt-style.js";
import partsCss from "../../skin/message-parts.css?inline";
import { ChevronIcon } from "../late-icons.js";

interface StepProps {
  readonly summary: string;
  /** What has become of it, in a word. */
  readonly state?: string | false | undefined;
  readonly isActive: boolean;
  readonly children?: ComponentChildren;
}

/** Something the assistant did on the way to its answer: a line that opens for those who want to know more. */
export function Step({ summary, state, isActive, children }: StepProps) {
  const root = useRef<HTMLDetailsElement>(null);
  useLayoutEffect(() => adoptStyle(root.current, partsCss), []);
  return (
    <details part={`step${isActive ? " step-active" : ""}`} ref={root}>
      <summary part="step-summary">
        <ChevronIcon />
        <span part="step-name">{summary}</span>
        {state && <span part="step-state">{state}</span>}
      </summary>
      <div part="step-content">{children}</div>
    </details>
  );
}

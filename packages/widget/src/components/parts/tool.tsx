import type { PartOf } from "@chatisle/client/protocol";
import type { Labels } from "../../labels.js";
import { useWording } from "../panel-context.js";
import { Step } from "./step.js";

interface ToolProps {
  readonly tool: PartOf<"tool">;
  /** Whether the message it belongs to is still being written. */
  readonly isArriving: boolean;
  onAnswer(approvalId: string, isAllowed: boolean): void;
}

/** A tool the assistant has used, or wants to use and asks for. */
export function Tool({ tool, isArriving, onAnswer }: ToolProps) {
  const { labels } = useWording();
  const name = tool.title ?? tool.name ?? labels.tool;
  const isActive = isArriving && (tool.state === "input" || tool.state === "ready");
  const { approvalId } = tool;
  const input = tool.input ?? tool.inputText;
  const output = tool.error ?? tool.output;
  return (
    <>
      <Step
        summary={name}
        state={isActive ? labels.toolRunning : stateWord(tool, labels)}
        isActive={isActive}
      >
        {input !== undefined && <Value label={labels.toolInput} value={input} />}
        {output !== undefined && <Value label={labels.toolOutput} value={output} />}
      </Step>
      {tool.state === "approval" && approvalId !== undefined && (
        <div part="approval">
          <p>
            {labels.toolApproval} <strong>{name}</strong>
          </p>
          <button type="button" part="chip chip-primary" onClick={() => onAnswer(approvalId, true)}>
            {labels.allow}
          </button>
          <button type="button" part="chip" onClick={() => onAnswer(approvalId, false)}>
            {labels.deny}
          </button>
        </div>
      )}
    </>
  );
}

function stateWord({ state }: PartOf<"tool">, labels: Labels): string | undefined {
  if (state === "error") return labels.toolFailed;
  return state === "denied" ? labels.toolDenied : undefined;
}

function Value({ label, value }: { label: string; value: unknown }) {
  return (
    <>
      <p part="step-label">{label}</p>
      <p part="step-value" dir="auto">
        {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
      </p>
    </>
  );
}

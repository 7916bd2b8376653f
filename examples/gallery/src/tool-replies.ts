import type { Words } from "./words.js";

/** The events of a reply as the AI SDK streams them. */
const events = (chunks: readonly object[]) => chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);

/** The assistant thinks, looks something up and answers. */
export function toolUsed({ parcel, tool }: Words): readonly string[] {
  return events([
    { type: "start", messageId: "reply" },
    { type: "start-step" },
    { type: "reasoning-start", id: "thought" },
    { type: "reasoning-delta", id: "thought", delta: parcel.thought },
    { type: "reasoning-end", id: "thought" },
    {
      type: "tool-input-available",
      toolCallId: "call",
      toolName: "find",
      title: tool.search,
      input: { id: 4711 },
    },
    { type: "tool-output-available", toolCallId: "call", output: { city: "Oslo", due: "2026-11-21" } },
    { type: "text-start", id: "text" },
    { type: "text-delta", id: "text", delta: parcel.answer },
    { type: "text-end", id: "text" },
    { type: "finish-step" },
    { type: "finish", finishReason: "stop" },
  ]);
}

/** The assistant wants to do something that it has to ask for. */
export function approvalAsked({ tool }: Words): readonly string[] {
  return events([
    { type: "start", messageId: "reply" },
    { type: "start-step" },
    {
      type: "tool-input-available",
      toolCallId: "call",
      toolName: "cancel",
      title: tool.cancel,
      input: { id: 4711 },
    },
    { type: "tool-approval-request", toolCallId: "call", approvalId: "approval" },
    { type: "finish-step" },
    { type: "finish", finishReason: "tool-calls" },
  ]);
}

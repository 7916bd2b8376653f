import type { PartOf } from "@chatisle/client/protocol";
import type { TextStreamPart, ToolSet } from "ai";
import type { ReplyChunk } from "../turns/reply.js";

type Tool = PartOf<"tool">;

/**
 * A model's stream as pieces of a reply.
 * @throws What the model's provider reports. A tool that fails does not end the reply: the model is told.
 */
export async function* modelChunks(
  stream: AsyncIterable<TextStreamPart<ToolSet>>,
): AsyncGenerator<ReplyChunk> {
  const tools = new Map<string, Tool>();
  let step = 0;
  let files = 0;

  function tool(id: string, fields: Partial<Tool>): Tool {
    const part: Tool = { state: "input", ...tools.get(id), ...fields, type: "tool", id };
    tools.set(id, part);
    return part;
  }

  for await (const piece of stream) {
    switch (piece.type) {
      case "start-step":
        step += 1;
        break;
      // A model may count its parts anew in every step.
      case "text-delta":
        yield { type: "delta", kind: "text", id: `${step}-${piece.id}`, text: piece.text };
        break;
      case "reasoning-delta":
        yield { type: "delta", kind: "reasoning", id: `${step}-${piece.id}`, text: piece.text };
        break;
      case "tool-input-start":
        yield tool(piece.id, {
          name: piece.toolName,
          ...(piece.title !== undefined && { title: piece.title }),
        });
        break;
      case "tool-call":
        yield tool(piece.toolCallId, { name: piece.toolName, input: piece.input, state: "ready" });
        break;
      case "tool-result":
        yield tool(piece.toolCallId, { output: piece.output, state: "done" });
        break;
      case "tool-error":
        // The reason may name hosts and keys: it is for the model and the log, not for the visitor.
        yield tool(piece.toolCallId, { error: "The tool failed.", state: "error" });
        break;
      case "source":
        yield {
          type: "source",
          id: piece.id,
          ...(piece.sourceType === "url" ? { url: piece.url } : { mediaType: piece.mediaType }),
          ...(piece.title !== undefined && { title: piece.title }),
        };
        break;
      case "file": {
        files += 1;
        const { mediaType, base64 } = piece.file;
        yield { type: "file", id: `file-${files}`, mediaType, url: `data:${mediaType};base64,${base64}` };
        break;
      }
      case "error":
        throw piece.error;
      case "abort":
        return;
    }
  }
}

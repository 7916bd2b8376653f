import type { Part } from "@chatisle/client/protocol";
import { type LanguageModel, type ModelMessage, stepCountIs, streamText, type ToolSet } from "ai";
import type { Reply, ReplyChunk, ReplyTurn } from "../turns/reply.js";
import { modelChunks } from "./model-chunks.js";

export interface ModelReplyOptions {
  /** A model of the `ai` package: of any provider, or `modelFromEnvironment(process.env)`. */
  readonly model: LanguageModel;
  /** What the model is told before the conversation: who it is and how it answers. */
  readonly instructions?: string;
  /** Tools of the `ai` package that the model may call. The visitor sees each call and its result. */
  readonly tools?: ToolSet;
  /** How often the model may go on after calling tools. Default: 5. */
  readonly maxSteps?: number;
  /** The longest answer of one step, in tokens. Default: the model's own. */
  readonly maxOutputTokens?: number;
}

/** A reply written by a language model: text, reasoning, tool calls, sources and files, as the model streams them. */
export function modelReply(options: ModelReplyOptions): Reply {
  const { model, instructions, tools, maxSteps = 5, maxOutputTokens } = options;
  async function* reply(turn: ReplyTurn): AsyncGenerator<ReplyChunk> {
    const { fullStream } = streamText({
      model,
      messages: await toModelMessages(turn),
      abortSignal: turn.signal,
      stopWhen: stepCountIs(maxSteps),
      // The stream has the error too, and there it ends the reply. The default would print it a second time.
      onError: () => {},
      ...(instructions !== undefined && { instructions }),
      ...(tools !== undefined && { tools }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    });
    yield* modelChunks(fullStream);
  }
  return reply;
}

/** The conversation as a model gets it, the visitor's files with their bytes. */
async function toModelMessages({ messages, readFile }: ReplyTurn): Promise<ModelMessage[]> {
  const converted = messages.map(async ({ role, text, parts }): Promise<ModelMessage | null> => {
    if (role === "assistant") return text === "" ? null : { role, content: text };
    const files = await Promise.all(parts.map((part) => toFilePart(part, readFile)));
    const content = [
      ...(text === "" ? [] : [{ type: "text" as const, text }]),
      ...files.flatMap((file) => file ?? []),
    ];
    return content.length === 0 ? null : { role, content };
  });
  return (await Promise.all(converted)).flatMap((message) => message ?? []);
}

async function toFilePart(part: Part, readFile: ReplyTurn["readFile"]) {
  const data = part.type === "file" ? await readFile(part.id) : null;
  if (part.type !== "file" || data === null) return null;
  const { mediaType = "application/octet-stream", name } = part;
  return { type: "file" as const, data, mediaType, ...(name !== undefined && { filename: name }) };
}

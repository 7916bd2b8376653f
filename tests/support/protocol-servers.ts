import { createServer } from "node:http";
import { type BaseEvent, EventType } from "@ag-ui/core";
import { EventEncoder } from "@ag-ui/encoder";
import { LLMock } from "@copilotkit/aimock";
import { type StreamChunk, toServerSentEventsResponse } from "@tanstack/ai";
import {
  convertToModelMessages,
  isStepCount,
  jsonSchema,
  type ModelMessage,
  simulateReadableStream,
  streamText,
  tool,
} from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { listen } from "./listen.ts";
import { responseListener } from "./response-listener.ts";

/** What every server answers to anything but a wish for a refund. */
export const GREETING = "Grüße aus dem Laden 👋🏽";

type Chunk =
  Awaited<ReturnType<MockLanguageModelV4["doStream"]>>["stream"] extends ReadableStream<infer Item>
    ? Item
    : never;

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 1, text: 1, reasoning: undefined },
};
const finish = (unified: "stop" | "tool-calls"): Chunk => ({
  type: "finish",
  finishReason: { unified, raw: unified },
  usage: USAGE,
});
const say = (...deltas: string[]): Chunk[] => [
  { type: "text-start", id: "t" },
  ...deltas.map((delta): Chunk => ({ type: "text-delta", id: "t", delta })),
  { type: "text-end", id: "t" },
  finish("stop"),
];
const CALL_REFUND: Chunk[] = [
  { type: "tool-call", toolCallId: "call_1", toolName: "refund", input: '{"order":7}' },
  finish("tool-calls"),
];

/** A model that calls a tool when a refund is asked for, and tells afterwards what came of it. */
const model = new MockLanguageModelV4({
  async doStream({ prompt }) {
    const last = prompt.at(-1);
    const asked = JSON.stringify(last?.content ?? "");
    const chunks =
      last?.role === "tool"
        ? say(asked.includes("Refunded") ? "Order 7 is refunded." : "Then not.")
        : asked.includes("refund")
          ? CALL_REFUND
          : say("Grüße aus ", "dem Laden 👋🏽");
    return { stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }) };
  },
});

/** A route as an app with the AI SDK has it, with a tool that needs the visitor's approval. */
async function aiSdkRoute(body: unknown): Promise<Response> {
  const { messages } = body as { messages: Parameters<typeof convertToModelMessages>[0] };
  const prompt: ModelMessage[] = await convertToModelMessages(messages);
  const result = streamText({
    model,
    messages: prompt,
    tools: {
      refund: tool({
        description: "Refunds an order.",
        inputSchema: jsonSchema<{ order: number }>({
          type: "object",
          properties: { order: { type: "number" } },
          required: ["order"],
        }),
        execute: async () => "Refunded",
      }),
    },
    toolApproval: { refund: "user-approval" },
    stopWhen: isStepCount(3),
  });
  return result.toUIMessageStreamResponse();
}

/** The events of a run that greets, or asks before it refunds. */
function run(body: unknown): object[] {
  const { threadId, runId, messages, resume } = body as {
    threadId: string;
    runId: string;
    messages: readonly { content: string }[];
    resume?: readonly { payload: unknown }[];
  };
  const ids = { threadId, runId };
  const text = (delta: string) => [
    { type: EventType.TEXT_MESSAGE_START, messageId: `m-${runId}`, role: "assistant" },
    { type: EventType.TEXT_MESSAGE_CONTENT, messageId: `m-${runId}`, delta },
    { type: EventType.TEXT_MESSAGE_END, messageId: `m-${runId}` },
  ];
  const started = { type: EventType.RUN_STARTED, ...ids };
  const finished = { type: EventType.RUN_FINISHED, ...ids };
  if (resume !== undefined) {
    return [started, ...text(resume[0]?.payload === true ? "Order 7 is refunded." : "Then not."), finished];
  }
  if (!messages.at(-1)?.content.includes("refund")) return [started, ...text(GREETING), finished];
  const interrupts = [{ id: "i1", reason: "refund", message: "Refund order 7?" }];
  return [started, { ...finished, outcome: { type: "interrupt", interrupts } }];
}

function agUiRoute(body: unknown): Response {
  const encoder = new EventEncoder({ accept: "text/event-stream" });
  const frames = run(body).map((event) => encoder.encodeSSE(event as BaseEvent));
  return new Response(frames.join(""), { headers: { "content-type": encoder.getContentType() } });
}

async function* chunksOf(events: readonly object[]): AsyncGenerator<StreamChunk> {
  for (const event of events) yield event as StreamChunk;
}

const ROUTES: Readonly<Record<string, (body: unknown) => Response | Promise<Response>>> = {
  "/api/chat": aiSdkRoute,
  "/agent": agUiRoute,
  "/tanstack": (body) => toServerSentEventsResponse(chunksOf(run(body))),
};

async function answer(request: Request): Promise<Response> {
  const route = ROUTES[new URL(request.url).pathname];
  if (route === undefined || request.method !== "POST") return new Response(null, { status: 404 });
  return route(await request.json());
}

export interface ProtocolServers {
  /** The AI SDK at `/api/chat`, AG-UI at `/agent`, TanStack AI at `/tanstack`. */
  readonly apps: string;
  /** Model servers: OpenAI's two protocols and Ollama's. */
  readonly models: string;
  close(): Promise<void>;
}

/** Runs the servers of other projects, with models that know their lines. */
export async function startProtocolServers(): Promise<ProtocolServers> {
  const apps = await listen(createServer(responseListener(answer)));
  const models = new LLMock({ port: 0, chunkSize: 5 });
  models.onMessage(/.*/, { content: GREETING });
  await models.start();
  return {
    apps: apps.url,
    models: models.url,
    async close() {
      await apps.close();
      await models.stop();
    },
  };
}

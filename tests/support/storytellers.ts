import { createServer, type RequestListener } from "node:http";
import { EventType } from "@ag-ui/core";
import type { ProtocolDescriptor } from "@chatisle/client";
import { createChatBackend } from "@chatisle/server";
import { toNodeListener } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import { toUpgradeListener, type UpgradeListener } from "@chatisle/server/web-socket";
import {
  memoryStream,
  resumeServerSentEventsResponse,
  type StreamChunk,
  toServerSentEventsResponse,
} from "@tanstack/ai";
import { streamText } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { listen, type RunningServer } from "./listen.ts";
import { responseListener } from "./response-listener.ts";

export const BEGINNING = "Once upon ";
export const STORY = `${BEGINNING}a time.`;

/** A backend that tells one story to everybody, and pauses after the {@link BEGINNING}. */
export interface Storyteller extends RunningServer {
  /** Every request, such as `POST /chat`, and `UPGRADE /ws/chat/…`. */
  readonly requests: readonly string[];
  /** Ends the pause. */
  goOn(): void;
}

type Tell = () => AsyncGenerator<string>;

/** Makes the parts of a server out of the story. */
interface Teller {
  readonly protocol: ProtocolDescriptor;
  serve(
    tell: Tell,
    site: string,
  ): {
    readonly listener: RequestListener;
    readonly onUpgrade?: UpgradeListener;
    close?(): Promise<void>;
  };
}

const kit = (protocol: ProtocolDescriptor): Teller => ({
  protocol,
  serve(tell, site) {
    const backend = createChatBackend({
      store: sqliteStore({ path: ":memory:" }),
      reply: tell,
      origins: [site],
      secret: "a secret of end-to-end tests, of no worth to anybody",
    });
    return {
      listener: toNodeListener(backend),
      onUpgrade: toUpgradeListener(backend),
      close: () => backend.close(),
    };
  },
});

/** Keeps the running stream of a chat, as an app with the AI SDK does for `resume`. */
const aiSdk: Teller = {
  protocol: { use: "ai-sdk", resume: true },
  serve(tell) {
    let running: (() => AsyncGenerator<string>) | undefined;
    async function answer(request: Request): Promise<Response> {
      if (request.method === "POST") {
        const result = streamText({ model: modelThatTells(tell), prompt: "Tell me a story" });
        return result.toUIMessageStreamResponse({
          generateMessageId: () => "story",
          consumeSseStream({ stream }) {
            running = repeatable(stream);
          },
        });
      }
      if (running === undefined) return new Response(null, { status: 204 });
      const body = streamOf(running()).pipeThrough(new TextEncoderStream());
      return new Response(body, {
        headers: { "content-type": "text/event-stream", "x-vercel-ai-ui-message-stream": "v1" },
      });
    }
    return { listener: responseListener(answer) };
  },
};

function modelThatTells(tell: Tell): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    async doStream() {
      async function* chunks() {
        yield { type: "text-start" as const, id: "t" };
        for await (const delta of tell()) yield { type: "text-delta" as const, id: "t", delta };
        yield { type: "text-end" as const, id: "t" };
        yield {
          type: "finish" as const,
          finishReason: { unified: "stop" as const, raw: "stop" },
          usage: {
            inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
            outputTokens: { total: 1, text: 1, reasoning: undefined },
          },
        };
      }
      return { stream: streamOf(chunks()) };
    },
  });
}

/** `ReadableStream.from`, which TypeScript's types of the platform do not have yet. */
function streamOf<Item>(items: AsyncGenerator<Item>): ReadableStream<Item> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await items.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** Something to wait for, until it is told. */
function signal() {
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { told, tell };
}

/** Reads a stream to its end, and lets any number of readers follow it from its start. */
function repeatable(stream: ReadableStream<string>): () => AsyncGenerator<string> {
  const pieces: string[] = [];
  let isOver = false;
  let more = signal();
  async function record() {
    for await (const piece of stream) {
      pieces.push(piece);
      more.tell();
      more = signal();
    }
    isOver = true;
    more.tell();
  }
  void record();
  return async function* () {
    for (let next = 0; ; ) {
      const piece = pieces[next];
      if (piece !== undefined) {
        next += 1;
        yield piece;
      } else if (isOver) return;
      else await more.told;
    }
  };
}

/** TanStack AI keeps each run's events, and numbers them. */
const tanStack: Teller = {
  protocol: { use: "ag-ui", path: "/agent", resume: true },
  serve(tell) {
    async function* events(): AsyncGenerator<StreamChunk> {
      const run = { threadId: "thread", runId: "run" };
      const message = { messageId: "story" };
      const chunk = (event: object) => event as StreamChunk;
      yield chunk({ type: EventType.RUN_STARTED, ...run });
      yield chunk({ type: EventType.TEXT_MESSAGE_START, ...message, role: "assistant" });
      for await (const delta of tell())
        yield chunk({ type: EventType.TEXT_MESSAGE_CONTENT, ...message, delta });
      yield chunk({ type: EventType.TEXT_MESSAGE_END, ...message });
      yield chunk({ type: EventType.RUN_FINISHED, ...run });
    }
    return {
      listener: responseListener((request) => {
        const adapter = memoryStream(request);
        return request.method === "POST"
          ? toServerSentEventsResponse(events(), { durability: { adapter, batch: 1 } })
          : resumeServerSentEventsResponse({ adapter });
      }),
    };
  },
};

/** A home-made backend: it streams bare text, and writes into its history what it has said in the end. */
const homeMade: Teller = {
  protocol: { use: "rest", paths: { session: null, tokenHealth: null } },
  serve(tell, site) {
    const messages: { role: "human" | "assistant"; content: string }[] = [];
    const cors = {
      "access-control-allow-origin": site,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "content-type",
    };
    const listener: RequestListener = async (request, response) => {
      if (request.method === "OPTIONS") return void response.writeHead(204, cors).end();
      if (request.method === "GET") {
        response.writeHead(200, { ...cors, "content-type": "application/json" });
        return void response.end(JSON.stringify({ messages }));
      }
      response.writeHead(200, { ...cors, "content-type": "text/plain; charset=utf-8" });
      messages.push({ role: "human", content: "Tell me" });
      let content = "";
      for await (const piece of tell()) {
        content += piece;
        response.write(piece);
      }
      messages.push({ role: "assistant", content });
      response.end();
    };
    return { listener };
  },
};

/** By what a reply is followed further after a cut. */
export const STORYTELLERS = {
  kit: kit({ use: "rest" }),
  kitSocket: kit({ use: "web-socket" }),
  aiSdk,
  tanStack,
  homeMade,
} satisfies Readonly<Record<string, Teller>>;

/** @param site - The page that may talk to it. */
export async function startStoryteller({ serve }: Teller, site: string): Promise<Storyteller> {
  const requests: string[] = [];
  const pause = signal();
  async function* tell() {
    yield BEGINNING;
    await pause.told;
    yield STORY.slice(BEGINNING.length);
  }
  const { listener, onUpgrade, close } = serve(tell, site);
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  if (onUpgrade !== undefined) {
    server.on("upgrade", (request, socket, head) => {
      requests.push(`UPGRADE ${request.url}`);
      onUpgrade(request, socket, head);
    });
  }
  const running = await listen(server);
  return {
    ...running,
    requests,
    goOn: pause.tell,
    async close() {
      pause.tell();
      await running.close();
      await close?.();
    },
  };
}

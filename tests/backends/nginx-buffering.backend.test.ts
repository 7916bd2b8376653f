import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createChatClient, memoryStorage, type ProtocolDescriptor, textOf } from "@chatisle/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { nginxProgram } from "../../scripts/backends/nginx.ts";
import { startProgram } from "../../scripts/backends/program.ts";
import { freePort, listen } from "../support/listen.ts";

const TEMPLATE = fileURLToPath(new URL("buffering.conf.template", import.meta.url));

/** A reply in two pieces, as a server of each protocol writes it. */
interface Dialect {
  readonly protocol: ProtocolDescriptor;
  readonly contentType: string;
  readonly pieces: readonly [string, string];
}

const sse = (...frames: readonly object[]) =>
  frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join("");
const uiText = (delta: string) => ({ type: "text-delta", id: "t", delta });
const line = (frame: object) => `${JSON.stringify(frame)}\n`;
const paths = { session: null, history: null };

const DIALECTS: readonly (readonly [string, Dialect])[] = [
  [
    "plain text",
    {
      protocol: { use: "rest", paths },
      contentType: "text/plain; charset=utf-8",
      pieces: ["Soon", " enough."],
    },
  ],
  [
    "the AI SDK",
    {
      protocol: { use: "ai-sdk", path: "/chat" },
      contentType: "text/event-stream",
      pieces: [sse(uiText("Soon")), sse(uiText(" enough."), { type: "finish", finishReason: "stop" })],
    },
  ],
  [
    "Ollama",
    {
      protocol: { use: "ollama", path: "/chat", model: "llama" },
      contentType: "application/x-ndjson",
      pieces: [
        line({ message: { content: "Soon" }, done: false }),
        line({ message: { content: " enough." }, done: true, done_reason: "stop" }),
      ],
    },
  ],
];

/** A site of nginx with a chat backend behind it, which writes the second piece when it is told to. */
async function visit({ protocol, contentType, pieces: [first, second] }: Dialect, buffering: "on" | "off") {
  const replies: ServerResponse[] = [];
  const upstream = await listen(
    createServer((request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": contentType });
      response.write(first, () => replies.push(response));
    }),
  );
  const folder = await mkdtemp(join(tmpdir(), "chatisle-buffering-"));
  await writeFile(join(folder, "index.html"), "<h1>Lamps</h1>");
  const port = await freePort();
  const variables = { SITE: folder, UPSTREAM: upstream.url, BUFFERING: buffering };
  const program = await startProgram(await nginxProgram(TEMPLATE, join(folder, "nginx"), port, variables));
  const site = `http://localhost:${port}`;
  const client = createChatClient({ baseUrl: `${site}/api`, protocol, storage: memoryStorage() });
  onTestFinished(async () => {
    client.dispose();
    await upstream.close();
    await program.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    client,
    said: () =>
      client.messages.value
        .filter(({ role }) => role === "assistant")
        .map(textOf)
        .join(""),
    written: () => vi.waitFor(() => expect(replies).toHaveLength(1), 10_000),
    goOn: () => replies[0]?.end(second),
    /** Comes and goes through the same nginx, so that whatever it had to pass on before has gone out. */
    async loadPage() {
      expect(await (await fetch(site)).text()).toBe("<h1>Lamps</h1>");
    },
  };
}

const WHOLE = { status: "done", role: "assistant" };

test.each(DIALECTS)("%s arrives piece by piece through nginx that does not buffer", async (_, dialect) => {
  const { client, said, goOn } = await visit(dialect, "off");
  client.send("When?");
  await vi.waitFor(() => expect(said()).toBe("Soon"), 10_000);
  expect(client.reply.value.status).toBe("streaming");
  goOn();
  await vi.waitFor(() => expect(client.messages.value.at(-1)).toMatchObject(WHOLE), 10_000);
  expect(said()).toBe("Soon enough.");
});

test.each(DIALECTS)(
  "%s arrives whole through nginx that buffers, and that is no fault",
  async (_, dialect) => {
    const { client, said, written, goOn, loadPage } = await visit(dialect, "on");
    client.send("When?");
    await written();
    for (let visits = 0; visits < 5; visits += 1) await loadPage();
    expect(said()).toBe("");
    expect(client.reply.value.status).toBe("waiting");
    goOn();
    await vi.waitFor(() => expect(client.messages.value.at(-1)).toMatchObject(WHOLE), 10_000);
    expect(said()).toBe("Soon enough.");
    expect(client.messages.value.every(({ error }) => error === undefined)).toBe(true);
  },
);

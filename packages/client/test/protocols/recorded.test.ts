import { describe, expect, test } from "vitest";
import { waysToCut } from "../../src/conformance/cuts.js";
import { REASONING_TEXT, REPLY_TEXT } from "../../src/conformance/index.js";
import { play } from "../../src/conformance/play.js";
import { type Message, type Protocol, textOf } from "../../src/protocol/index.js";
import { agUi } from "../../src/protocols/ag-ui.js";
import { aiSdk } from "../../src/protocols/ai-sdk.js";
import { flowise } from "../../src/protocols/flowise.js";
import { langGraph } from "../../src/protocols/langgraph.js";
import { n8n } from "../../src/protocols/n8n.js";
import { ollama } from "../../src/protocols/ollama.js";
import { openAI } from "../../src/protocols/openai.js";
import { openAIResponses } from "../../src/protocols/openai-responses.js";
import { rest } from "../../src/protocols/rest.js";
import { CAPTURES, capture } from "../support/capture.js";

const PROTOCOLS: Readonly<Record<string, () => Protocol>> = {
  "ai-sdk": () => aiSdk(),
  "ai-sdk-text": () => aiSdk({ stream: "text" }),
  "ag-ui": () => agUi({ path: "/agent" }),
  flowise: () => flowise({ flow: "flow-1" }),
  langgraph: () => langGraph({ assistant: "agent" }),
  n8n: () => n8n({ path: "/webhook/1/chat" }),
  ollama: () => ollama(),
  openai: () => openAI(),
  "openai-responses": () => openAIResponses(),
  rest: () => rest(),
};

function read(name: string, cuts: readonly number[] = []) {
  const info = CAPTURES.find(({ file }) => file === `${name}.wire`);
  const protocol = PROTOCOLS[info?.protocol ?? ""];
  if (protocol === undefined) throw new Error(`No adapter is known for the recording "${name}".`);
  return play(protocol(), { ...capture(name), cuts });
}

/** A bubble in one line for each part, as a visitor sees it. */
function seen({ parts, status }: Message): unknown[] {
  const lines = parts.map((part) => {
    if ("text" in part) return `${part.type}: ${part.text}`;
    if (part.type === "tool")
      return `tool ${part.name}: ${JSON.stringify(part.input ?? part.inputText)} ${part.state}`;
    if (part.type === "data") return `data ${part.name}: ${JSON.stringify(part.value)}`;
    return `${part.type}: ${part.url}`;
  });
  return [status, ...lines];
}

const THOUGHT = `reasoning: ${REASONING_TEXT}`;
const SAID = `text: ${REPLY_TEXT}`;
const TOOL = 'tool weather: {"city":"Oslo"}';
const TOOL_AS_TEXT = `tool weather: ${JSON.stringify('{"city":"Oslo"}')}`;
const SOURCE = "source: https://example.com/oslo";
const PICTURE = "file: data:image/png;base64,iVBORw0KGgo=";

/** What is shown of each recording: its bubbles. */
const WHAT_THEY_SAY: readonly (readonly [name: string, bubbles: readonly unknown[][]])[] = [
  ["ai-sdk-rich", [["done", THOUGHT, SOURCE, PICTURE, SAID]]],
  ["ai-sdk-tool", [["done", `${TOOL} done`, SAID]]],
  ["ai-sdk-tool-failure", [["done", `${TOOL} error`, SAID]]],
  ["ai-sdk-model-failure", [["error"]]],
  ["ai-sdk-failure", [["error", "text: Grüße"]]],
  [
    "ai-sdk-data",
    [["done", 'data weather: {"state":"done","celsius":4}', "text: One two. ", "text: Three four."]],
  ],
  ["ai-sdk-text-stream", [["done", SAID]]],
  ["ag-ui-rich", [["done", THOUGHT, `${TOOL_AS_TEXT} done`, SAID]]],
  [
    "ag-ui-two-bubbles",
    [
      ["done", SAID],
      ["done", "text: A second bubble."],
    ],
  ],
  ["ag-ui-interrupt", [["done", "text: May I?", "tool approval: undefined approval"]]],
  ["ag-ui-failure", [["error", "text: Grüße"]]],
  ["tanstack-rich", [["done", THOUGHT, `${TOOL_AS_TEXT} done`, SAID]]],
  ["tanstack-rich-lines", [["done", THOUGHT, `${TOOL_AS_TEXT} done`, SAID]]],
  ["tanstack-failure", [["error", "text: Grüße"]]],
  ["fastapi-string", [["done", SAID]]],
  ["fastapi-plain", [["done", SAID]]],
  ["fastapi-reply", [["done", SAID]]],
  ["fastapi-chunked", [["done", SAID]]],
  ["fastapi-lines", [["done", SAID]]],
  ["fastapi-events", [["done", SAID]]],
  ["fastapi-events-json", [["done", SAID]]],
  ["fastapi-events-done", [["done", SAID]]],
  ["openai-text", [["done", THOUGHT, SAID]]],
  ["openai-tool", [["done", `${TOOL_AS_TEXT} input`]]],
  ["openai-text-whole", [["done", THOUGHT, SAID]]],
  ["openai-responses-text", [["done", THOUGHT, SAID]]],
  ["openai-responses-tool", [["done", `${TOOL} ready`]]],
  ["openai-responses-text-whole", [["done", SAID]]],
  ["ollama-text", [["done", SAID]]],
  ["ollama-tool", [["done", `${TOOL} ready`]]],
  ["ollama-text-whole", [["done", SAID]]],
  ["n8n-text", [["done", SAID]]],
  ["n8n-failure", [["error"]]],
  ["n8n-whole", [["done", SAID]]],
  ["flowise-text", [["done", SAID]]],
  ["flowise-failure", [["error"]]],
  ["flowise-whole", [["done", SAID]]],
  ["langgraph-text", [["done", SAID]]],
  ["langgraph-whole", [["done", SAID]]],
  ["langgraph-tool", [["done", `${TOOL_AS_TEXT} done`, SAID]]],
  ["langgraph-tool-whole", [["done", `${TOOL} done`, SAID]]],
  ["langgraph-failure", [["error", "text: Grüße"]]],
  ["langgraph-approval", [["done", "tool undefined: undefined approval"]]],
  ["langgraph-approved", [["done", "text: Order 7 is refunded."]]],
  ["langgraph-denied", [["done", "text: Then not."]]],
];

describe("the recorded answer", () => {
  test.each(WHAT_THEY_SAY)("%s says what its server was made to say", async (name, bubbles) => {
    expect((await read(name)).messages.map(seen)).toEqual(bubbles);
  });

  test.each(CAPTURES.map(({ file }) => file.replace(/\.wire$/, "")))(
    "%s is read the same byte by byte and cut anywhere",
    async (name) => {
      const whole = await read(name);
      const length = new TextEncoder().encode(capture(name).body).length;
      for (const cuts of waysToCut(length)) {
        expect((await read(name, cuts)).messages).toEqual(whole.messages);
      }
    },
  );

  test("of every server is among those that are read", () => {
    const read = WHAT_THEY_SAY.map(([name]) => `${name}.wire`);
    expect(read.toSorted()).toEqual(CAPTURES.map(({ file }) => file).toSorted());
  });
});

test("cutting an event stream before its last frames interrupts the reply and keeps what was said", async () => {
  const { body, contentType } = capture("ai-sdk-rich");
  const cut = body.slice(0, body.indexOf('data: {"type":"finish"'));
  const { messages, events } = await play(aiSdk(), { contentType, body: cut });
  expect(messages.map(textOf)).toEqual([REPLY_TEXT]);
  expect(messages.map(({ status }) => status)).toEqual(["interrupted"]);
  expect(events.at(-1)).toMatchObject({ type: "error", error: { code: "interrupted", isRetryable: true } });
});

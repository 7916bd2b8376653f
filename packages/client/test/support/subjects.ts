import {
  type ConformanceSubject,
  FILE_URL,
  LONG_PIECE,
  LONG_PIECES,
  QUESTION_TEXT,
  REASONING_TEXT,
  REPLY_TEXT,
  type ScriptedAnswer,
  SOURCE_URL,
} from "../../src/conformance/index.js";
import { agUi } from "../../src/protocols/ag-ui.js";
import { aiSdk } from "../../src/protocols/ai-sdk.js";
import { flowise } from "../../src/protocols/flowise.js";
import { langGraph } from "../../src/protocols/langgraph.js";
import { n8n } from "../../src/protocols/n8n.js";
import { ollama } from "../../src/protocols/ollama.js";
import { openAI } from "../../src/protocols/openai.js";
import { openAIResponses } from "../../src/protocols/openai-responses.js";
import { rasa } from "../../src/protocols/rasa.js";
import { rest } from "../../src/protocols/rest.js";
import { webSocket } from "../../src/protocols/web-socket.js";
import { after, capture, document, events, followedBy, lines, namedEvents } from "./capture.js";

const BROKEN = 'data: {"broken\n\n';
const PIECES = [REPLY_TEXT.slice(0, 7), REPLY_TEXT.slice(7)];

/** As many frames as the long reply has pieces. */
const long = <Frame>(frame: (text: string) => Frame) =>
  Array.from({ length: LONG_PIECES }, () => frame(LONG_PIECE));

const uiText = (text: string) => ({ type: "text-delta", id: "t1", delta: text });
const uiEnd = [{ type: "finish", finishReason: "stop" }];
const aiSdkSubject: ConformanceSubject = {
  protocol: () => aiSdk({ resume: true }),
  lacks: {
    whole: "A route of the SDK always streams.",
    history: "The protocol has no history.",
    upload: "Files ride in the message.",
  },
  answers: {
    long: events(...long(uiText), ...uiEnd),
    "resume-begin": events({ type: "start", messageId: "m1" }, uiText("Grüße")),
    // All is said again from the start.
    resume: events({ type: "start", messageId: "m1" }, ...PIECES.map(uiText), ...uiEnd),
    text: events({ type: "start", messageId: "m1" }, ...PIECES.map(uiText), ...uiEnd),
    reasoning: capture("ai-sdk-rich"),
    tool: capture("ai-sdk-tool"),
    "tool-failure": capture("ai-sdk-tool-failure"),
    source: capture("ai-sdk-rich"),
    file: events(uiText(REPLY_TEXT), { type: "file", mediaType: "image/png", url: FILE_URL }, ...uiEnd),
    "unknown-frame": events(
      uiText(PIECES[0] ?? ""),
      { type: "steering-wheel" },
      uiText(PIECES[1] ?? ""),
      ...uiEnd,
    ),
    malformed: followedBy(events(uiText("Grüße")), BROKEN),
    truncated: events(uiText("Grüße"), { type: "text-end", id: "t1" }),
    failure: capture("ai-sdk-failure"),
    empty: events({ type: "start" }),
  },
};

const chunk = (delta: object, finish: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const openAISubject: ConformanceSubject = {
  protocol: () => openAI({ model: "gpt-5" }),
  lacks: {
    "tool-failure": "Tools are not run by the server.",
    source: "The protocol has no sources.",
    file: "The protocol answers with text.",
    history: "The server keeps nothing.",
    resume: "The protocol cannot go on.",
    upload: "Files ride in the message.",
  },
  answers: {
    long: events(...long((content) => chunk({ content })), chunk({}, "stop")),
    text: capture("openai-text"),
    whole: capture("openai-text-whole"),
    reasoning: capture("openai-text"),
    tool: events(
      chunk({ tool_calls: [{ index: 0, id: "call_1", function: { name: "weather", arguments: "" } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] }),
      chunk({ content: REPLY_TEXT }),
      chunk({}, "stop"),
    ),
    "unknown-frame": after(': OPENROUTER PROCESSING\n\ndata: {"object":"news"}\n\n', capture("openai-text")),
    malformed: followedBy(events(chunk({ content: "Grüße" })), BROKEN),
    truncated: events(chunk({ role: "assistant", content: "" }), chunk({ content: "Grüße" })),
    failure: events(chunk({ content: "Grüße" }), { error: { message: "overloaded" } }, chunk({}, "stop")),
    empty: events({ choices: [], usage: { total_tokens: 1 } }),
  },
};

const item = (text: string) => ({
  type: "response.output_text.delta",
  item_id: "msg_1",
  content_index: 0,
  delta: text,
});
const completed = { type: "response.completed", response: { status: "completed" } };
const call = { type: "function_call", id: "fc_1", call_id: "call_1", name: "weather" };
const openAIResponsesSubject: ConformanceSubject = {
  protocol: () => openAIResponses({ model: "gpt-5", resume: true }),
  lacks: {
    "tool-failure": "Tools are not run by the server.",
    file: "The protocol answers with text.",
    history: "The protocol has no history of a conversation.",
    upload: "Files ride in the message.",
  },
  answers: {
    "resume-begin": events(
      { type: "response.created", sequence_number: 0, response: { id: "resp_1", status: "queued" } },
      { ...item("Grüße"), sequence_number: 1 },
    ),
    resume: events({ ...item(REPLY_TEXT.slice("Grüße".length)), sequence_number: 2 }, completed),
    long: events(...long(item), completed),
    text: capture("openai-responses-text"),
    whole: capture("openai-responses-text-whole"),
    reasoning: capture("openai-responses-text"),
    tool: events(
      { type: "response.output_item.added", item: { ...call, arguments: "" } },
      { type: "response.function_call_arguments.delta", item_id: "fc_1", delta: '{"city":"Oslo"}' },
      { type: "response.output_item.done", item: { ...call, arguments: '{"city":"Oslo"}' } },
      item(REPLY_TEXT),
      completed,
    ),
    source: events(
      item(REPLY_TEXT),
      {
        type: "response.output_text.annotation.added",
        annotation: { type: "url_citation", url: SOURCE_URL, title: "Oslo" },
      },
      completed,
    ),
    "unknown-frame": after('data: {"type":"response.sung"}\n\n', capture("openai-responses-text")),
    malformed: followedBy(events(item("Grüße")), BROKEN),
    truncated: events(item("Grüße"), { type: "response.output_text.done" }),
    failure: events(
      item("Grüße"),
      { type: "response.failed", response: { status: "failed", error: { message: "overloaded" } } },
      completed,
    ),
    empty: events({ type: "response.created", response: { status: "in_progress" } }),
  },
};

const agUiText = (delta: string) => ({ type: "TEXT_MESSAGE_CONTENT", messageId: "m1", delta });
const agUiEnd = { type: "RUN_FINISHED", threadId: "t", runId: "r" };
const agUiSubject: ConformanceSubject = {
  protocol: () => agUi({ path: "/agent", resume: true }),
  lacks: {
    "tool-failure": "A tool result says nothing of a failure.",
    source: "The protocol has no sources.",
    file: "The protocol answers with text.",
    history: "The transcript is sent with each run.",
    upload: "Files ride in the message.",
  },
  answers: {
    long: events(...long(agUiText), agUiEnd),
    "resume-begin": after("id: memory:1\n", events(agUiText("Grüße"))),
    resume: events(agUiText(REPLY_TEXT.slice("Grüße".length)), agUiEnd),
    text: events({ type: "RUN_STARTED" }, ...PIECES.map(agUiText), agUiEnd),
    whole: capture("tanstack-rich-lines"),
    reasoning: capture("ag-ui-rich"),
    tool: capture("tanstack-rich"),
    "unknown-frame": events(agUiText(PIECES[0] ?? ""), { type: "SONG" }, agUiText(PIECES[1] ?? ""), agUiEnd),
    malformed: followedBy(events(agUiText("Grüße")), BROKEN),
    truncated: events(agUiText("Grüße"), { type: "TEXT_MESSAGE_END", messageId: "m1" }),
    failure: capture("ag-ui-failure"),
    empty: events({ type: "RUN_STARTED" }),
  },
};

const N8N_TYPE = "application/json; charset=utf-8";
const n8nLine = (type: string, content?: string, nodeId = "agent") => ({
  type,
  ...(content !== undefined && { content }),
  metadata: { nodeId, runIndex: 0, itemIndex: 0 },
});
const n8nSubject: ConformanceSubject = {
  protocol: () => n8n({ path: "/webhook/1/chat", history: true }),
  lacks: {
    reasoning: "n8n streams text alone.",
    tool: "n8n streams text alone.",
    "tool-failure": "n8n streams text alone.",
    source: "n8n streams text alone.",
    file: "n8n streams text alone.",
    resume: "Every request is an execution.",
    upload: "Files ride in the message.",
  },
  answers: {
    long: lines(N8N_TYPE, n8nLine("begin"), ...long((content) => n8nLine("item", content)), n8nLine("end")),
    // Nodes take turns: the end of the first is not the end of the reply.
    text: lines(
      N8N_TYPE,
      n8nLine("begin"),
      n8nLine("begin", undefined, "other"),
      n8nLine("item", PIECES[0]),
      n8nLine("end", undefined, "other"),
      n8nLine("item", PIECES[1]),
      n8nLine("end"),
    ),
    whole: document({ output: REPLY_TEXT }),
    "unknown-frame": lines(
      N8N_TYPE,
      n8nLine("begin"),
      n8nLine("song"),
      n8nLine("item", REPLY_TEXT),
      n8nLine("end"),
    ),
    malformed: followedBy(lines(N8N_TYPE, n8nLine("begin"), n8nLine("item", "Grüße")), '{"type":"it\n'),
    truncated: lines(N8N_TYPE, n8nLine("begin"), n8nLine("item", "Grüße")),
    failure: lines(
      N8N_TYPE,
      n8nLine("begin"),
      n8nLine("item", "Grüße"),
      n8nLine("error", "Node failed"),
      n8nLine("end"),
    ),
    empty: { contentType: N8N_TYPE, body: "" },
    history: document({
      data: [
        { lc: 1, id: ["langchain_core", "messages", "HumanMessage"], kwargs: { content: QUESTION_TEXT } },
        { lc: 1, id: ["langchain_core", "messages", "AIMessage"], kwargs: { content: REPLY_TEXT } },
      ],
    }),
  },
};

/** Flowise writes a field without a name and no space before the data. */
const flowiseEvents = (...frames: readonly (readonly [string, unknown])[]) => ({
  contentType: "text/event-stream",
  body: frames.map(([event, data]) => `message:\ndata:${JSON.stringify({ event, data })}\n\n`).join(""),
});
const flowiseTool = { tool: "weather", toolInput: { city: "Oslo" }, toolOutput: "4 °C" };
const flowiseSource = { pageContent: "Oslo is cold.", metadata: { source: SOURCE_URL } };
const flowiseSubject: ConformanceSubject = {
  protocol: () => flowise({ flow: "flow-1" }),
  lacks: {
    file: "Flowise answers with text.",
    history: "The history of a flow is for its owner alone.",
    resume: "Flowise cannot go on.",
    upload: "Files ride in the message.",
  },
  answers: {
    text: flowiseEvents(
      ["start", ""],
      ...PIECES.map((piece) => ["token", piece] as const),
      ["metadata", { chatId: "chat-1" }],
      ["end", "[DONE]"],
    ),
    long: flowiseEvents(...long((piece) => ["token", piece] as const), ["end", "[DONE]"]),
    whole: document({ text: REPLY_TEXT, chatId: "chat-1" }),
    reasoning: flowiseEvents(["thinking", REASONING_TEXT], ["token", REPLY_TEXT], ["end", "[DONE]"]),
    tool: flowiseEvents(["usedTools", [flowiseTool]], ["token", REPLY_TEXT], ["end", "[DONE]"]),
    "tool-failure": flowiseEvents(
      ["usedTools", [{ ...flowiseTool, error: "The station is down." }]],
      ["token", REPLY_TEXT],
      ["end", "[DONE]"],
    ),
    source: flowiseEvents(["token", REPLY_TEXT], ["sourceDocuments", [flowiseSource]], ["end", "[DONE]"]),
    "unknown-frame": flowiseEvents(["song", { verse: 1 }], ["token", REPLY_TEXT], ["end", "[DONE]"]),
    malformed: followedBy(flowiseEvents(["token", "Grüße"]), 'message:\ndata:{"ev\n\n'),
    truncated: flowiseEvents(["token", "Grüße"]),
    failure: flowiseEvents(["token", "Grüße"], ["error", "overloaded"], ["end", "[DONE]"]),
    empty: document({ text: "" }),
  },
};

const ollamaLine = (message: object, rest: object = { done: false }) => ({
  model: "llama",
  message,
  ...rest,
});
const NDJSON = "application/x-ndjson";
const ollamaEnd = ollamaLine({ role: "assistant", content: "" }, { done: true, done_reason: "stop" });
const ollamaSubject: ConformanceSubject = {
  protocol: () => ollama({ model: "llama" }),
  lacks: {
    "tool-failure": "Tools are not run by the server.",
    source: "The protocol has no sources.",
    file: "The protocol answers with text.",
    history: "The server keeps nothing.",
    resume: "The protocol cannot go on.",
    upload: "Files ride in the message.",
  },
  answers: {
    text: capture("ollama-text"),
    long: lines(NDJSON, ...long((content) => ollamaLine({ content })), ollamaEnd),
    whole: capture("ollama-text-whole"),
    reasoning: lines(
      NDJSON,
      ollamaLine({ thinking: REASONING_TEXT }),
      ollamaLine({ content: REPLY_TEXT }),
      ollamaEnd,
    ),
    tool: after(capture("ollama-tool").body.split("\n", 1)[0]?.concat("\n") ?? "", capture("ollama-text")),
    "unknown-frame": after('{"status":"loading model"}\n', capture("ollama-text")),
    malformed: followedBy(lines(NDJSON, ollamaLine({ content: "Grüße" })), '{"mess\n'),
    truncated: lines(NDJSON, ollamaLine({ content: "Grüße" })),
    failure: lines(NDJSON, ollamaLine({ content: "Grüße" }), { error: "overloaded" }, ollamaEnd),
    empty: { contentType: NDJSON, body: "" },
  },
};

const rasaSubject: ConformanceSubject = {
  protocol: () => rasa(),
  lacks: {
    reasoning: "Rasa has no model that thinks aloud.",
    tool: "Actions run unseen.",
    "tool-failure": "Actions run unseen.",
    source: "The channel has no sources.",
    "unknown-frame": "Each message is a frame, known by its text.",
    truncated: "The channel has no end of its own.",
    history: "The tracker is not for visitors.",
    long: "Each message is a bubble, and no part of one.",
    resume: "The channel cannot go on.",
    upload: "The channel takes text.",
  },
  answers: {
    text: document([{ recipient_id: "v", text: REPLY_TEXT }]),
    // Lines of JSON that are called events.
    whole: lines("text/event-stream", { recipient_id: "v", text: REPLY_TEXT }),
    file: document([
      { recipient_id: "v", text: REPLY_TEXT },
      { recipient_id: "v", image: FILE_URL },
    ]),
    malformed: { contentType: "text/event-stream", body: '{"text":"Grüße"}\n{"te\n' },
    failure: lines("text/event-stream", { text: "Grüße" }, { error: "overloaded" }),
    empty: document([]),
  },
};

const ai = (content: unknown, more: object = {}) =>
  ["messages", [{ type: "AIMessageChunk", id: "a1", content, ...more }, {}]] as const;
const done = ["updates", { agent: { messages: [] } }] as const;
const toolCall = (index: number, id: string | null, name: string | null, args: string) =>
  ai("", { tool_call_chunks: [{ index, id, name, args }] });
const toolResult = (status: string) =>
  ["messages", [{ type: "tool", tool_call_id: "call_1", status, content: "4 °C" }, {}]] as const;
const callThenText = (status: string) =>
  namedEvents(
    toolCall(0, "call_1", "weather", '{"city":'),
    toolCall(0, null, null, '"Oslo"}'),
    toolResult(status),
    ai(REPLY_TEXT),
    done,
  );
const langGraphSubject: ConformanceSubject = {
  protocol: () => langGraph({ assistant: "agent", resume: true }),
  allowedHeaders: ["last-event-id"],
  lacks: {
    whole: "A run is always asked for as a stream.",
    reasoning: "Models behind LangGraph have no one form for it.",
    source: "A thread has messages, and no sources of them.",
    file: "Files in replies are not read.",
    upload: "The server takes no files.",
  },
  answers: {
    "resume-begin": {
      contentType: "text/event-stream",
      body: namedEvents(["metadata", { run_id: "run-1" }], ai("Grüße")).body.replaceAll(
        "event:",
        "id: 1\nevent:",
      ),
    },
    resume: namedEvents(ai(REPLY_TEXT.slice("Grüße".length)), done),
    long: namedEvents(...long((content) => ai(content)), done),
    text: namedEvents(
      ["metadata", { run_id: "run-1" }],
      ai([{ type: "text", text: PIECES[0] }]),
      ai(PIECES[1]),
      done,
    ),
    tool: callThenText("success"),
    "tool-failure": callThenText("error"),
    "unknown-frame": namedEvents(["song", { verse: 1 }], ai(REPLY_TEXT), done),
    malformed: followedBy(namedEvents(ai("Grüße")), `event: messages\n${BROKEN}`),
    truncated: namedEvents(ai("Grüße")),
    failure: namedEvents(ai("Grüße"), ["error", { error: "ValueError", message: "overloaded" }], done),
    empty: namedEvents(["metadata", { run_id: "run-1" }], done),
    history: document({
      values: {
        messages: [
          { type: "human", id: "h1", content: QUESTION_TEXT },
          { type: "tool", id: "t1", content: "4 °C" },
          { type: "ai", id: "a1", content: [{ type: "text", text: REPLY_TEXT }] },
        ],
      },
    }),
  },
};

const delta = (text: string) => ({ type: "delta", kind: "text", text });
const REST_PATHS = { paths: { upload: "/upload", resume: "/chat/stream" } };
/** Numbers the events of an answer, from the one after `last` on. */
const numbered = (answer: ScriptedAnswer, last = 0) => {
  let id = last;
  return { ...answer, body: answer.body.replace(/^data:/gm, () => `id: ${++id}\ndata:`) };
};
const restSubject: ConformanceSubject = {
  protocol: () => rest(REST_PATHS),
  lacks: {
    tool: "The protocol shows no tool calls.",
    "tool-failure": "The protocol shows no tool calls.",
    malformed: "A frame that is not JSON is text.",
  },
  answers: {
    long: events(...long(delta), { type: "finish", reason: "stop" }),
    upload: document({ id: "f1", url: FILE_URL, name: "oslo.txt", type: "text/plain" }),
    text: events({ type: "start", id: "m1" }, ...PIECES.map(delta), { type: "finish", reason: "stop" }),
    whole: document({ reply: REPLY_TEXT }),
    source: events(
      { type: "start", id: "m1" },
      delta(REPLY_TEXT),
      { type: "part", part: { type: "source", id: "s1", url: SOURCE_URL } },
      { type: "finish", reason: "stop" },
    ),
    reasoning: events(
      { type: "start", id: "m1" },
      { type: "delta", kind: "reasoning", text: REASONING_TEXT },
      delta(REPLY_TEXT),
      { type: "finish", reason: "stop" },
    ),
    file: events(
      { type: "start", id: "m1" },
      delta(REPLY_TEXT),
      { type: "part", part: { type: "file", id: "f1", url: FILE_URL } },
      { type: "finish", reason: "stop" },
    ),
    "unknown-frame": events({ type: "start", id: "m1" }, { type: "song", verse: 1 }, delta(REPLY_TEXT), {
      type: "finish",
      reason: "stop",
    }),
    truncated: events({ type: "start", id: "m1" }, delta("Grüße")),
    "resume-begin": numbered(events({ type: "start", id: "m1" }, delta("Grüße"))),
    resume: numbered(events(delta(REPLY_TEXT.slice("Grüße".length)), { type: "finish", reason: "stop" }), 2),
    failure: events(delta("Grüße"), { error: { message: "overloaded" } }, { done: true }),
    empty: { contentType: "text/plain", body: "" },
    history: document({
      messages: [
        { role: "human", content: QUESTION_TEXT },
        { role: "assistant", content: REPLY_TEXT },
      ],
    }),
  },
};

/** Every adapter of ours that makes requests. The frames of the WebSocket are tested with a server that has them. */
export const SUBJECTS: Readonly<Record<string, ConformanceSubject>> = {
  rest: restSubject,
  "web-socket": { ...restSubject, protocol: () => webSocket(REST_PATHS) },
  "ai-sdk": aiSdkSubject,
  openai: openAISubject,
  "openai-responses": openAIResponsesSubject,
  "ag-ui": agUiSubject,
  n8n: n8nSubject,
  flowise: flowiseSubject,
  ollama: ollamaSubject,
  rasa: rasaSubject,
  langgraph: langGraphSubject,
};

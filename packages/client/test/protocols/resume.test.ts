import { describe, expect, test } from "vitest";
import { type ScriptedAnswer, setStage } from "../../src/conformance/play.js";
import type { ChatEvent, Protocol } from "../../src/protocol/index.js";
import { langGraph } from "../../src/protocols/langgraph.js";
import { openAIResponses } from "../../src/protocols/openai-responses.js";
import { events } from "../support/capture.js";

const THREAD = "00112233-4455-6677-8899-aabbccddeeff";
const signal = new AbortController().signal;

async function follow(protocol: Protocol, token: string | undefined) {
  const stage = setStage(protocol, { status: 204, contentType: null, body: "" });
  const following = protocol.resume?.(stage.context, { signal, ...(token !== undefined && { token }) });
  const seen: ChatEvent[] = [];
  for await (const event of following ?? []) seen.push(event);
  return { ...stage, seen };
}

async function send(protocol: Protocol, answer: ScriptedAnswer) {
  const stage = setStage(protocol, answer);
  const seen: ChatEvent[] = [];
  for await (const event of protocol.send(stage.context, stage.turn("Hello"))) seen.push(event);
  return { ...stage, tokens: seen.flatMap((event) => (event.type === "meta" ? [event.token] : [])) };
}

describe("a reply of LangGraph that was cut", () => {
  const answer: ScriptedAnswer = {
    contentType: "text/event-stream",
    body: 'id: 7-0\nevent: metadata\ndata: {"run_id":"run-1"}\n\n',
  };

  test("is asked for at its run, behind the last event, with the headers of the site", async () => {
    const headers = async () => ({ "x-tenant": "lamps" });
    const { requests } = await follow(langGraph({ assistant: "a", resume: true, headers }), "run-1/7-0");
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET https://backend.example/threads/${THREAD}/runs/run-1/stream`,
    ]);
    const [request] = requests;
    expect(request?.headers.get("last-event-id")).toBe("7-0");
    expect(request?.headers.get("x-tenant")).toBe("lamps");
  });

  test("can be followed from each event of a run that the server is told to keep, and from none without", async () => {
    const kept = await send(langGraph({ assistant: "a", resume: true }), answer);
    expect(kept.tokens).toEqual(["run-1/7-0"]);
    expect(JSON.parse(kept.requests[0]?.body ?? "")).toMatchObject({ stream_resumable: true });
    const plain = await send(langGraph({ assistant: "a" }), answer);
    expect(plain.tokens).toEqual([]);
    expect(JSON.parse(plain.requests[0]?.body ?? "")).not.toHaveProperty("stream_resumable");
  });
});

describe("a reply of OpenAI Responses that was cut", () => {
  const created = { type: "response.created", sequence_number: 0, response: { id: "resp_1" } };

  test("is asked for by its id, behind the last event", async () => {
    const { requests } = await follow(openAIResponses({ path: "/llm", resume: true }), "resp_1/12");
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET https://backend.example/llm/resp_1?stream=true&starting_after=12",
    ]);
  });

  test("runs in the background, and is cancelled there when the visitor presses stop", async () => {
    const protocol = openAIResponses({ resume: true });
    const { tokens, requests } = await send(protocol, events(created));
    expect(tokens).toEqual(["resp_1/0"]);
    expect(JSON.parse(requests[0]?.body ?? "")).toMatchObject({ background: true });
    const stage = setStage(protocol, { contentType: "application/json", body: "{}" });
    await protocol.stop?.(stage.context, { id: "m1", signal });
    expect(stage.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST https://backend.example/v1/responses/resp_1/cancel",
    ]);
  });

  test("is not run in the background unless the site asks for it", async () => {
    const { tokens, requests } = await send(openAIResponses(), events(created));
    expect(tokens).toEqual([]);
    expect(JSON.parse(requests[0]?.body ?? "")).not.toHaveProperty("background");
  });
});

test.each([
  ["LangGraph", langGraph({ assistant: "a", resume: true })],
  ["OpenAI Responses", openAIResponses({ resume: true })],
])("a reply of %s of which nothing is known is not asked for", async (_name, protocol) => {
  const { requests, seen } = await follow(protocol, undefined);
  expect(requests).toEqual([]);
  expect(seen).toEqual([]);
});

import { RunAgentInputSchema } from "@ag-ui/core/schemas";
import { convertToModelMessages } from "ai";
import { expect, test } from "vitest";
import type { Protocol } from "../../src/index.js";
import { agUi } from "../../src/protocols/ag-ui.js";
import { aiSdk } from "../../src/protocols/ai-sdk.js";
import { langGraph } from "../../src/protocols/langgraph.js";
import { connect, isIdle, until } from "../support/chat.js";
import { fakeBackend, type SeenRequest } from "../support/fake-backend.js";

const sse = (...events: readonly (object | string)[]) =>
  new Response(
    events
      .map((event) => (typeof event === "string" ? event : `data: ${JSON.stringify(event)}\n\n`))
      .join(""),
    { headers: { "content-type": "text/event-stream" } },
  );

/** Asks something, is asked for approval, answers, and waits for the end. @returns The body that carried the answer. */
async function answered(
  protocol: Protocol,
  [asks, goesOn]: readonly [Response, Response],
  approved: boolean,
) {
  const bodies: unknown[] = [];
  const answer = ({ body }: SeenRequest) => (bodies.push(body) === 1 ? asks : goesOn);
  const backend = fakeBackend({
    "POST /api/chat": answer,
    "POST /agent": answer,
    "POST /threads/00112233-4455-6677-8899-aabbccddeeff/runs/stream": answer,
  });
  const client = connect(backend, { protocol, newId: () => "00112233445566778899aabbccddeeff" });
  client.send("Refund order 7");
  await until(() => client.messages.value.length === 2 && isIdle(client)());
  const [, reply] = client.messages.value;
  const request = reply?.parts.find((part) => part.type === "tool" && part.state === "approval");
  if (reply === undefined || request?.type !== "tool") throw new Error("No approval was asked for.");
  client.answer(reply.id, request.approvalId ?? "", approved);
  await until(isIdle(client));
  return { body: bodies[1] as Record<string, unknown>, replies: client.messages.value.slice(1) };
}

const AI_SDK = [
  { type: "start", messageId: "a1" },
  { type: "start-step" },
  { type: "tool-input-available", toolCallId: "t1", toolName: "refund", input: { order: 7 } },
  { type: "tool-approval-request", toolCallId: "t1", approvalId: "p1" },
  { type: "finish-step" },
  { type: "finish", finishReason: "tool-calls" },
];

test.each([true, false])("an AI SDK route reads the answer %s as its own client's", async (approved) => {
  const { body, replies } = await answered(
    aiSdk(),
    [
      sse(...AI_SDK),
      sse(
        { type: "start", messageId: "another" },
        approved
          ? { type: "tool-output-available", toolCallId: "t1", output: "Refunded" }
          : { type: "tool-output-denied", toolCallId: "t1" },
        { type: "text-delta", id: "1", delta: "There you are." },
        { type: "finish", finishReason: "stop" },
      ),
    ],
    approved,
  );
  const messages = await convertToModelMessages(
    body.messages as Parameters<typeof convertToModelMessages>[0],
  );
  expect(messages.flatMap(({ content }): unknown[] => [content].flat())).toContainEqual(
    expect.objectContaining({ type: "tool-approval-response", approvalId: "p1", approved }),
  );
  expect(replies).toMatchObject([
    { id: "a1", parts: [{ id: "t1", state: approved ? "done" : "denied" }, { text: "There you are." }] },
  ]);
});

test.each([true, false])("an AG-UI agent is resumed with %s", async (approved) => {
  const { body, replies } = await answered(
    agUi({ path: "/agent" }),
    [
      sse(
        { type: "RUN_STARTED", threadId: "t", runId: "r" },
        { type: "TEXT_MESSAGE_CONTENT", messageId: "m1", delta: "May I?" },
        {
          type: "RUN_FINISHED",
          threadId: "t",
          runId: "r",
          outcome: { type: "interrupt", interrupts: [{ id: "i1", reason: "approval", message: "Refund?" }] },
        },
      ),
      sse(
        { type: "RUN_STARTED", threadId: "t", runId: "r2" },
        { type: "TEXT_MESSAGE_CONTENT", messageId: "m2", delta: "Well." },
        { type: "RUN_FINISHED", threadId: "t", runId: "r2" },
      ),
    ],
    approved,
  );
  expect(RunAgentInputSchema.parse(body).resume).toEqual([
    { interruptId: "i1", status: "resolved", payload: approved },
  ]);
  expect(replies.map(({ id }) => id)).toEqual(["m1", "m2"]);
  expect(replies[0]?.parts.at(-1)).toMatchObject({ title: "Refund?", state: approved ? "ready" : "denied" });
});

test.each([true, false])("a LangGraph run goes on with %s", async (approved) => {
  const { body, replies } = await answered(
    langGraph({ assistant: "shop" }),
    [
      sse(
        'event: messages\ndata: [{"type":"ai","id":"m1","content":"May I?"},{}]\n\n',
        'event: updates\ndata: {"__interrupt__":[{"id":"i1","value":"Refund?"}]}\n\n',
      ),
      sse(
        'event: messages\ndata: [{"type":"ai","id":"m2","content":"Well."},{}]\n\n',
        'event: updates\ndata: {"node":{}}\n\n',
      ),
    ],
    approved,
  );
  expect(body).toMatchObject({ command: { resume: approved } });
  expect(body).not.toHaveProperty("input");
  expect(replies).toMatchObject([
    { status: "done", parts: [{ text: "May I?" }, { title: "Refund?" }, { text: "Well." }] },
  ]);
});

test("an interrupt that yes or no does not answer is for a renderer that knows it", async () => {
  const asks = sse(
    { type: "RUN_STARTED", threadId: "t", runId: "r" },
    {
      type: "RUN_FINISHED",
      threadId: "t",
      runId: "r",
      outcome: {
        type: "interrupt",
        interrupts: [{ id: "i1", reason: "form", responseSchema: { type: "object" } }],
      },
    },
  );
  await expect(answered(agUi({ path: "/agent" }), [asks, sse()], true)).rejects.toThrow("No approval");
});

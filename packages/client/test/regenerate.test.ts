import { expect, test, vi } from "vitest";
import type { AdapterContext, ChatEvent, Turn } from "../src/index.js";
import { custom } from "../src/protocols/custom.js";
import { connect, isIdle, sessionWith, transcript, until } from "./support/chat.js";
import { fakeBackend, historyOf, json, kitEvents, openStream } from "./support/fake-backend.js";

const backendWith = (answer: () => Response | Promise<Response>) =>
  fakeBackend({
    "GET /api/session": sessionWith("regenerate", "dedupe", "stop"),
    "GET /api/chat/history": () =>
      historyOf(
        { id: "q1", role: "human", content: "Hi" },
        { id: "a1", role: "assistant", content: "Hello." },
        { id: "q2", role: "human", content: "Open?" },
        { id: "a2", role: "assistant", content: "Perhaps." },
      ),
    "POST /chat/regenerate": answer,
    "POST /chat/stop": () => new Response(null, { status: 204 }),
  });
const anew = () =>
  new Response(
    kitEvents(
      { type: "start", id: "a3" },
      { type: "delta", kind: "text", text: "Until six." },
      { type: "finish", reason: "stop" },
    ),
    { headers: { "content-type": "text/event-stream" } },
  );

test("a reply that is asked for anew takes the place of the old one", async () => {
  const backend = backendWith(anew);
  const client = connect(backend);
  await client.start();
  client.regenerate("a2");
  expect(transcript(client).at(-1)).toBe("assistant pending: ");
  await until(isIdle(client));
  expect(backend.posted("/chat/regenerate")).toEqual([{ message_id: "a2", id: expect.any(String) }]);
  expect(transcript(client).slice(2)).toEqual(["user done: Open?", "assistant done: Until six."]);
  expect(client.messages.value.at(-1)?.id).toBe("a3");
});

test("a refusal brings the old reply back, with the reason", async () => {
  const client = connect(backendWith(() => json({ detail: "Not now." }, { status: 403 })));
  await client.start();
  client.regenerate("a2");
  await until(isIdle(client));
  expect(transcript(client).at(-1)).toBe("assistant done: Perhaps.");
  expect(client.messages.value.at(-1)?.error).toMatchObject({ code: "blocked" });
});

test("stopping names the question, under which the backend knows the reply", async () => {
  const stream = openStream("text/event-stream");
  const backend = backendWith(() => stream.response);
  const client = connect(backend);
  await client.start();
  client.regenerate("a2");
  await stream.write(kitEvents({ type: "start", id: "a3" }, { type: "delta", kind: "text", text: "Until" }));
  await until(() => transcript(client).at(-1) === "assistant streaming: Until");
  client.stop();
  await until(isIdle(client));
  await vi.waitFor(() => expect(backend.posted("/chat/stop")).toEqual([{ id: "q2" }]));
  expect(transcript(client).at(-1)).toBe("assistant stopped: Until");
});

test("only the last reply is asked for anew", async () => {
  const backend = backendWith(anew);
  const client = connect(backend);
  await client.start();
  client.regenerate("a1");
  client.regenerate("q2");
  client.regenerate("nothing");
  expect(client.reply.value.status).toBe("idle");
  expect(backend.posted("/chat/regenerate")).toEqual([]);
});

test("a protocol whose transcript travels with each message gets it without the old reply", async () => {
  const turns: Turn[] = [];
  async function* send(_context: AdapterContext, turn: Turn): AsyncGenerator<ChatEvent> {
    turns.push(turn);
    yield { type: "delta", kind: "text", text: `Answer ${turns.length}` };
    yield { type: "finish", reason: "stop" };
  }
  const client = connect(fakeBackend({}), { protocol: { ...custom(() => ""), revises: true, send } });
  client.send("Hi");
  await until(() => client.messages.value.length === 2 && isIdle(client)());
  expect([...client.capabilities.value]).toEqual(["edit", "regenerate"]);
  client.regenerate(client.messages.value[1]?.id ?? "");
  await until(() => transcript(client).at(-1) === "assistant done: Answer 2");
  expect(turns[1]).toMatchObject({ trigger: "regenerate", message: { role: "user" } });
  expect(turns[1]?.messages.map(({ role }) => role)).toEqual(["user"]);
  expect(turns[1]?.id).not.toBe(turns[0]?.id);
});

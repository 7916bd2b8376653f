import { expect, test, vi } from "vitest";
import { connect, sessionWith } from "./support/chat.js";
import { fakeBackend, historyOf, json } from "./support/fake-backend.js";

const backendWith = (answer: () => Response | Promise<Response>) =>
  fakeBackend({
    "GET /api/session": sessionWith("feedback"),
    "GET /api/chat/history": () =>
      historyOf(
        { id: "q1", role: "human", content: "Hi" },
        { id: "a1", role: "assistant", content: "Hello.", rating: -1 },
      ),
    "POST /chat/feedback": answer,
  });
const accepted = () => new Response(null, { status: 204 });

test("a rating of the history is shown", async () => {
  const client = connect(backendWith(accepted));
  await client.start();
  expect(client.messages.value[1]?.rating).toBe(-1);
});

test("a rating is shown at once and told to the backend", async () => {
  const backend = backendWith(accepted);
  const client = connect(backend);
  await client.start();
  const outcome = client.rate("a1", 1, "Friendly");
  expect(client.messages.value[1]?.rating).toBe(1);
  expect(await outcome).toEqual({ ok: true, value: undefined });
  expect(backend.posted("/chat/feedback")).toEqual([{ message_id: "a1", value: 1, comment: "Friendly" }]);
});

test("0 takes a rating back", async () => {
  const backend = backendWith(accepted);
  const client = connect(backend);
  await client.start();
  await client.rate("a1", 0);
  expect(client.messages.value[1]).not.toHaveProperty("rating");
  expect(backend.posted("/chat/feedback")).toEqual([{ message_id: "a1", value: 0 }]);
});

test("a rating that the backend does not take is taken back", async () => {
  const client = connect(backendWith(() => Promise.reject(new TypeError("Failed to fetch"))));
  await client.start();
  expect(await client.rate("a1", 1)).toMatchObject({ ok: false, failure: { code: "network" } });
  expect(client.messages.value[1]?.rating).toBe(-1);
});

test("what the visitor has changed since is not taken back", async () => {
  let refuse: (response: Response) => void = () => {};
  const backend = backendWith(() => new Promise<Response>((resolve) => (refuse = resolve)));
  const client = connect(backend);
  await client.start();
  const first = client.rate("a1", 1);
  await vi.waitFor(() => expect(backend.posted("/chat/feedback")).toHaveLength(1));
  backend.on("POST /chat/feedback", accepted);
  await client.rate("a1", 0);
  refuse(json({}, { status: 400 }));
  await first;
  expect(client.messages.value[1]).not.toHaveProperty("rating");
});

test("a backend that takes no feedback is sent none", async () => {
  const backend = fakeBackend({
    "GET /api/session": sessionWith(),
    "GET /api/chat/history": () => historyOf({ id: "a1", role: "assistant", content: "Hello." }),
  });
  const client = connect(backend);
  await client.start();
  expect(await client.rate("a1", 1)).toMatchObject({ ok: false, failure: { code: "invalid" } });
  expect(backend.posted("/chat/feedback")).toEqual([]);
});

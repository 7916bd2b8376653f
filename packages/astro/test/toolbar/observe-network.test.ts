import { expect, test } from "vitest";
import type { Fault } from "../../src/toolbar/faults.js";
import { type NetworkOwner, observeNetwork } from "../../src/toolbar/observe-network.js";
import type { RequestEvent } from "../../src/toolbar/request-log.js";

const CHAT = "https://api.company.com/";

function stream(...pieces: string[]): Response {
  const body = new ReadableStream<string>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  return new Response(body.pipeThrough(new TextEncoderStream()), {
    headers: { "content-type": "text/event-stream" },
  });
}

/** A page that asks a backend which always gives this answer. */
function page(answer: () => Response, fault: Fault = "none") {
  const events: RequestEvent[] = [];
  const owner: NetworkOwner = { fetch: async () => answer(), WebSocket };
  const original = { ...owner };
  let time = 0;
  const restore = observeNetwork(owner, {
    isChat: (url) => url.startsWith(CHAT),
    fault: () => fault,
    onEvent: (event) => events.push(event),
    now: () => time++,
  });
  return { owner, original, events, restore };
}

test("a streamed answer is seen piece by piece and reaches the chat unchanged", async () => {
  const { owner, events } = page(() => stream("one", "two"));
  const answer = await owner.fetch(new Request(`${CHAT}chat`, { method: "POST", body: "{}" }));
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  expect(await answer.text()).toBe("onetwo");
  expect(events).toEqual([
    { type: "request", id: 1, method: "POST", url: `${CHAT}chat` },
    { type: "answer", id: 1, code: 200, after: 1 },
    { type: "frame", id: 1, text: "one" },
    { type: "frame", id: 1, text: "two" },
    { type: "end", id: 1, after: 2 },
  ]);
});

test("an answer that the chat leaves before its end has ended, and has not failed", async () => {
  const endless = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("all that is wanted"));
        },
      }),
    );
  const { owner, events } = page(endless);
  const reader = (await owner.fetch(new Request(CHAT))).body?.getReader();
  await reader?.read();
  // The next piece is waited for when the chat has read what it wanted.
  const next = reader?.read();
  await new Promise(setImmediate);
  await reader?.cancel();
  expect(await next).toMatchObject({ done: true });
  await new Promise(setImmediate);
  expect(events.map(({ type }) => type)).toEqual(["request", "answer", "frame", "end"]);
});

test("requests to others are left alone, whatever fault is played", async () => {
  const { owner, events } = page(() => new Response("other"), "offline");
  expect(await (await owner.fetch(new Request("https://elsewhere.example/"))).text()).toBe("other");
  expect(events).toEqual([]);
});

test("an outage is a failed fetch", async () => {
  const { owner, events } = page(() => new Response(), "offline");
  await expect(owner.fetch(new Request(CHAT))).rejects.toBeInstanceOf(TypeError);
  expect(events.at(-1)).toMatchObject({
    type: "failure",
    reason: expect.stringContaining("Failed to fetch"),
  });
});

test("a session that has ended is a 401 with the code of the kit", async () => {
  const { owner } = page(() => new Response(), "signed-out");
  const answer = await owner.fetch(new Request(CHAT));
  expect([answer.status, await answer.json()]).toEqual([
    401,
    expect.objectContaining({ code: "session_expired" }),
  ]);
});

test("a cut stream fails after its first piece, and an answer that is no stream stays whole", async () => {
  const { owner, events } = page(() => stream("one", "two"), "cut");
  await expect((await owner.fetch(new Request(CHAT))).text()).rejects.toThrow("cuts streams");
  expect(events.filter(({ type }) => type === "frame")).toEqual([{ type: "frame", id: 1, text: "one" }]);
  const { owner: other } = page(() => Response.json({ whole: true }), "cut");
  expect(await (await other.fetch(new Request(CHAT))).json()).toEqual({ whole: true });
});

test("everything is put back", () => {
  const { owner, original, restore } = page(() => new Response());
  restore();
  expect(owner).toEqual(original);
});

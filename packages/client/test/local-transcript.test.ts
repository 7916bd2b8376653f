import { describe, expect, test, vi } from "vitest";
import { type ChatEvent, type ChatStorage, memoryStorage, type Protocol, type Turn } from "../src/index.js";
import { createLocalTranscript } from "../src/local-transcript.js";
import { custom } from "../src/protocols/custom.js";
import { connect, isIdle, transcript, until } from "./support/chat.js";
import { fakeBackend, historyOf, json } from "./support/fake-backend.js";
import { manualClock } from "./support/manual-clock.js";

const backend = fakeBackend({});
const echo = (): Protocol => custom(({ message }) => `You said: ${message.parts.length}`);
const said = (client: ReturnType<typeof connect>, count: number) =>
  until(() => client.messages.value.length === count && isIdle(client)());

/** A protocol whose reply the test writes. */
function written() {
  let tell: (event: ChatEvent) => void = () => {};
  const turns: Turn[] = [];
  const protocol: Protocol = {
    name: "written",
    async *send(_context, turn) {
      turns.push(turn);
      for (;;) yield await new Promise<ChatEvent>((resolve) => (tell = resolve));
    },
  };
  return { protocol, turns, tell: (event: ChatEvent) => tell(event) };
}

test("what was said with a backend that keeps no history survives a reload", async () => {
  const storage = memoryStorage();
  const left = connect(backend, { protocol: echo(), storage });
  left.send("Hi");
  await said(left, 2);
  left.dispose();

  const client = connect(backend, { protocol: echo(), storage });
  expect(transcript(client)).toEqual(["user done: Hi", "assistant done: You said: 1"]);
  client.send("Again");
  await said(client, 4);
});

test("a reply whose page was left in the middle is kept as far as it came", async () => {
  const storage = memoryStorage();
  const clock = manualClock();
  const { protocol, turns, tell } = written();
  const left = connect(backend, { protocol, storage, clock });
  left.send("Hi");
  await vi.waitFor(() => expect(turns).toHaveLength(1));
  tell({ type: "delta", kind: "text", text: "Well" });
  await until(() => transcript(left).at(-1) === "assistant streaming: Well");
  clock.advance(1_000);
  left.dispose();
  const client = connect(backend, { protocol: echo(), storage, clock });
  await client.start();
  expect(transcript(client)).toEqual(["user done: Hi", "assistant interrupted: Well"]);
});

test("a reply that is followed further takes the place of what was kept of it", async () => {
  const storage = memoryStorage();
  createLocalTranscript(storage, "chatisle:default:https://api.shop.test:transcript", {
    now: Date.now,
  }).write([
    { id: "q1", role: "user", status: "done", parts: [{ type: "text", id: "0", text: "Hi" }] },
    { id: "a1", role: "assistant", status: "streaming", parts: [{ type: "text", id: "0", text: "Wel" }] },
  ]);
  async function* resume(): AsyncGenerator<ChatEvent> {
    yield { type: "start", id: "a1", replay: true };
    yield { type: "delta", kind: "text", text: "Well then" };
    yield { type: "finish", reason: "stop" };
  }
  const client = connect(backend, { protocol: { ...echo(), resume }, storage });
  await client.start();
  expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Well then"]);
});

describe("nothing is kept", () => {
  const writes = () => {
    const keys: string[] = [];
    const storage: ChatStorage = { ...memoryStorage(), setItem: (key) => void keys.push(key) };
    return { keys, storage };
  };

  test("where the backend keeps the history", async () => {
    const { keys, storage } = writes();
    const client = connect(
      fakeBackend({
        "GET /api/session": () => json({ session_id: "s" }),
        "GET /api/chat/history": () => historyOf(),
      }),
      { storage },
    );
    await client.start();
    expect(keys.filter((key) => key.endsWith(":transcript"))).toEqual([]);
  });

  test("after the visitor has signed out", async () => {
    const storage = memoryStorage();
    const client = connect(backend, { protocol: { ...echo(), signOut: async () => {} }, storage });
    client.send("Secret");
    await said(client, 2);
    await client.signOut();
    expect(client.messages.value).toEqual([]);
    expect(transcript(connect(backend, { protocol: echo(), storage }))).toEqual([]);
  });

  test("of the conversation before, when a new one begins", async () => {
    const storage = memoryStorage();
    const client = connect(backend, { protocol: echo(), storage });
    client.send("Old");
    await said(client, 2);
    client.newConversation();
    expect(transcript(connect(backend, { protocol: echo(), storage }))).toEqual([]);
  });

  test("for longer than seven days without a word", () => {
    const storage = memoryStorage();
    let now = 0;
    const kept = createLocalTranscript(storage, "t", { now: () => now });
    kept.write([{ id: "q1", role: "user", status: "done", parts: [] }]);
    now = 7 * 24 * 3_600_000;
    expect(kept.read()).toHaveLength(1);
    now += 1;
    expect(kept.read()).toEqual([]);
    expect(storage.getItem("t")).toBeNull();
  });
});

test("of a long conversation the newest messages are kept", () => {
  const kept = createLocalTranscript(memoryStorage(), "t", { now: () => 0 });
  const long = (id: string) =>
    ({
      id,
      role: "user",
      status: "done",
      parts: [{ type: "text", id: "0", text: "x".repeat(200_000) }],
    }) as const;
  kept.write(["1", "2", "3", "4"].map(long));
  expect(kept.read().map(({ id }) => id)).toEqual(["3", "4"]);
});

test.each(["", "{", "null", '{"messages":7}', '{"savedAt":0,"messages":[{"id":"x"},null,{"parts":[]}]}'])(
  "%j in storage is no conversation",
  (stored) => {
    const storage = memoryStorage();
    storage.setItem("t", stored);
    expect(createLocalTranscript(storage, "t", { now: () => 0 }).read()).toEqual([]);
  },
);

import { expect, test, vi } from "vitest";
import { memoryStorage } from "../src/index.js";
import { connect, isIdle, sessionWith, transcript, until } from "./support/chat.js";
import { fakeBackend, historyOf, offline, plain } from "./support/fake-backend.js";

const SAID = [
  { id: "q1", role: "human", content: "Two tickets" },
  { id: "a1", role: "assistant", content: "For when?" },
  { id: "q2", role: "human", content: "Friday" },
  { id: "a2", role: "assistant", content: "Done." },
] as const;
const SHOWN = [
  "user done: Two tickets",
  "assistant done: For when?",
  "user done: Friday",
  "assistant done: Done.",
];

const backendWith = (session = sessionWith("edit", "dedupe")) =>
  fakeBackend({
    "GET /api/session": session,
    "GET /api/chat/history": () => historyOf(...SAID),
    "POST /chat": () => plain("For when would that be?"),
  });

test("an edit takes the place of the message and of all that followed it", async () => {
  const backend = backendWith();
  const client = connect(backend);
  await client.start();
  const id = client.edit("q1", "Three tickets");
  expect(transcript(client)).toEqual(["user pending: Three tickets"]);
  await until(isIdle(client));
  expect(backend.posted("/chat")).toEqual([{ message: "Three tickets", id, replaces: "q1" }]);
  expect(transcript(client)).toEqual(["user done: Three tickets", "assistant done: For when would that be?"]);
});

test("an edit that is refused and taken back leaves the conversation as it was", async () => {
  const backend = backendWith();
  backend.on("POST /chat", () => new Response(null, { status: 403 }));
  const client = connect(backend);
  await client.start();
  const id = client.edit("q2", "Saturday") ?? "";
  await until(() => client.messages.value.at(-1)?.status === "error");
  expect(transcript(client)).toEqual([...SHOWN.slice(0, 2), "user error: Saturday"]);
  client.takeBack(id);
  expect(transcript(client)).toEqual(SHOWN);
  expect(client.draft.value).toBe("Saturday");
});

test("an edit whose page was left before it was confirmed goes as an edit from the next page", async () => {
  const storage = memoryStorage();
  const backend = backendWith();
  backend.on("POST /chat", offline);
  const left = connect(backend, { storage });
  await left.start();
  const id = left.edit("q2", "Saturday");
  await vi.waitFor(() => expect(backend.posted("/chat")).toHaveLength(1));
  left.dispose();

  backend.on("POST /chat", () => plain("Saturday it is."));
  const client = connect(backend, { storage });
  await client.start();
  await until(isIdle(client));
  expect(backend.posted("/chat").at(-1)).toEqual({ message: "Saturday", id, replaces: "q2" });
  expect(transcript(client)).toEqual([
    ...SHOWN.slice(0, 2),
    "user done: Saturday",
    "assistant done: Saturday it is.",
  ]);
});

test("without de-duplication, an edit of unknown outcome did not arrive as long as the history has the original", async () => {
  const storage = memoryStorage();
  const backend = backendWith(sessionWith("edit"));
  backend.on("POST /chat", offline);
  const left = connect(backend, { storage });
  await left.start();
  // The same words as another message: only the original's absence could tell.
  left.edit("q2", "Two tickets");
  await vi.waitFor(() => expect(backend.posted("/chat")).toHaveLength(1));
  left.dispose();

  const client = connect(backend, { storage });
  await client.start();
  expect(transcript(client)).toEqual([...SHOWN.slice(0, 2), "user error: Two tickets"]);
});

test.each([
  ["a reply", "a2", "Other"],
  ["a message that is not there", "q9", "Other"],
  ["nothing but blanks", "q2", "  "],
])("%s is not edited", async (_what, id, text) => {
  const client = connect(backendWith());
  await client.start();
  expect(client.edit(id, text)).toBeNull();
  expect(transcript(client)).toEqual(SHOWN);
});

test("a backend that does not offer it is asked for no edit", async () => {
  const client = connect(backendWith(sessionWith("dedupe")));
  await client.start();
  expect(client.capabilities.value.has("edit")).toBe(false);
  expect(client.edit("q2", "Saturday")).toBeNull();
});

test("a message is not edited while a reply arrives", async () => {
  const backend = backendWith();
  backend.on("POST /chat", () => new Promise<Response>(() => {}));
  const client = connect(backend);
  await client.start();
  client.send("And drinks");
  await until(() => client.reply.value.status === "waiting");
  expect(client.edit("q2", "Saturday")).toBeNull();
});

import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { modelFromEnvironment, modelReply } from "../../src/models/models.js";
import { readEvents, textOfEvents } from "../support/events.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

const server = new LLMock({ port: 0, host: "127.0.0.1" });
beforeAll(async () => {
  server.onMessage("What does it cost?", { content: "It costs €3 a month." });
  await server.start();
});
afterAll(() => server.stop());

test("a model at an OpenAI-compatible server answers a visitor", async () => {
  const model = modelFromEnvironment({ OPENAI_BASE_URL: `${server.url}/v1`, CHAT_MODEL: "small" });
  if (model === null) throw new Error("The environment names no model.");
  const visitor = createVisitor(createTestBackend({ reply: modelReply({ model }) }).backend);
  await visitor.session();
  const response = await visitor.send("What does it cost?", { accept: "text/event-stream" });
  expect(textOfEvents(await readEvents(response).rest())).toBe("It costs €3 a month.");
  expect((await visitor.rows()).map(({ content }) => content)).toEqual([
    "What does it cost?",
    "It costs €3 a month.",
  ]);
});

test.each([
  ["nothing", {}, null],
  ["empty values", { CHAT_MODEL: "", OPENAI_API_KEY: "" }, null],
  ["a key of OpenAI", { OPENAI_API_KEY: "k", CHAT_MODEL: "m" }, "m"],
  ["a key of OpenRouter", { OPENROUTER_API_KEY: "k", CHAT_MODEL: "vendor/m" }, "vendor/m"],
  ["a local server", { OPENAI_BASE_URL: "http://localhost:11434/v1", CHAT_MODEL: "m" }, "m"],
])("an environment with %s names its model", (_what, env, id) => {
  expect(modelFromEnvironment(env)).toEqual(id === null ? null : expect.objectContaining({ modelId: id }));
});

test.each([
  ["no model", { OPENAI_API_KEY: "k" }, "CHAT_MODEL"],
  ["no server", { CHAT_MODEL: "m" }, "OPENAI_BASE_URL"],
  ["an address that is none", { OPENAI_BASE_URL: "localhost:1", CHAT_MODEL: "m" }, "OPENAI_BASE_URL"],
])("an environment with %s is refused", (_what, env, name) => {
  expect(() => modelFromEnvironment(env)).toThrow(name);
});

import { createChatBackend } from "../../src/index.js";
import { memoryStore } from "../../src/stores/memory.js";

const store = memoryStore();

/** A worker that is nothing but the backend: one for each request, since none may use what another has begun. */
export default {
  fetch(request: Request): Promise<Response> {
    const backend = createChatBackend({
      store,
      reply: ({ text }) => `You said: ${text}`,
      origins: ["https://shop.test"],
      secret: "a secret for the worker, long enough to sign",
    });
    return backend.handle(request);
  },
};

import { setTimeout as pause } from "node:timers/promises";

/** Here your model speaks. This one says the message back, word by word. */
export async function* answer({ text }) {
  for (const [word] of `You said: ${text}`.matchAll(/\s*\S+/g)) {
    await pause(50);
    yield word;
  }
}

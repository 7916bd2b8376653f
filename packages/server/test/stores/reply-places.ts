import { expect } from "vitest";
import type { ChatStore } from "../../src/index.js";
import { createStoreTools } from "./store-tools.js";

/** Two messages, then the reply to the first: an earlier release gave them the places 1, 2 and 3. */
export async function fillOutOfOrder(store: ChatStore): Promise<void> {
  const { add, answer, reply } = createStoreTools(() => store);
  await add("a");
  await add("b");
  await answer("a", reply("ra"));
}

/** That the same stand in the order of a conversation, which goes on. */
export async function expectInOrder(store: ChatStore): Promise<void> {
  const { add, answer, reply, ids } = createStoreTools(() => store);
  expect(await ids({ limit: 10 })).toEqual(["a", "ra", "b"]);
  await add("c");
  await answer("b", reply("rb"));
  expect(await ids({ limit: 10 })).toEqual(["a", "ra", "b", "rb", "c"]);
}

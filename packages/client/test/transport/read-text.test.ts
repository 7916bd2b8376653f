import { expect, test } from "vitest";
import { readText } from "../../src/transport/read-text.js";
import { answer, everyByteCut } from "../support/answer.js";

test("a body is read whole, wherever the network cuts it", async () => {
  const text = "Grüße 👋🏽!";
  for (const chunks of everyByteCut(text)) {
    expect(await readText(answer(chunks), 100, "refuse")).toBe(text);
  }
});

test("an answer without a body is empty", async () => {
  expect(await readText(new Response(null, { status: 204 }), 100, "refuse")).toBe("");
});

test("a body at the limit is read", async () => {
  expect(await readText(answer(["123", "45"]), 5, "refuse")).toBe("12345");
});

test("a body beyond the limit is cut, and no more of it is fetched", async () => {
  let isCancelled = false;
  const response = answer(["123", "456", "789"], { onCancel: () => (isCancelled = true) });
  expect(await readText(response, 5, "cut")).toBe("12345");
  expect(isCancelled).toBe(true);
});

test("a body beyond the limit is refused, and no more of it is fetched", async () => {
  let isCancelled = false;
  const response = answer(["123", "456", "789"], { onCancel: () => (isCancelled = true) });
  await expect(readText(response, 5, "refuse")).rejects.toMatchObject({
    code: "protocol",
    message: "The answer has more than 5 characters, which is more than is read.",
  });
  expect(isCancelled).toBe(true);
});

test("a body that breaks off is not taken for a whole one", async () => {
  await expect(readText(answer(["123"], { body: "breaks" }), 100, "cut")).rejects.toThrow("network error");
});

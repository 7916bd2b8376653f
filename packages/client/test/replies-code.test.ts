import { beforeEach, describe, expect, test, vi } from "vitest";
import { kitBackend } from "./support/kit-backend.js";
import { foreignBackend, MINUTE, pageUnderTest, SECOND, transcript } from "./support/page-under-test.js";

/** Whether the site's server has the code that reads replies, and how often it was asked for. */
const site = vi.hoisted(() => ({ hasCode: true, loads: 0 }));

vi.mock("../src/load-later.js", async (original) => {
  const { loadLater } = await original<typeof import("../src/load-later.js")>();
  const loadFromSite: typeof loadLater = (what, load) => {
    site.loads += 1;
    return loadLater(what, () =>
      site.hasCode ? load() : Promise.reject(new TypeError("Failed to fetch dynamically imported module")),
    );
  };
  return { loadLater: loadFromSite };
});

const page = pageUnderTest();
beforeEach(() => {
  site.hasCode = true;
  site.loads = 0;
});

test("a visitor who does not write does not load what reads replies, and the first letter loads it", async () => {
  const client = await page.start(foreignBackend());
  expect(site.loads).toBe(0);
  client.setDraft("H");
  client.setDraft("Hi");
  expect(site.loads).toBe(1);
});

describe.each([
  ["a foreign backend", foreignBackend],
  ["the reference backend", kitBackend],
])("without what reads replies, a message to %s", (_who, backendOf) => {
  test("is not sent but waits, as in an outage, and goes once when the code is there", async () => {
    const backend = backendOf();
    const client = await page.start(backend);
    site.hasCode = false;
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user pending: Hi"]);
    expect(backend.posted("/chat")).toHaveLength(0);
    site.hasCode = true;
    await page.pass(MINUTE);
    expect(transcript(client)).toHaveLength(2);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("fails after a while, says what to do, and goes when the visitor says so", async () => {
    const backend = backendOf();
    const client = await page.start(backend);
    site.hasCode = false;
    const id = client.send("Hi") ?? "";
    await page.pass(20 * MINUTE, 5 * SECOND);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(client.messages.value[0]?.error?.message).toContain("reload the page");
    expect(client.session.value.status).not.toBe("unavailable");
    expect(backend.posted("/chat")).toHaveLength(0);
    site.hasCode = true;
    void client.retry(id);
    await page.pass(SECOND);
    expect(transcript(client)).toHaveLength(2);
    expect(backend.posted("/chat")).toHaveLength(1);
  });
});

test("without what reads replies, a message that the visitor tries again stays, with the reason", async () => {
  const backend = foreignBackend();
  backend.on("POST /chat", () => new Response("no", { status: 403 }));
  const client = await page.start(backend);
  const id = await page.send(client, "Hi");
  site.hasCode = false;
  void client.retry(id);
  await page.pass(SECOND);
  expect(transcript(client)).toEqual(["user error: Hi"]);
  expect(client.messages.value[0]?.error?.message).toContain("reload the page");
  expect(backend.posted("/chat")).toHaveLength(1);
});

test("without what reads replies, a reply that is asked for anew stays, with the reason", async () => {
  const client = await page.start(foreignBackend(), {
    protocol: { use: "rest", paths: { regenerate: "/again" } },
  });
  await page.send(client, "Hi");
  site.hasCode = false;
  client.regenerate(client.messages.value.at(-1)?.id ?? "");
  await page.pass(SECOND);
  expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  expect(client.messages.value.at(-1)?.error?.message).toContain("reload the page");
});

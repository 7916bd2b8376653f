import { describe, expect, test } from "vitest";
import { historyOf, json } from "../support/fake-backend.js";
import { httpOver, unanswered } from "../support/http.js";
import { manualClock } from "../support/manual-clock.js";
import {
  foreignBackend,
  goOffline,
  HOUR,
  MINUTE,
  pageUnderTest,
  SECOND,
  sessionOf,
  settle,
  transcript,
} from "../support/page-under-test.js";

const page = pageUnderTest();

test("a laptop that wakes offline after eight hours shows nothing at once, and asks once when it is online", async () => {
  const backend = foreignBackend();
  const client = await page.start(backend);
  page.life.happens("hidden");
  page.life.happens("offline");
  goOffline(backend);
  await page.pass(8 * HOUR, MINUTE);
  expect(client.session.value.status).toBe("active");
  const before = backend.requests.length;
  page.life.happens("visible");
  expect(client.session.value.status).toBe("active");
  for (const path of ["session", "auth/token-health", "chat/history"])
    backend.on(
      `GET /api/${path}`,
      path === "session"
        ? sessionOf("s1")
        : path === "chat/history"
          ? () => historyOf()
          : () => json({ compatible: true, authenticated: true }),
    );
  page.life.happens("online");
  await page.pass(5 * SECOND);
  expect(client.session.value.status).toBe("active");
  expect(backend.requests.length - before).toBe(1);
});

test.each([
  ["a day ahead", 24 * HOUR],
  ["a day back", -24 * HOUR],
])(
  "a clock that jumps %s in the middle of a session ends nothing and starts no storm",
  async (_way, jump) => {
    const backend = foreignBackend();
    let shift = 0;
    const client = page.connect(backend, {
      clock: { now: () => page.clock.now() + shift, after: (delay, run) => page.clock.after(delay, run) },
    });
    void client.start();
    await page.pass(SECOND);
    shift = jump;
    const before = backend.requests.length;
    page.life.happens("visible");
    await page.pass(10 * MINUTE);
    expect(client.session.value.status).toBe("active");
    expect(backend.requests.length - before).toBeLessThanOrEqual(3);
    await page.send(client, "Hi");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  },
);

test("leaving the page in the middle of a request is no outage, and shows none", async () => {
  const backend = foreignBackend();
  const client = await page.start(backend);
  const statuses: string[] = [];
  const stop = client.session.subscribe(({ status }) => void statuses.push(status));
  let breakOff = () => {};
  backend.on(
    "GET /api/session",
    () => new Promise<Response>((_, reject) => (breakOff = () => reject(new TypeError("Load failed")))),
  );
  void client.reload();
  await settle();
  // Firefox and WebKit fail what is on its way a few milliseconds before they say that the page is left.
  breakOff();
  await settle();
  page.life.leave();
  await page.pass(2 * SECOND);
  stop();
  expect(new Set(statuses)).toEqual(new Set(["active"]));
});

describe("a request in an engine that hands no reason on", () => {
  const ABORTED = new DOMException("Fetch is aborted", "AbortError");

  test("that took too long is a timeout", async () => {
    const clock = manualClock();
    const http = httpOver((request) => unanswered(request, ABORTED), { clock });
    const answer = http.json({ path: "/slow" }, { signal: new AbortController().signal, timeout: 15_000 });
    const outcome = expect(answer).rejects.toMatchObject({ code: "timeout" });
    await settle();
    clock.advance(15_000);
    await outcome;
  });

  test("that its caller gave up is an abort", async () => {
    const controller = new AbortController();
    const answer = httpOver((request) => unanswered(request, ABORTED)).json(
      { path: "/slow" },
      { signal: controller.signal, timeout: 15_000 },
    );
    const outcome = expect(answer).rejects.toMatchObject({ code: "aborted" });
    await settle();
    controller.abort();
    await outcome;
  });
});

test("what happens again and again while a page is open adds no timer and no listener", async () => {
  const backend = foreignBackend();
  const client = await page.start(backend);
  const timers = page.clock.pending();
  for (let round = 0; round < 20; round++) {
    page.life.happens("hidden");
    page.life.happens("visible");
    page.life.happens("restored");
    await page.pass(3 * SECOND);
  }
  expect(page.clock.pending()).toBe(timers);
  expect(page.life.listeners.size).toBe(2);
  client.dispose();
  expect(page.clock.pending()).toBe(0);
  expect(page.life.listeners.size).toBe(0);
  expect(client.session.value.status).toBe("disposed");
});

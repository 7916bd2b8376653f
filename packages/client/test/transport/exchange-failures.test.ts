import { describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/clock.js";
import type { ChatEvent, Frame, Mapper } from "../../src/protocol/index.js";
import { exchange } from "../../src/transport/exchange.js";
import { answer, collect } from "../support/answer.js";
import { delta, echo, error, eventsOf, exchangeWith, STOP, STOPPED } from "../support/exchange.js";
import { httpOver, unanswered } from "../support/http.js";
import { manualClock } from "../support/manual-clock.js";

describe("a reply that breaks", () => {
  test("in its middle keeps its text", async () => {
    expect(
      await eventsOf(["one", "two"], { contentType: "text/plain", body: "breaks" }, { clock: systemClock }),
    ).toEqual([
      delta("one"),
      delta("two"),
      error("interrupted", { message: "The reply was cut: the connection broke.", isRetryable: true }),
    ]);
  });

  test("as its page is left is nobody's", async () => {
    let stay: number | null = 0;
    const http = httpOver(() => answer(["one"], { contentType: "text/plain", body: "breaks" }), {
      clock: systemClock,
      stay: () => stay,
    });
    const { signal } = new AbortController();
    const events: ChatEvent[] = [];
    for await (const event of exchange(http, systemClock, { path: "/chat", json: {} }, echo, { signal })) {
      events.push(event);
      // The page comes back from the browser's cache before anybody hears of the end.
      stay = 1;
    }
    expect(events).toEqual([delta("one"), error("aborted")]);
  });

  test("inside a character does not show half of it", async () => {
    const bytes = new TextEncoder().encode("hi👋").slice(0, 4);
    expect(
      await eventsOf([bytes], { contentType: "text/plain", body: "breaks" }, { clock: systemClock }),
    ).toEqual([delta("hi"), error("interrupted")]);
  });

  test("without a trace is known to be cut when its protocol has an end", async () => {
    const events = await eventsOf(["one"], { contentType: "text/plain" }, { isComplete: () => false });
    expect(events).toEqual([delta("one"), error("interrupted")]);
  });

  test("by falling silent for a minute is given up, its text kept and its request ended", async () => {
    const onCancel = vi.fn();
    const clock = manualClock();
    const events = exchangeWith(
      () => answer(["one"], { contentType: "text/plain", body: "stays open", onCancel }),
      { clock },
    );
    expect(await events.next()).toMatchObject({ value: delta("one") });
    const next = events.next();
    await vi.waitUntil(() => clock.pending() === 1);
    clock.advance(60_000);
    expect(await next).toMatchObject({
      value: error("interrupted", { message: "The reply was cut: nothing came for 60 seconds." }),
    });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(onCancel).toHaveBeenCalledOnce();
    expect(clock.pending()).toBe(0);
  });

  test("is not given up while heartbeats come", async () => {
    const clock = manualClock();
    let beats = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          clock.advance(59_000);
          beats += 1;
          controller.enqueue(new TextEncoder().encode(beats < 10 ? ": ping\n\n" : "data: late\n\n"));
          if (beats === 10) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const events = exchangeWith(
      () => new Response(stream, { headers: { "content-type": "text/event-stream" } }),
      { clock },
    );
    expect(await collect(events)).toEqual([delta("late"), STOP]);
    expect(beats).toBe(10);
  });

  test("before it began is a timeout after half a minute", async () => {
    const clock = manualClock();
    const events = collect(exchangeWith(unanswered, { clock }));
    clock.advance(30_000);
    expect(await events).toEqual([error("timeout", { isRetryable: true })]);
  });
});

describe("a visitor who stops", () => {
  test("before the answer began gets no error", async () => {
    const abort = new AbortController();
    const events = collect(exchangeWith(unanswered, { abort }));
    abort.abort();
    expect(await events).toEqual([STOPPED]);
  });

  test("keeps what came, and the request ends", async () => {
    const onCancel = vi.fn();
    const abort = new AbortController();
    const clock = manualClock();
    const events = exchangeWith(
      () => answer(["one"], { contentType: "text/plain", body: "stays open", onCancel }),
      { abort, clock },
    );
    expect(await events.next()).toMatchObject({ value: delta("one") });
    const rest = collect(events);
    abort.abort();
    expect(await rest).toEqual([STOPPED]);
    expect(onCancel).toHaveBeenCalledOnce();
    expect(clock.pending()).toBe(0);
  });

  test("sees nothing more of what has arrived already", async () => {
    const abort = new AbortController();
    const seen: ChatEvent[] = [];
    const body = "data: one\n\ndata: two\n\ndata: three\n\ndata: [DONE]\n\n";
    for await (const event of exchangeWith(() => answer([body], { contentType: "text/event-stream" }), {
      abort,
    })) {
      seen.push(event);
      abort.abort();
    }
    expect(seen).toEqual([delta("one"), STOPPED]);
  });

  test("stops also a backend that had failed at that moment", async () => {
    const abort = new AbortController();
    const respond = () => {
      abort.abort();
      return Response.json({ detail: "Too many" }, { status: 429 });
    };
    expect(await collect(exchangeWith(respond, { abort }))).toEqual([STOPPED]);
  });
});

describe("an answer that is none", () => {
  test.each([
    [401, "auth"],
    [403, "blocked"],
    [422, "invalid"],
    [429, "rate"],
    [500, "server"],
  ])("with status %i is one error", async (status, code) => {
    const events = await eventsOf(['{"detail":"Because."}'], { status, contentType: "application/json" });
    expect(events).toEqual([
      error(code, { status, message: expect.stringContaining(`answered ${status}: Because.`) }),
    ]);
  });

  test("because the connection was refused is one error", async () => {
    const clock = manualClock();
    const events = collect(exchangeWith(() => Promise.reject(new TypeError("Failed to fetch")), { clock }));
    await vi.waitUntil(() => clock.pending() === 2);
    clock.advance(1_000);
    expect(await events).toEqual([error("network")]);
  });

  test("but a page of HTML is one error, and its request ends", async () => {
    const onCancel = vi.fn();
    const options = { contentType: "text/html", body: "stays open", onCancel } as const;
    const events = await eventsOf(["<!doctype html><title>Sign in</title>"], options);
    expect(events).toEqual([error("protocol", { message: expect.stringContaining("HTML page") })]);
    expect(onCancel).toHaveBeenCalledOnce();
  });

  test("a mapper can read is one error, and its words stay out of it", async () => {
    const map: Mapper = (frame: Frame) => {
      throw new TypeError(`Cannot read ${typeof frame.data}`);
    };
    expect(await eventsOf(["secret"], { contentType: "text/plain" }, { map })).toEqual([
      error("protocol", {
        message: "The answer of /chat could not be read: TypeError: Cannot read undefined.",
      }),
    ]);
  });

  test("that ends in memory is cut at a million characters, its text kept and its request ended", async () => {
    const onCancel = vi.fn();
    const piece = "x".repeat(400_000);
    const options = { contentType: "text/plain", body: "stays open", onCancel } as const;
    const events = await eventsOf([piece, piece, piece], options);
    expect(events.map((event) => (event.type === "delta" ? event.text.length : event))).toEqual([
      400_000,
      400_000,
      error("protocol", { message: expect.stringContaining("more than 1000000 characters") }),
    ]);
    expect(onCancel).toHaveBeenCalledOnce();
  });
});

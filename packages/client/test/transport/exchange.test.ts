import { describe, expect, test, vi } from "vitest";
import type { ChatEvent, Mapper } from "../../src/protocol/index.js";
import { answer, collect, everyByteCut } from "../support/answer.js";
import { delta, error, eventsOf, exchangeWith, STOP, textOf } from "../support/exchange.js";
import { manualClock } from "../support/manual-clock.js";

describe("a reply", () => {
  test.each([
    ["plain text", "text/plain", "Grüße 👋🏽 – 日本\n\n", "Grüße 👋🏽 – 日本\n\n"],
    ["text without a type", null, "Grüße 👋🏽", "Grüße 👋🏽"],
    ["events", "text/event-stream", "\ufeffdata: Grüße\r\n\r\ndata:  👋🏽\n\n: ping\n\n", "Grüße 👋🏽"],
    ["lines", "application/x-ndjson", '{"a":"ö"}\n{"b":"👋🏽"}', '{"a":"ö"}{"b":"👋🏽"}'],
    ["a document", "application/json", '{"reply":\n"👋🏽"}', '{"reply":\n"👋🏽"}'],
  ])("of %s is the same wherever its bytes are cut", async (_what, contentType, body, text) => {
    for (const chunks of everyByteCut(body)) {
      const events = await eventsOf(chunks, { contentType });
      expect(textOf(events)).toBe(text);
      expect(events.filter(({ type }) => type !== "delta")).toEqual([STOP]);
    }
  });

  test("is yielded piece by piece, before it is whole", async () => {
    const events = exchangeWith(() =>
      answer(["Hel", "lo"], { contentType: "text/plain", body: "stays open" }),
    );
    expect(await events.next()).toEqual({ done: false, value: delta("Hel") });
    expect(await events.next()).toEqual({ done: false, value: delta("lo") });
    await events.return(undefined);
  });

  test("that ends inside a character shows that something is missing", async () => {
    const bytes = new TextEncoder().encode("hi👋").slice(0, 4);
    expect(textOf(await eventsOf([bytes], { contentType: "text/plain" }))).toBe("hi\ufffd");
  });

  test("ends at the first end, whatever follows", async () => {
    const map: Mapper = ({ text }) => [
      delta(text ?? ""),
      { type: "finish", reason: "length" },
      delta("more"),
      STOP,
    ];
    const events = await eventsOf(["one", "two"], { contentType: "text/plain" }, { map });
    expect(events).toEqual([delta("one"), { type: "finish", reason: "length" }]);
  });

  test("that reports an error keeps what came before, and nothing after", async () => {
    const failure: ChatEvent = {
      type: "error",
      error: { code: "model", message: "Busy", isRetryable: true },
    };
    const map: Mapper = ({ text }) => (text === "fail" ? [failure, STOP] : [delta(text ?? "")]);
    const body = "data: one\n\ndata: fail\n\ndata: two\n\n";
    expect(await eventsOf([body], { contentType: "text/event-stream" }, { map })).toEqual([
      delta("one"),
      failure,
    ]);
  });

  test.each(["closes", "stays open"] as const)("ends at [DONE], whether its answer %s", async (body) => {
    const text = "data: one\n\ndata: [DONE]\n\ndata: two\n\n";
    expect(await eventsOf([text], { contentType: "text/event-stream", body })).toEqual([delta("one"), STOP]);
  });

  test("that has ended leaves its request to end by itself", async () => {
    const onCancel = vi.fn();
    const clock = manualClock();
    const text = ["data: one\n\ndata: [DONE]\n\n", "data: two\n\n"];
    await eventsOf(text, { contentType: "text/event-stream", onCancel }, { clock });
    await expect.poll(() => clock.pending()).toBe(0);
    expect(onCancel).not.toHaveBeenCalled();
  });

  test("that has ended cancels a request that does not", async () => {
    const onCancel = vi.fn();
    const clock = manualClock();
    const options = { contentType: "text/event-stream", body: "stays open", onCancel } as const;
    await eventsOf(["data: [DONE]\n\n"], options, { clock, emptyStatuses: [204] });
    expect(onCancel).not.toHaveBeenCalled();
    clock.advance(1000);
    expect(onCancel).toHaveBeenCalledOnce();
    await expect.poll(() => clock.pending()).toBe(0);
  });

  test("nobody listens to any more is fetched no further", async () => {
    const onCancel = vi.fn();
    const clock = manualClock();
    const events = exchangeWith(
      () => answer(["one"], { contentType: "text/plain", body: "stays open", onCancel }),
      { clock },
    );
    await events.next();
    await events.return(undefined);
    expect(onCancel).toHaveBeenCalledOnce();
    expect(clock.pending()).toBe(0);
  });

  test("in a framing that is known is not guessed", async () => {
    const events = await eventsOf(["data: a\n\n"], { contentType: "text/plain" }, { wire: "sse" });
    expect(events).toEqual([delta("a"), STOP]);
  });
});

describe("an empty reply is told", () => {
  test.each([
    ["without a body", [], "text/plain"],
    ["of heartbeats alone", [": ping\n\n: ping\n\n"], "text/event-stream"],
    ["that only ends", ["data: [DONE]\n\n"], "text/event-stream"],
    ["of null", ["null"], "application/json"],
    ["of an event that was cut off", ["data: hel"], "text/event-stream"],
  ])("%s", async (_what, chunks, contentType) => {
    expect(await eventsOf(chunks, { contentType })).toEqual([
      error("protocol", { message: "/chat answered well, but with nothing in it." }),
    ]);
  });

  test("with status 204", async () => {
    expect(await collect(exchangeWith(() => new Response(null, { status: 204 })))).toEqual([
      error("protocol", { message: "/chat answered well, but with nothing in it." }),
    ]);
  });

  test("whose parts are empty and which says that it is whole", async () => {
    const map: Mapper = () => [{ type: "start", id: "r1" }, delta(""), STOP];
    expect(await eventsOf(["x"], { contentType: "text/plain" }, { map })).toEqual([
      { type: "start", id: "r1" },
      delta(""),
      error("protocol"),
    ]);
  });

  test("with the number of frames that the protocol passed over, and not of heartbeats", async () => {
    const body = 'data: {"a":1}\n\n: ping\n\ndata: {"b":2}\n\ndata: [DONE]\n\n';
    const message = expect.stringMatching(/with nothing in it\. Frames it passed over: 2\. .*chatisle probe/);
    expect(await eventsOf([body], { contentType: "text/event-stream" }, { map: () => [] })).toEqual([
      error("protocol", { message }),
    ]);
  });

  test("but not one that asks for something, or that was stopped", async () => {
    const map: Mapper = () => [{ type: "finish", reason: "input" }];
    expect(await eventsOf(["x"], { contentType: "text/plain" }, { map })).toEqual([
      { type: "finish", reason: "input" },
    ]);
  });

  test("and one with a part but no text is not empty", async () => {
    const part: ChatEvent = { type: "part", part: { type: "source", id: "s", url: "https://example.com" } };
    expect(await eventsOf(["x"], { contentType: "text/plain" }, { map: () => [part] })).toEqual([part, STOP]);
  });
});

test("a reply that is cut says how many frames the protocol passed over", async () => {
  const map: Mapper = ({ data }) => (data === "known" ? [delta("Hello")] : []);
  const setup = { map, isComplete: () => false };
  const body = 'data: "known"\n\ndata: "song"\n\n';
  expect(await eventsOf([body], { contentType: "text/event-stream" }, setup)).toEqual([
    delta("Hello"),
    error("interrupted", { message: expect.stringContaining("Frames it passed over: 1.") }),
  ]);
});

describe("a reply that is followed further", () => {
  const emptyStatuses = [204];

  test("and of which nothing runs yields nothing", async () => {
    expect(await collect(exchangeWith(() => new Response(null, { status: 204 }), { emptyStatuses }))).toEqual(
      [],
    );
  });

  test("yields nothing for a status beyond 2xx that means the same", async () => {
    expect(
      await collect(exchangeWith(() => new Response("no", { status: 404 }), { emptyStatuses: [404] })),
    ).toEqual([]);
  });

  test("may have only its end left", async () => {
    const events = await eventsOf(
      ["data: [DONE]\n\n"],
      { contentType: "text/event-stream" },
      { emptyStatuses },
    );
    expect(events).toEqual([STOP]);
  });
});

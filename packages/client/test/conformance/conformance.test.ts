import { describe, expect, test } from "vitest";
import { type CheckResult, conformance } from "../../src/conformance/index.js";
import type { Protocol } from "../../src/protocol/index.js";
import { openAI } from "../../src/protocols/openai.js";
import { SUBJECTS } from "../support/subjects.js";

const failed = (results: readonly CheckResult[]) => results.filter(({ outcome }) => outcome === "failed");

describe.each(Object.entries(SUBJECTS))("the adapter %s", (_name, subject) => {
  test("passes every check that its backend can be asked for", async () => {
    const results = await conformance(subject);
    expect(failed(results)).toEqual([]);
    expect(results.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(15);
    const skipped = results.filter((result) => result.outcome === "skipped");
    const unexplained = skipped.filter(({ scenario }) => subject.lacks?.[scenario] === undefined);
    expect(unexplained).toEqual([]);
  });

  test("lacks nothing that it has an answer for", () => {
    const answered = Object.keys(subject.lacks ?? {}).filter((scenario) => scenario in subject.answers);
    expect(answered).toEqual([]);
  });
});

describe("the checks find an adapter that", () => {
  const { answers } = SUBJECTS.openai ?? { answers: undefined };
  if (answers === undefined) throw new Error("The adapter these checks are proved with is gone.");
  const good = () => openAI({ model: "gpt-5" });

  /** The good adapter, with what it does to a request or an answer changed. */
  const changed = (change: (protocol: Protocol) => Partial<Protocol>) => () => {
    const protocol = good();
    return { ...protocol, ...change(protocol) };
  };
  /** The good adapter, on a context whose exchange is changed. */
  const onExchange = (
    change: (parameters: Parameters<Parameters<Protocol["send"]>[0]["exchange"]>) => typeof parameters,
  ) =>
    changed((protocol) => ({
      send: (context, turn) =>
        protocol.send(
          { ...context, exchange: (...parameters) => context.exchange(...change(parameters)) },
          turn,
        ),
    }));

  test.each<[string, () => Protocol, string]>([
    [
      "takes a cut reply for a whole one",
      onExchange(([request, map, { signal }]) => [request, map, { signal }]),
      "A reply without the protocol's own end is interrupted and keeps its text",
    ],
    [
      "accepts anything",
      onExchange(([request, map, options]) => [{ ...request, accept: "*/*" }, map, options]),
      "Every request says which answers it reads, without a wildcard",
    ],
    [
      "sends a header of its own",
      onExchange(([request, map, options]) => [{ ...request, headers: { "x-chat": "1" } }, map, options]),
      "No header is sent that another origin has to allow",
    ],
    [
      "loses a part of the text",
      onExchange(([request, map, options]) => [
        request,
        (frame) => (frame.text?.includes("two") ? [] : map(frame)),
        options,
      ]),
      "A reply's text arrives exactly, with all its characters",
    ],
  ])("%s", async (_what, protocol, name) => {
    const results = await conformance({ protocol, answers });
    expect(failed(results).map((result) => result.name)).toContain(name);
  });

  test("cannot do what a scenario asks for, by skipping that check and saying so", async () => {
    const { text } = answers;
    const results = await conformance({ protocol: good, answers: { text } });
    expect(failed(results)).toEqual([]);
    expect(results).toContainEqual({
      name: "A file keeps its address",
      outcome: "skipped",
      scenario: "file",
      reason: 'No answer to the scenario "file" is given.',
    });
  });
});

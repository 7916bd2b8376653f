import { type ChatEvent, type Message, type Part, type PartOf, textOf } from "../protocol/index.js";
import type { Check } from "./checks.js";
import { waysToCut } from "./cuts.js";
import { play, type Reply, type ScriptedAnswer } from "./play.js";
import { FILE_URL, REASONING_TEXT, REPLY_TEXT, SOURCE_URL } from "./scenarios.js";

const BEGINNING = "Grüße";

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 500) ?? "nothing";
const textIn = ({ messages }: Reply) => messages.map(textOf).join("");
const partsIn = ({ messages }: Reply): readonly Part[] => messages.flatMap(({ parts }) => parts);
const isEnd = ({ type }: ChatEvent) => type === "finish" || type === "error";

function expectEnd({ events }: Reply, isRight: (end: ChatEvent) => boolean): string | null {
  const ends = events.filter(isEnd);
  const last = events.at(-1);
  if (ends.length !== 1 || last === undefined || !isEnd(last)) {
    return `${ends.length} ends in ${show(events.map(({ type }) => type))}`;
  }
  return isRight(last) ? null : `the end ${show(last)}`;
}

const isFinish = (end: ChatEvent) => end.type === "finish";
const isError = (code: string) => (end: ChatEvent) => end.type === "error" && end.error.code === code;

function expectText(reply: Reply, text = REPLY_TEXT): string | null {
  const said = textIn(reply);
  return said === text ? null : `the text ${show(said)}`;
}

const whole = (reply: Reply) => expectText(reply) ?? expectEnd(reply, isFinish);

function expectTool(reply: Reply, isRight: (tool: PartOf<"tool">) => boolean): string | null {
  const tools = partsIn(reply).filter((part) => part.type === "tool");
  const [tool] = tools;
  return tools.length === 1 && tool !== undefined && isRight(tool) ? null : `the tools ${show(tools)}`;
}

/** The arguments in both forms they can have. */
function inputsOf({ input, inputText = "" }: PartOf<"tool">): unknown[] {
  const inputs = [input, ...(inputText === "" ? [] : [JSON.parse(inputText)])];
  return inputs.filter((each) => each !== undefined);
}

function isWeather(tool: PartOf<"tool">): boolean {
  const inputs = inputsOf(tool).map(show);
  return tool.name === "weather" && inputs.length > 0 && inputs.every((each) => each === '{"city":"Oslo"}');
}

/** A check of what one answer comes to. */
const replyCheck = (
  scenario: Check["scenario"],
  name: string,
  judge: (reply: Reply) => string | null,
): Check => ({
  name,
  scenario,
  run: async ({ protocol }, answer) => judge(await play(protocol(), answer)),
});

/** The same bubbles, whatever the way; how a reply's text was split into deltas does not count. */
const bubblesOf = (messages: readonly Message[]) => JSON.stringify(messages);

async function expectSame(
  { protocol }: Parameters<Check["run"]>[0],
  answer: ScriptedAnswer,
  others: readonly ScriptedAnswer[],
): Promise<string | null> {
  const expected = bubblesOf((await play(protocol(), answer)).messages);
  for (const other of others) {
    const found = bubblesOf((await play(protocol(), other)).messages);
    if (found !== expected) {
      return `${found.slice(0, 500)} when the body is cut at ${show(other.cuts)} or written as ${show(other.body)}`;
    }
  }
  return null;
}

/** Answers that are no replies to a message, and the one that is too long to be played so often. */
const NOT_CUT: ReadonlySet<string> = new Set(["history", "upload", "resume", "long"]);

export const REPLY_CHECKS: readonly Check[] = [
  replyCheck("text", "A reply's text arrives exactly, with all its characters", whole),
  replyCheck("whole", "A reply that is not streamed is read too", whole),
  {
    name: "A reply does not depend on where the network cuts it",
    scenario: "text",
    async run(subject, answer) {
      for (const [scenario, each] of Object.entries(subject.answers)) {
        if (each === undefined || NOT_CUT.has(scenario)) continue;
        const ways = waysToCut(new TextEncoder().encode(each.body).length).map((cuts) => ({ ...each, cuts }));
        const saw = await expectSame(subject, each, ways);
        if (saw !== null) return saw;
      }
      return expectSame(subject, answer, []);
    },
  },
  {
    name: "Line ends, comments and a byte order mark make no difference to an event stream",
    scenario: "text",
    async run(subject, answer) {
      if (!answer.contentType?.startsWith("text/event-stream")) return null;
      const bodies = [
        answer.body.replaceAll("\n", "\r\n"),
        answer.body.replaceAll("\n", "\r"),
        `\ufeff: hello\n\n${answer.body.replaceAll("\n\n", "\n\n: ping\n\n")}`,
      ];
      return expectSame(
        subject,
        answer,
        bodies.map((body) => ({ ...answer, body })),
      );
    },
  },
  replyCheck("reasoning", "What the model thinks aloud stays apart from the text", (reply) => {
    const thought = partsIn(reply).filter((part) => part.type === "reasoning");
    const text = thought.map((part) => ("text" in part ? part.text : "")).join("");
    return text === REASONING_TEXT ? whole(reply) : `the reasoning ${show(thought)}`;
  }),
  replyCheck(
    "tool",
    "A tool call is one part, with its name and its joined arguments",
    (reply) => expectTool(reply, isWeather) ?? whole(reply),
  ),
  replyCheck(
    "tool-failure",
    "A tool that fails does not fail the reply",
    (reply) => expectTool(reply, (tool) => isWeather(tool) && tool.state === "error") ?? whole(reply),
  ),
  replyCheck("source", "A source keeps its address", (reply) => {
    const sources = partsIn(reply).filter((part) => part.type === "source");
    return sources.length === 1 && sources[0]?.url === SOURCE_URL
      ? whole(reply)
      : `the sources ${show(sources)}`;
  }),
  replyCheck("file", "A file keeps its address", (reply) => {
    const files = partsIn(reply).filter((part) => part.type === "file");
    return files.length === 1 && files[0]?.url === FILE_URL ? whole(reply) : `the files ${show(files)}`;
  }),
  replyCheck("unknown-frame", "A frame that is not known is passed over", whole),
  replyCheck(
    "malformed",
    "A frame that cannot be parsed ends the reply and keeps its text",
    (reply) => expectText(reply, BEGINNING) ?? expectEnd(reply, isError("protocol")),
  ),
  replyCheck(
    "truncated",
    "A reply without the protocol's own end is interrupted and keeps its text",
    (reply) => expectText(reply, BEGINNING) ?? expectEnd(reply, isError("interrupted")),
  ),
  replyCheck(
    "failure",
    "A failure inside the answer is told once and keeps the text before it",
    (reply) => expectText(reply, BEGINNING) ?? expectEnd(reply, isError("model")),
  ),
  replyCheck("empty", "An answer with nothing to show is told, not drawn blank", (reply) =>
    expectEnd(reply, (end) => end.type === "error"),
  ),
];

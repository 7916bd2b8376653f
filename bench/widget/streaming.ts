import { budget, type Figure, milliseconds, times } from "./figures.ts";
import { inTurn, median } from "./in-turn.ts";
import type { OpenPage } from "./measured-page.ts";
import type { SubjectName } from "./page/main.ts";
import { tasksOf } from "./trace.ts";

const DELTA_LENGTH = 5;
/** A fast model at 60 frames a second. */
const PER_FRAME = 4;
const ROUNDS = 3;
/** What counts as flat: growth with the square of the length would be 20 ×. */
const FLAT = 1.5;

const ANSWER = `Some **words** of a reply with \`code\`, a [link](https://example.com) and more words.

- one item
- another *item*

| a | b |
|---|---|
| 1 | 2 |

\`\`\`js
const a = 1;
\`\`\`

`;

/** Milliseconds. */
interface StreamCost {
  readonly mainThread: number;
  readonly style: number;
  readonly layout: number;
}

/** A conversation of 40 messages with a reply that has begun, and what goes on with it. */
async function reply(openPage: OpenPage, name: SubjectName) {
  const measured = await openPage();
  const { page } = measured;
  await measured.prepare(name, 40);
  const write = (from: number, to: number, perFrame: number) =>
    page.evaluate(([deltas, pace]) => window.bench.stream(deltas, pace), [
      deltasOf(from, to),
      perFrame,
    ] as const);
  await page.evaluate(() => window.bench.open());
  await page.evaluate(() => window.bench.rest());
  await page.evaluate(() => window.bench.ask());
  return { measured, write };
}

/** What the main thread spends on as many deltas, below `before` deltas of the same reply. */
async function stream(openPage: OpenPage, name: SubjectName, count: number, before = 0): Promise<StreamCost> {
  const { measured, write } = await reply(openPage, name);
  await write(0, before, 100);
  const start = await measured.use();
  await write(before, before + count, PER_FRAME);
  const end = await measured.use();
  await measured.close();
  return {
    mainThread: end.mainThread - start.mainThread,
    style: end.style - start.style,
    layout: end.layout - start.layout,
  };
}

/** The longest task of as many deltas on a processor that is 4 × slower. */
async function longestTask(openPage: OpenPage, name: SubjectName, count: number): Promise<number> {
  const { measured, write } = await reply(openPage, name);
  await measured.slowDown(4);
  const events = await measured.trace(() => write(0, count, PER_FRAME));
  await measured.close();
  return Math.max(...tasksOf(events).map(({ cost }) => cost));
}

function deltasOf(from: number, to: number): string[] {
  const text = ANSWER.repeat(Math.ceil((to * DELTA_LENGTH) / ANSWER.length));
  return Array.from({ length: to - from }, (_, index) => {
    const start = (from + index) * DELTA_LENGTH;
    return text.slice(start, start + DELTA_LENGTH);
  });
}

export async function measureStreaming(openPage: OpenPage): Promise<Figure[]> {
  const costs = await inTurn(ROUNDS, (name) => stream(openPage, name, 1_000));
  const longest = await inTurn(ROUNDS, (name) => longestTask(openPage, name, 1_000));
  const late = await stream(openPage, "widget", 1_000, 19_000);
  const widget = median(costs.widget, ({ mainThread }) => mainThread);
  const bare = median(costs.bare, ({ mainThread }) => mainThread);
  const growth = late.mainThread / widget;
  return [
    {
      measured: "1,000 deltas: main thread",
      widget: `${milliseconds(widget)}, ${times(widget / bare)}`,
      bare: milliseconds(bare),
      budget: budget(widget / bare, 2, times),
    },
    {
      measured: "of it, style and layout",
      widget: milliseconds(median(costs.widget, ({ style, layout }) => style + layout)),
      bare: milliseconds(median(costs.bare, ({ style, layout }) => style + layout)),
    },
    {
      measured: "1,000 deltas after 19,000",
      widget: `${milliseconds(late.mainThread)}, ${times(growth)} the first`,
      budget: budget(growth, FLAT, times),
    },
    {
      measured: "longest task, processor 4 × slower",
      widget: milliseconds(median(longest.widget, Number)),
      bare: milliseconds(median(longest.bare, Number)),
      budget: budget(median(longest.widget, Number), 50, milliseconds),
    },
  ];
}

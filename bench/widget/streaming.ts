import { type Figure, milliseconds, quantile, ratio } from "./figures.ts";
import type { OpenPage } from "./measured-page.ts";
import type { SubjectName } from "./page/main.ts";

const DELTA_LENGTH = 5;
/** A fast model at 60 frames a second. */
const PER_FRAME = 4;
const ROUNDS = 3;

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
  /** 0 when none took 50. */
  readonly longestTask: number;
}

/** What the main thread spends on a reply of as many deltas, below 40 messages and `before` deltas of the same reply. */
async function stream(
  openPage: OpenPage,
  name: SubjectName,
  count: number,
  { before = 0, slowdown = 1 } = {},
) {
  const measured = await openPage(name, 40);
  const { page } = measured;
  const write = (from: number, to: number, perFrame: number) =>
    page.evaluate(([deltas, pace]) => window.bench.stream(deltas, pace), [
      deltasOf(from, to),
      perFrame,
    ] as const);
  await page.evaluate(() => window.bench.open());
  await page.evaluate(() => window.bench.ask());
  await write(0, before, 100);
  await measured.slowDown(slowdown);
  const start = await measured.use();
  const longestTask = await write(before, before + count, PER_FRAME);
  const end = await measured.use();
  await measured.close();
  return {
    mainThread: end.mainThread - start.mainThread,
    style: end.style - start.style,
    layout: end.layout - start.layout,
    longestTask,
  };
}

function deltasOf(from: number, to: number): string[] {
  const text = ANSWER.repeat(Math.ceil((to * DELTA_LENGTH) / ANSWER.length));
  return Array.from({ length: to - from }, (_, index) => {
    const start = (from + index) * DELTA_LENGTH;
    return text.slice(start, start + DELTA_LENGTH);
  });
}

export async function measureStreaming(openPage: OpenPage): Promise<Figure[]> {
  const rounds: { readonly widget: StreamCost; readonly bare: StreamCost }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      widget: await stream(openPage, "widget", 1_000),
      bare: await stream(openPage, "bareList", 1_000),
    });
  }
  const late = await stream(openPage, "widget", 1_000, { before: 19_000 });
  const slow = await stream(openPage, "widget", 1_000, { slowdown: 4 });
  const median = (read: (round: (typeof rounds)[number]) => number) => quantile(rounds.map(read), 0.5);
  const widget = median((round) => round.widget.mainThread);
  const bare = median((round) => round.bare.mainThread);
  return [
    {
      measured: "1,000 deltas: main thread",
      widget: `${milliseconds(widget)}, ${ratio(widget, bare)}`,
      "bare list": milliseconds(bare),
      budget: "2 ×",
    },
    {
      measured: "of it, style and layout",
      widget: milliseconds(median((round) => round.widget.style + round.widget.layout)),
      "bare list": milliseconds(median((round) => round.bare.style + round.bare.layout)),
    },
    {
      measured: "1,000 deltas after 19,000",
      widget: `${milliseconds(late.mainThread)}, ${ratio(late.mainThread, widget)} the first`,
      budget: "1 ×",
    },
    {
      measured: "longest task, processor 4 × slower",
      widget: slow.longestTask === 0 ? "under 50 ms" : milliseconds(slow.longestTask),
      budget: "50 ms",
    },
  ];
}

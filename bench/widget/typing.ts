import { budget, type Figure, milliseconds, quantile } from "./figures.ts";
import { inTurn, median } from "./in-turn.ts";
import type { OpenPage } from "./measured-page.ts";
import type { SubjectName } from "./page/main.ts";
import { type Task, tasksOf } from "./trace.ts";

const TEXT = "What does it cost to send a parcel of three kilos to Norway, and how long does it take? ";
/** A fast typist, in milliseconds. */
const KEY_DELAY = 60;
const ROUNDS = 3;

/** What the main thread spends on each key and its frame, on a processor that is 4 × slower. */
async function typing(openPage: OpenPage, name: SubjectName): Promise<readonly number[]> {
  const measured = await openPage();
  const { page } = measured;
  await measured.prepare(name, 1_000);
  await page.evaluate(() => window.bench.open());
  await page.evaluate(() => window.bench.rest());
  await page.getByRole("textbox").focus();
  await page.keyboard.type(TEXT);
  await measured.slowDown(4);
  const events = await measured.trace(() => page.keyboard.type(TEXT, { delay: KEY_DELAY }));
  await measured.close();
  return costsOfKeys(tasksOf(events));
}

/** All that happens from one key to the next counts as the first one's. */
function costsOfKeys(tasks: readonly Task[]): readonly number[] {
  const costs: number[] = [];
  for (const { cost, hasKey } of tasks) {
    if (hasKey) costs.push(0);
    const key = costs.length - 1;
    if (key >= 0) costs[key] = (costs[key] ?? 0) + cost;
  }
  return costs;
}

export async function measureTyping(openPage: OpenPage): Promise<Figure[]> {
  const costs = await inTurn(ROUNDS, (name) => typing(openPage, name));
  const share = (rounds: readonly (readonly number[])[], of: number) =>
    median(rounds, (round) => quantile(round, of));
  const shown = (rounds: readonly (readonly number[])[]) =>
    `${milliseconds(share(rounds, 0.95))} (median ${milliseconds(share(rounds, 0.5))})`;
  return [
    {
      measured: "a key and its frame, 1,000 messages, 4 × slower: p95",
      widget: shown(costs.widget),
      bare: shown(costs.bare),
      budget: budget(share(costs.widget, 0.95), 32, milliseconds),
    },
  ];
}

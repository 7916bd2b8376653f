import { budget, type Figure, megabytes, milliseconds, quantile, times } from "./figures.ts";
import type { OpenPage } from "./measured-page.ts";
import type { SubjectName } from "./page/main.ts";

const ROUNDS = 5;

/** The median of what the main thread spends on a history until it rests, after a first time that loads the code. */
async function open(openPage: OpenPage, name: SubjectName, count: number) {
  const measured = await openPage();
  const { page } = measured;
  await measured.prepare(name, count);
  const spent: number[] = [];
  let elements = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = await measured.use();
    await page.evaluate(() => window.bench.open());
    await page.evaluate(() => window.bench.rest());
    const end = await measured.use();
    if (round > 0) spent.push(end.mainThread - start.mainThread);
    elements = await page.evaluate(() => window.bench.elements());
    await page.evaluate(() => window.bench.close());
  }
  await measured.close();
  return { time: quantile(spent, 0.5), elements };
}

/** What scripts hold once a history is open, beyond the page itself: the code, and the 1,000 messages that are kept. */
async function heldBy(openPage: OpenPage, count: number) {
  const measured = await openPage();
  const { page } = measured;
  await measured.prepare("widget", count);
  await measured.collectGarbage();
  const { heap: before } = await measured.use();
  await page.evaluate(() => window.bench.open());
  await page.evaluate(() => window.bench.rest());
  await measured.collectGarbage();
  const { heap: after } = await measured.use();
  const text = await page.evaluate(() => window.bench.textLength());
  await measured.close();
  return { heap: after - before, text };
}

export async function measureHistory(openPage: OpenPage): Promise<Figure[]> {
  const short = { widget: await open(openPage, "widget", 100), bare: await open(openPage, "bareList", 100) };
  const long = {
    widget: await open(openPage, "widget", 10_000),
    bare: await open(openPage, "bareList", 10_000),
  };
  const held = await heldBy(openPage, 10_000);
  const growth = long.widget.time / short.widget.time;
  return [
    {
      measured: "history of 100: main thread",
      widget: milliseconds(short.widget.time),
      bare: milliseconds(short.bare.time),
    },
    {
      measured: "history of 10,000 in one answer: main thread",
      widget: `${milliseconds(long.widget.time)}, ${times(growth)} that of 100`,
      bare: milliseconds(long.bare.time),
      budget: budget(growth, 1.5, times),
    },
    {
      measured: "elements for 100 and for 10,000",
      widget: `${short.widget.elements} and ${long.widget.elements}`,
      bare: `${short.bare.elements} and ${long.bare.elements}`,
      budget: { limit: "the same", isKept: long.widget.elements <= short.widget.elements },
    },
    {
      measured: `heap for 10,000 in one answer (${megabytes(held.text)} of text, the newest 1,000 kept)`,
      widget: megabytes(held.heap),
      budget: budget(held.heap, 2 * held.text + 5e6, megabytes),
    },
  ];
}

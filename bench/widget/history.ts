import { type Figure, milliseconds, quantile, ratio } from "./figures.ts";
import type { OpenPage } from "./measured-page.ts";
import type { SubjectName } from "./page/main.ts";

const ROUNDS = 5;

/** What the main thread spends until a history is painted: the median of some rounds, after one that loads the code. */
async function open(openPage: OpenPage, name: SubjectName, count: number) {
  const measured = await openPage(name, count);
  const times: number[] = [];
  let elements = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = await measured.use();
    await measured.page.evaluate(() => window.bench.open());
    const end = await measured.use();
    if (round > 0) times.push(end.mainThread - start.mainThread);
    elements = await measured.page.evaluate(() => window.bench.elements());
    await measured.page.evaluate(() => window.bench.close());
  }
  await measured.close();
  return { time: quantile(times, 0.5), elements };
}

export async function measureHistory(openPage: OpenPage): Promise<Figure[]> {
  const short = {
    widget: await open(openPage, "widget", 100),
    bare: await open(openPage, "bareList", 100),
  };
  const long = {
    widget: await open(openPage, "widget", 10_000),
    bare: await open(openPage, "bareList", 10_000),
  };
  return [
    {
      measured: "history of 100: main thread",
      widget: milliseconds(short.widget.time),
      "bare list": milliseconds(short.bare.time),
    },
    {
      measured: "history of 10,000: main thread",
      widget: `${milliseconds(long.widget.time)}, ${ratio(long.widget.time, short.widget.time)} that of 100`,
      "bare list": milliseconds(long.bare.time),
      budget: "1.5 ×",
    },
    {
      measured: "elements for 100 and for 10,000",
      widget: `${short.widget.elements} and ${long.widget.elements}`,
      "bare list": `${short.bare.elements} and ${long.bare.elements}`,
      budget: "bounded",
    },
  ];
}

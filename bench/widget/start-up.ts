import { budget, type Figure, milliseconds, times } from "./figures.ts";
import { inTurn, median } from "./in-turn.ts";
import type { MeasuredPage, OpenPage } from "./measured-page.ts";
import type { SubjectName } from "./page/main.ts";
import { scriptTime } from "./trace.ts";

const ROUNDS = 5;

async function load(measured: MeasuredPage, name: SubjectName): Promise<void> {
  await measured.prepare(name, 40);
  await measured.page.evaluate(() => window.bench.open());
}

/** What scripts spend from the first intent to a conversation that is painted and can be used, their loading included. */
async function untilUsable(openPage: OpenPage, name: SubjectName): Promise<number> {
  const measured = await openPage();
  const events = await measured.trace(() => load(measured, name));
  await measured.close();
  return scriptTime(events, "usable");
}

/** What the main thread spends from the first intent until nothing is left to do. */
async function untilRest(openPage: OpenPage, name: SubjectName): Promise<number> {
  const measured = await openPage();
  const start = await measured.use();
  await load(measured, name);
  await measured.page.evaluate(() => window.bench.rest());
  const end = await measured.use();
  await measured.close();
  return end.mainThread - start.mainThread;
}

export async function measureStartUp(openPage: OpenPage): Promise<Figure[]> {
  const usable = await inTurn(ROUNDS, (name) => untilUsable(openPage, name));
  const rest = await inTurn(ROUNDS, (name) => untilRest(openPage, name));
  const widget = median(usable.widget, Number);
  const bare = median(usable.bare, Number);
  return [
    {
      measured: "start-up to usable: scripts",
      widget: `${milliseconds(widget)}, ${times(widget / bare)}`,
      bare: milliseconds(bare),
      budget: budget(widget / bare, 2, times),
    },
    {
      measured: "start-up until nothing is left to do: main thread",
      widget: milliseconds(median(rest.widget, Number)),
      bare: milliseconds(median(rest.bare, Number)),
    },
  ];
}

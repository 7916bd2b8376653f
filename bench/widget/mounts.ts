import { budget, count, type Figure, megabytes } from "./figures.ts";
import type { OpenPage } from "./measured-page.ts";

/** Until every piece of code has run once, the heap grows. */
const WARM_UP = 10;
const MOUNTS = 50;

/** The heap breathes by as much, whatever happens in the page. */
const HEAP_NOISE = 300_000;

export async function measureMounts(openPage: OpenPage): Promise<Figure[]> {
  const measured = await openPage();
  const { page } = measured;
  await page.evaluate(() => window.bench.countOpenThings());
  await measured.prepare("widget", 40);
  const mount = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      await page.evaluate(() => window.bench.open());
      await page.evaluate(() => window.bench.close());
    }
    await measured.collectGarbage();
    return { ...(await measured.use()), ...(await page.evaluate(() => window.bench.openThings())) };
  };
  const before = await mount(WARM_UP);
  const after = await mount(MOUNTS);
  await measured.close();
  const left = (what: "listeners" | "nodes" | "timers" | "connections", name: string): Figure => ({
    measured: `${MOUNTS} mounts and unmounts: ${name} left`,
    widget: count(after[what] - before[what]),
    budget: budget(after[what] - before[what], 0, count),
  });
  return [
    left("listeners", "listeners"),
    left("nodes", "nodes, detached ones too,"),
    left("timers", "timers"),
    left("connections", "sockets and channels"),
    {
      measured: "heap grown by",
      widget: megabytes(after.heap - before.heap),
      budget: budget(after.heap - before.heap, HEAP_NOISE, megabytes),
    },
  ];
}

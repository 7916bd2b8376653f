import { type Figure, megabytes } from "./figures.ts";
import type { OpenPage } from "./measured-page.ts";

/** Until every piece of code has run once, the heap grows. */
const WARM_UP = 10;
const MOUNTS = 50;

export async function measureMounts(openPage: OpenPage): Promise<Figure[]> {
  const measured = await openPage("widget", 40);
  const mount = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      await measured.page.evaluate(() => window.bench.open());
      await measured.page.evaluate(() => window.bench.close());
    }
    await measured.collectGarbage();
    return measured.use();
  };
  const before = await mount(WARM_UP);
  const after = await mount(MOUNTS);
  await measured.close();
  return [
    {
      measured: `${MOUNTS} mounts and unmounts: listeners left`,
      widget: `${after.listeners - before.listeners}`,
      budget: "0",
    },
    { measured: "nodes left", widget: `${after.nodes - before.nodes}`, budget: "0" },
    { measured: "heap grown by", widget: megabytes(after.heap - before.heap), budget: "0 MB" },
  ];
}

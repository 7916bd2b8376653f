import type { Browser, Page } from "playwright";
import type { SubjectName } from "./page/main.ts";

/** What a page has used up, or holds, at one moment. */
export interface PageUse {
  /** Of the main thread, in milliseconds of the processor: what else the machine does is not in it. */
  readonly mainThread: number;
  /** Of it, the time for styles and the time for layout. */
  readonly style: number;
  readonly layout: number;
  /** Bytes of the heap. */
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** A page of its own, which remembers nothing of the one before. */
export interface MeasuredPage {
  readonly page: Page;
  use(): Promise<PageUse>;
  collectGarbage(): Promise<void>;
  /** Makes the processor as many times slower. */
  slowDown(times: number): Promise<void>;
  close(): Promise<void>;
}

/** The page that `url` serves, with a conversation that is prepared and not open yet. */
export type OpenPage = (name: SubjectName, count: number) => Promise<MeasuredPage>;

export function pageOpener(browser: Browser, url: string): OpenPage {
  return async (name, count) => {
    const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
    await page.goto(url);
    await page.evaluate(([subject, length]) => window.bench.prepare(subject, length), [name, count] as const);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    return {
      page,
      async use() {
        const { metrics } = await session.send("Performance.getMetrics");
        const values = new Map(metrics.map((metric) => [metric.name, metric.value]));
        const value = (metric: string) => values.get(metric) ?? Number.NaN;
        return {
          mainThread: value("ThreadTime") * 1000,
          style: value("RecalcStyleDuration") * 1000,
          layout: value("LayoutDuration") * 1000,
          heap: value("JSHeapUsedSize"),
          nodes: value("Nodes"),
          listeners: value("JSEventListeners"),
        };
      },
      async collectGarbage() {
        // What a first collection sets free may hold something that a second one then finds.
        for (let time = 0; time < 3; time += 1) await session.send("HeapProfiler.collectGarbage");
      },
      async slowDown(times) {
        await session.send("Emulation.setCPUThrottlingRate", { rate: times });
      },
      close: () => page.close(),
    };
  };
}

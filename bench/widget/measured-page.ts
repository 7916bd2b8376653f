import type { Browser, Page } from "playwright";
import type { SubjectName } from "./page/main.ts";
import { mainThreadEvents, TRACED, type TraceEvent } from "./trace.ts";

/** What a page has used up, or holds, at one moment. */
export interface PageUse {
  /** Of the main thread, in milliseconds of the processor: what else the machine does is not in it. */
  readonly mainThread: number;
  /** Of it, the time for styles and for layout. */
  readonly style: number;
  readonly layout: number;
  /** Bytes that scripts hold. */
  readonly heap: number;
  /** Nodes of the document, and those that only a script still holds. */
  readonly nodes: number;
  readonly listeners: number;
}

/** A page of its own, which remembers nothing of the one before. */
export interface MeasuredPage {
  readonly page: Page;
  /** Chooses what is shown, and how long its conversation is; opens nothing yet. */
  prepare(name: SubjectName, count: number): Promise<void>;
  use(): Promise<PageUse>;
  collectGarbage(): Promise<void>;
  /** Makes the processor as many times slower. */
  slowDown(times: number): Promise<void>;
  /** What happens on the main thread while `action` runs, in order. */
  trace(action: () => Promise<void>): Promise<readonly TraceEvent[]>;
  close(): Promise<void>;
}

/** A new page at the address that is measured. */
export type OpenPage = () => Promise<MeasuredPage>;

export function pageOpener(browser: Browser, url: string): OpenPage {
  return async () => {
    const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
    await page.goto(url);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    return {
      page,
      prepare: (name, count) =>
        page.evaluate(([subject, length]) => window.bench.prepare(subject, length), [name, count] as const),
      async use() {
        const { metrics } = await session.send("Performance.getMetrics");
        const { usedSize } = await session.send("Runtime.getHeapUsage");
        const values = new Map(metrics.map((metric) => [metric.name, metric.value]));
        const value = (metric: string) => values.get(metric) ?? Number.NaN;
        return {
          mainThread: value("ThreadTime") * 1000,
          style: value("RecalcStyleDuration") * 1000,
          layout: value("LayoutDuration") * 1000,
          heap: usedSize,
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
      async trace(action) {
        await browser.startTracing(page, { categories: TRACED });
        await action();
        const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
          traceEvents: TraceEvent[];
        };
        return mainThreadEvents(traceEvents);
      },
      close: () => page.close(),
    };
  };
}

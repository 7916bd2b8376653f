import type { Browser, Page } from "playwright";
import type { SubjectName } from "./page/main.ts";

/** What a page has used up, or holds, at one moment. */
export interface PageUse {
  /** Of the main thread, in milliseconds of the processor: what else the machine does is not in it. */
  readonly mainThread: number;
  /** Of it, the time for scripts, for styles and for layout. */
  readonly script: number;
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
  /** What the main thread does while `action` runs, in order. */
  tasksDuring(action: () => Promise<void>): Promise<readonly Task[]>;
  close(): Promise<void>;
}

/** A task of the main thread. */
export interface Task {
  /** Milliseconds of the processor. */
  readonly cost: number;
  /** Whether a key was pressed in it. */
  readonly hasKey: boolean;
}

/** A new page at the address that is measured. */
export type OpenPage = () => Promise<MeasuredPage>;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds since the machine was started. */
  readonly ts: number;
  /** Microseconds, of all time and of the processor's. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly type?: string } };
}

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
          script: value("ScriptDuration") * 1000,
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
      async tasksDuring(action) {
        await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
        await action();
        const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
          traceEvents: TraceEvent[];
        };
        return mainThreadTasks(traceEvents);
      },
      close: () => page.close(),
    };
  };
}

/** The tasks of the page, which is the one with the busiest main thread. */
function mainThreadTasks(events: readonly TraceEvent[]): readonly Task[] {
  const threads = events.filter(
    ({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain",
  );
  const tasks = threads.map(({ pid, tid }) =>
    tasksOf(events.filter((each) => each.pid === pid && each.tid === tid)),
  );
  const total = (all: readonly Task[]) => all.reduce((sum, { cost }) => sum + cost, 0);
  return tasks.toSorted((one, other) => total(other) - total(one))[0] ?? [];
}

function tasksOf(events: readonly TraceEvent[]): readonly Task[] {
  const keys = events.filter(({ name, args }) => name === "EventDispatch" && args?.data?.type === "keydown");
  return events
    .filter(({ name, ph }) => ph === "X" && name === "ThreadControllerImpl::RunTask")
    .toSorted((one, other) => one.ts - other.ts)
    .map(({ ts, dur = 0, tdur = 0 }) => ({
      cost: tdur / 1000,
      hasKey: keys.some((key) => key.ts >= ts && key.ts < ts + dur),
    }));
}

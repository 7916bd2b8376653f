/** An event of a trace of Chromium. */
export interface TraceEvent {
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

/** Tasks, what happens in them, microtasks (where most of a chat's scripts run), and marks. */
export const TRACED = ["toplevel", "devtools.timeline", "v8.execute", "blink.user_timing"];

/** A task of the main thread. */
export interface Task {
  /** Milliseconds of the processor. */
  readonly cost: number;
  /** Whether a key was pressed in it. */
  readonly hasKey: boolean;
}

/** What happened on the main thread of the page, which is the busiest one, in order. */
export function mainThreadEvents(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const threads = events
    .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
    .map(({ pid, tid }) => events.filter((each) => each.pid === pid && each.tid === tid));
  const total = (all: readonly TraceEvent[]) => all.reduce((sum, { tdur = 0 }) => sum + tdur, 0);
  const busiest = threads.toSorted((one, other) => total(other) - total(one))[0] ?? [];
  return busiest.toSorted((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0));
}

export function tasksOf(events: readonly TraceEvent[]): readonly Task[] {
  const keys = events.filter(({ name, args }) => name === "EventDispatch" && args?.data?.type === "keydown");
  return events
    .filter(({ name, ph }) => ph === "X" && name === "ThreadControllerImpl::RunTask")
    .map(({ ts, dur = 0, tdur = 0 }) => ({
      cost: tdur / 1000,
      hasKey: keys.some((key) => key.ts >= ts && key.ts < ts + dur),
    }));
}

const SCRIPT: ReadonlySet<string> = new Set([
  "EvaluateScript",
  "FunctionCall",
  "RunMicrotasks",
  "v8.callFunction",
  "v8.compile",
  "v8.compileModule",
  "v8.evaluateModule",
]);
const RENDERING: ReadonlySet<string> = new Set(["UpdateLayoutTree", "Layout"]);

/**
 * What scripts take until a mark, in milliseconds of the processor: what is compiled for them is in it, and styles and
 * layouts that they ask for are not.
 */
export function scriptTime(events: readonly TraceEvent[], mark: string): number {
  const end = events.find(({ name }) => name === mark)?.ts ?? Number.NaN;
  let time = 0;
  let within: TraceEvent[] = [];
  for (const event of events) {
    if (event.ph !== "X" || !(event.ts < end)) continue;
    within = within.filter(({ ts, dur = 0 }) => event.ts < ts + dur);
    const isInScript = within.some(({ name }) => SCRIPT.has(name));
    const isInRendering = within.some(({ name }) => RENDERING.has(name));
    if (SCRIPT.has(event.name) && !isInScript) time += event.tdur ?? 0;
    if (RENDERING.has(event.name) && isInScript && !isInRendering) time -= event.tdur ?? 0;
    within.push(event);
  }
  return time / 1000;
}

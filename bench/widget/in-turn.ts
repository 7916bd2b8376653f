import { quantile } from "./figures.ts";
import type { SubjectName } from "./page/main.ts";

/** Measures the widget and the bare list in turn: what else the machine does meets both. */
export async function inTurn<Result>(
  rounds: number,
  measure: (name: SubjectName) => Promise<Result>,
): Promise<{ readonly widget: readonly Result[]; readonly bare: readonly Result[] }> {
  const widget: Result[] = [];
  const bare: Result[] = [];
  for (let round = 0; round < rounds; round += 1) {
    widget.push(await measure("widget"));
    bare.push(await measure("bareList"));
  }
  return { widget, bare };
}

export const median = <Result>(results: readonly Result[], read: (result: Result) => number): number =>
  quantile(results.map(read), 0.5);

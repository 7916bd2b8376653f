/** What a figure may be at most, and whether it is. */
export interface Budget {
  readonly limit: string;
  readonly isKept: boolean;
}

/** One line of the result. */
export interface Figure {
  readonly measured: string;
  readonly widget: string;
  /** The same of the bare list. */
  readonly bare?: string;
  readonly budget?: Budget;
}

export const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
export const times = (value: number) => `${value.toFixed(2)} ×`;
export const count = (value: number) => `${value}`;

/** A budget in the unit of its figure. What could not be measured does not keep it. */
export function budget(value: number, limit: number, unit: (value: number) => string): Budget {
  return { limit: unit(limit), isKept: value <= limit };
}

/** The value that `share` of all values, from 0 to 1, do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? Number.NaN;
}

/** Prints the figures, and every budget that is missed; gives how many are. */
export function report(figures: readonly Figure[]): number {
  console.table(
    figures.map(({ measured, widget, bare, budget }) => ({
      measured,
      widget,
      "bare list": bare ?? "",
      budget: budget?.limit ?? "",
      verdict: budget ? (budget.isKept ? "kept" : "MISSED") : "",
    })),
  );
  const missed = figures.filter(({ budget }) => budget?.isKept === false);
  for (const { measured, widget, budget } of missed) {
    console.error(`Missed: ${measured}: budget ${budget?.limit}, measured ${widget}.`);
  }
  return missed.length;
}

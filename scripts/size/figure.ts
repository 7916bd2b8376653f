/** A measured size and what it may be at most. */
export interface Figure {
  readonly name: string;
  /** Of `unit`; compressed bytes where that is kB. */
  readonly value: number;
  readonly budget: number;
  readonly unit: "kB" | "requests";
}

export const isOver = ({ value, budget }: Figure): boolean => value > budget;

/** One line for each figure, with a mark where the budget is exceeded. */
export function formatFigures(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    format(figure.value, figure.unit),
    `of ${format(figure.budget, figure.unit)}`,
    isOver(figure) ? "OVER" : "ok",
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const format = (value: number, unit: Figure["unit"]): string =>
  unit === "kB" ? `${(value / 1000).toFixed(2)} kB` : `${value} ${unit}`;

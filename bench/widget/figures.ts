/** One line of the result. */
export interface Figure {
  readonly measured: string;
  readonly widget: string;
  readonly "bare list"?: string;
  readonly budget?: string;
}

export const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
export const ratio = (value: number, base: number) => `${(value / base).toFixed(2)} ×`;

/** The value that `share` of all values, from 0 to 1, do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? Number.NaN;
}

import { isRecord } from "../routes/is-record.js";

/**
 * Writes an error and its causes to the log, each with its stack. Nothing else of them: libraries put what a visitor wrote
 * into other fields, such as the request to a model or a database's row.
 */
export function logError(error: unknown): void {
  const chain = [error];
  for (let cause = causeOf(error); cause !== undefined && !chain.includes(cause); cause = causeOf(cause)) {
    chain.push(cause);
  }
  console.error(`chatisle: ${chain.map(textOf).join("\nCaused by: ")}`);
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined;
}

function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return String(isRecord(thrown) ? thrown.message : thrown);
}

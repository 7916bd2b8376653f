import { problem } from "../http/problem.js";

const DEFAULT_LIMIT = 50;
/** A larger limit is served as this one: a page may always be shorter than asked. */
const MAX_LIMIT = 200;

/** How many rows a page may have, by the request's `limit`. */
export function pageLimit(
  query: URLSearchParams,
):
  | { readonly status: "valid"; readonly size: number }
  | { readonly status: "refused"; readonly response: Response } {
  const limit = positiveInteger(query.get("limit") ?? String(DEFAULT_LIMIT));
  return limit === null
    ? {
        status: "refused",
        response: problem(400, "invalid_limit", `limit must be a number from 1 to ${MAX_LIMIT}.`),
      }
    : { status: "valid", size: Math.min(limit, MAX_LIMIT) };
}

/** @returns null for every other text. */
export function positiveInteger(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

import type { Fault, FaultScript } from "@chatisle/testing/fault-server";
import { seeded } from "../../packages/client/test/support/seeded.ts";

/** One of each kind; the argument is drawn anew for each, from 0 up to, not including, 1. */
const FAULTS: readonly ((draw: number) => Fault)[] = [
  (draw) => ({ type: "late", delay: draw * 5_000 }),
  () => ({ type: "reset", when: "before" }),
  () => ({ type: "reset", when: "after" }),
  () => ({ type: "status", status: 429, retryAfter: 2 }),
  () => ({ type: "status", status: 500 }),
  () => ({ type: "status", status: 503, retryAfter: 3 }),
  () => ({ type: "login-page" }),
  (draw) => ({ type: "cut", after: draw, isQuiet: draw < 0.5 }),
  () => ({ type: "lost-cookies" }),
];

/**
 * A script that harms requests by chance, the same way in every run.
 * @param rate - How many of all requests meet a fault, from 0 to 1.
 */
export function faultScript(seed: number, rate: number): FaultScript {
  const streams = new Map<string, () => number>();
  return ({ method, path }) => {
    // Requests that run side by side arrive in any order: each kind has chances of its own.
    const kind = `${method} ${path.replace(/\?.*$/, "")}`;
    const random =
      streams.get(kind) ??
      seeded(seed * 7919 + [...kind].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 0));
    streams.set(kind, random);
    if (random() >= rate) return undefined;
    return FAULTS[Math.floor(random() * FAULTS.length)]?.(random());
  };
}

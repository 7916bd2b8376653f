import type { Metrics } from "../observe/metrics.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import type { Route } from "./route.js";
import { refuseStranger } from "./status-access.js";

export interface MetricsRouteOptions {
  readonly metrics: Metrics;
  readonly runner: TurnRunner;
  readonly statusToken: string;
}

/** `GET /api/metrics`: this instance's counts for Prometheus, to whoever knows the status token. */
export function metricsRoute({ metrics, runner, statusToken }: MetricsRouteOptions): Route {
  return async function scrape(request) {
    const refusal = await refuseStranger(request, statusToken);
    if (refusal !== null) return refusal;
    const running =
      "# HELP chatisle_running_replies Replies that this instance writes.\n# TYPE chatisle_running_replies gauge\n" +
      `chatisle_running_replies ${runner.count()}\n`;
    return new Response(metrics.text() + running, {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    });
  };
}

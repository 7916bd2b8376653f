import type { MetricName } from "../observe/metrics.js";
import type { MetricsRouteOptions } from "./metrics.js";
import type { Route } from "./route.js";
import { refuseStranger } from "./status-access.js";

export interface StatusRouteOptions extends MetricsRouteOptions {
  readonly tokenVersion: number;
  readonly now: () => number;
}

const TABLES: readonly (readonly [title: string, metric: MetricName])[] = [
  ["Credentials", "chatisle_credentials_total"],
  ["Replies", "chatisle_replies_total"],
  ["Feedback", "chatisle_feedback_total"],
  ["Requests", "chatisle_requests_total"],
];

/**
 * `GET /api/status`: the same for people, on one page: whether a wrong key or token version is about shows here before
 * visitors notice.
 */
export function statusRoute(options: StatusRouteOptions): Route {
  const { metrics, runner, statusToken, tokenVersion, now } = options;
  const startedAt = now();
  return async function status(request) {
    const refusal = await refuseStranger(request, statusToken);
    if (refusal !== null) return refusal;
    const seconds = Math.floor((now() - startedAt) / 1000);
    const streams = metrics.counts("chatisle_open_streams").get("") ?? 0;
    const facts = [
      ["Running for", `${seconds} s`],
      ["Token version", String(tokenVersion)],
      ["Replies being written", String(runner.count())],
      ["Open streams", String(streams)],
    ];
    const tables = TABLES.map(([title, metric]) => {
      const rows = [...metrics.counts(metric)].map(([labels, count]) => [labels, String(count)]);
      return `<h2>${title}</h2>${table(rows)}`;
    });
    return new Response(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Chat backend</title>` +
        `<h1>Chat backend</h1><p>This instance alone, since its start.</p>${table(facts)}${tables.join("")}</html>`,
      {
        headers: {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        },
      },
    );
  };
}

function table(rows: readonly (readonly string[])[]): string {
  const body = rows.map(
    ([name = "", value = ""]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  );
  return `<table>${body.join("")}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

import type { BackendEvent, Observer } from "./backend-event.js";

/** Counts what happens. */
export interface Metrics {
  readonly observe: Observer;
  /** All counts in Prometheus' text format. */
  text(): string;
  /** The counts of one metric, by their labels. */
  counts(name: MetricName): ReadonlyMap<string, number>;
}

/** What each metric means; its name says its unit. */
const METRICS = {
  chatisle_requests_total: ["counter", "Requests by method, route and status."],
  chatisle_request_seconds_sum: ["counter", "Seconds until answers began, by route."],
  chatisle_credentials_total: ["counter", "Presented credentials by what they turned out to be."],
  chatisle_open_streams: ["gauge", "Streams of events that are open."],
  chatisle_replies_total: ["counter", "Replies by how they ended."],
  chatisle_reply_seconds_sum: ["counter", "Seconds that replies took."],
  chatisle_feedback_total: ["counter", "Ratings by value."],
} as const;

export type MetricName = keyof typeof METRICS;

export function createMetrics(): Metrics {
  const values = new Map<MetricName, Map<string, number>>();

  function add(name: MetricName, labels: Readonly<Record<string, string | number>>, amount = 1): void {
    const series = values.get(name) ?? new Map<string, number>();
    values.set(name, series);
    // None of ours needs to be escaped: they are names, numbers and paths of the backend's own.
    const key = Object.entries(labels)
      .map(([label, value]) => `${label}="${value}"`)
      .join(",");
    series.set(key, (series.get(key) ?? 0) + amount);
  }

  function observe(event: BackendEvent): void {
    switch (event.type) {
      case "request": {
        const { method, route, status, duration } = event;
        add("chatisle_requests_total", { method, route, status });
        add("chatisle_request_seconds_sum", { route }, duration / 1000);
        break;
      }
      case "credential": {
        const { status, key, version } = event;
        add("chatisle_credentials_total", {
          status,
          ...(key !== undefined && { key }),
          ...(version !== undefined && { version }),
        });
        break;
      }
      case "stream":
        add("chatisle_open_streams", {}, event.change === "opened" ? 1 : -1);
        break;
      case "reply":
        add("chatisle_replies_total", { ending: event.ending });
        add("chatisle_reply_seconds_sum", {}, event.duration / 1000);
        break;
      case "feedback":
        add("chatisle_feedback_total", { value: event.value });
    }
  }

  return {
    observe,
    text() {
      let text = "";
      for (const [name, [type, help]] of Object.entries(METRICS)) {
        text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
        for (const [labels, value] of values.get(name as MetricName) ?? []) {
          text += labels === "" ? `${name} ${value}\n` : `${name}{${labels}} ${value}\n`;
        }
      }
      return text;
    },
    counts: (name) => values.get(name) ?? new Map(),
  };
}

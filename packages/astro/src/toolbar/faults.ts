/** A fault that the toolbar plays, so that a developer sees what a visitor would. */
export type Fault = "none" | "slow" | "cut" | "signed-out" | "offline";

export const FAULTS: Readonly<Record<Fault, string>> = {
  none: "None",
  slow: "Slow: 3 seconds before each answer",
  cut: "Cut: streams end after their first piece",
  "signed-out": "Signed out: 401 for everything",
  offline: "Offline: nothing can be reached",
};

const SLOW_MS = 3_000;

export const isFault = (value: unknown): value is Fault =>
  typeof value === "string" && Object.hasOwn(FAULTS, value);

/** Fetches as the fault would have it. */
export async function fetchWithFault(fault: Fault, fetch: () => Promise<Response>): Promise<Response> {
  switch (fault) {
    case "none":
      return fetch();
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      return fetch();
    case "cut":
      return cutShort(await fetch());
    case "signed-out":
      return Response.json(
        { code: "session_expired", detail: "The developer toolbar plays a session that has ended." },
        { status: 401 },
      );
    case "offline":
      throw new TypeError("Failed to fetch (the developer toolbar plays an outage)");
  }
}

function cutShort(answer: Response): Response {
  const isStream = /event-stream|ndjson|text\/plain/.test(answer.headers.get("content-type") ?? "");
  if (answer.body === null || !isStream) return answer;
  const reader = answer.body.getReader();
  let isFirst = true;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) return controller.close();
      if (!isFirst) {
        await reader.cancel();
        return controller.error(new TypeError("network error (the developer toolbar cuts streams)"));
      }
      isFirst = false;
      controller.enqueue(value);
    },
  });
  return new Response(body, answer);
}

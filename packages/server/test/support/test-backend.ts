import { type ChatBackend, type ChatBackendOptions, createChatBackend } from "../../src/index.js";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { createManualClock, type ManualClock } from "./manual-clock.js";
import { PAGE } from "./visitor.js";

export const SECRET = "a secret for tests, long enough to sign";

export interface TestBackend {
  readonly backend: ChatBackend;
  readonly clock: ManualClock;
  /** What was reported to the site's owner. */
  readonly errors: readonly unknown[];
}

/** A backend that answers `You said: …`, in memory, on a clock that stands still. */
export function createTestBackend(options: Partial<ChatBackendOptions> = {}): TestBackend {
  const clock = createManualClock();
  const errors: unknown[] = [];
  const backend = createChatBackend({
    store: sqliteStore({ path: ":memory:" }),
    reply: ({ text }) => `You said: ${text}`,
    origins: [PAGE],
    secret: SECRET,
    now: clock.now,
    schedule: clock.schedule,
    onError: (error) => errors.push(error),
    ...options,
  });
  return { backend, clock, errors };
}

import type { ChatClient, Clock } from "@chatisle/client";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type BannerState, bannerState } from "./banner.js";
import {
  isTold,
  NO_TROUBLE,
  type StatusLine,
  statusLine,
  troubleOf,
  untilNextWord,
  watchTrouble,
} from "./trouble.js";
import type { Wording } from "./wording.js";

/** A client's connection as the panel shows it. */
export interface Connection {
  readonly status: ReadonlySignal<StatusLine>;
  readonly banner: ReadonlySignal<BannerState>;
  dispose(): void;
}

export interface ConnectionOptions {
  readonly client: Pick<ChatClient, "session" | "history" | "messages">;
  readonly isOnline: ReadonlySignal<boolean>;
  readonly hasCookies: boolean;
  readonly wording: ReadonlySignal<Wording>;
  readonly clock: Clock;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { client, isOnline, hasCookies, wording, clock } = options;
  const failed = computed(() => {
    const last = client.messages.value.findLast(({ role }) => role === "user");
    return last?.status === "error" ? last : undefined;
  });
  const hasFailedHistory = computed(() => {
    const history = client.history.value;
    return history.status === "failed" && history.cursor === undefined;
  });
  const trouble = computed(() =>
    troubleOf({
      session: client.session.value,
      isOnline: isOnline.value,
      wantsSignIn: failed.value?.error?.code === "auth",
      hasCookies,
    }),
  );
  const watch = signal(NO_TROUBLE);
  const now = signal(clock.now());
  const stopWatching = effect(() => {
    const time = clock.now();
    watch.value = watchTrouble(watch.peek(), trouble.value, time);
    now.value = time;
  });
  const stopTimer = effect(() => {
    const delay = untilNextWord(watch.value, now.value);
    if (delay === null) return;
    return clock.after(delay, () => {
      now.value = clock.now();
    });
  });
  return {
    status: computed(() =>
      statusLine(client.session.value, client.history.value, isTold(watch.value, now.value)),
    ),
    banner: computed(() =>
      bannerState(watch.value, now.value, wording.value, {
        hasFailedMessage: failed.value !== undefined,
        hasFailedHistory: hasFailedHistory.value,
      }),
    ),
    dispose() {
      stopWatching();
      stopTimer();
    },
  };
}

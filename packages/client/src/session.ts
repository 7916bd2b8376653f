import { effect, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Clock } from "./clock.js";
import type { PageLife } from "./page-life.js";
import { type AdapterContext, ChatError, type ChatFailure, type Protocol } from "./protocol/index.js";
import {
  FRESH,
  HEALTH_INTERVAL,
  healthDelay,
  misconfiguredDelay,
  recoveryDelay,
  rolloutDelay,
  throttleDelay,
  wakeDelay,
} from "./session-schedule.js";
import {
  isOpen,
  isWell,
  type SessionEvent,
  type SessionState,
  sessionOf,
  transition,
} from "./session-state.js";

export interface SessionOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly clock: Clock;
  readonly random: () => number;
  readonly page: PageLife;
  /** Aborts everything. */
  readonly signal: AbortSignal;
  /** Whether anything answers at the backend's address, however unreadably. */
  readonly probe: () => Promise<boolean>;
  /** Tells the page's other tabs that the backend was well just now. */
  readonly onHealthy: () => void;
}

/** Owns the session state and the one timer that keeps it true. */
export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** Asks the backend who the visitor is. Outcomes are states. One request at a time. */
  open(): Promise<void>;
  /** Asks anew, at the visitor's wish: an answer that is on its way may be an old one. */
  reopen(): Promise<void>;
  /** Resolves once a session that met a 401 is renewed or has ended, to whether messages can be sent. */
  settle(): Promise<boolean>;
  /** How a request of somebody else ended: null for a good answer. An abort says nothing. */
  report(failure: ChatFailure | null): void;
  /** Another tab of this browser has had a good answer: this one need not ask. */
  hearHealthy(): void;
}

export function createSession(options: SessionOptions): Session {
  const { protocol, context, clock, random, page, signal: disposal, probe, onHealthy } = options;
  const state = signal<SessionState>({ status: "boot" });
  let opening: Promise<void> | undefined;
  let cancelTimer = () => {};
  let lastAnswer = Number.NEGATIVE_INFINITY;
  let lastDelay = 0;
  let isFirstHealth = true;

  const dispatch = (event: SessionEvent) => {
    state.value = transition(state.peek(), event);
  };

  function report(failure: ChatFailure | null): void {
    if (failure === null) {
      lastAnswer = clock.now();
      dispatch({ type: "request-answered" });
      if (!isWell(state.peek()) && sessionOf(state.peek()) === null) void open();
      else plan();
    } else if (failure.code !== "aborted") {
      dispatch({ type: "request-failed", failure });
      plan();
    }
  }

  /** Runs one request of the session's own. @returns Whether it was answered. */
  async function attempt<Answer>(
    request: (abort: AbortSignal) => Promise<Answer>,
    apply: (answer: Answer) => void,
  ) {
    try {
      const answer = await request(disposal);
      lastAnswer = clock.now();
      apply(answer);
      onHealthy();
      plan();
    } catch (cause) {
      if (!(cause instanceof ChatError)) throw cause;
      report(cause.toJSON());
    }
  }

  async function readSession(): Promise<void> {
    const isRenewal = state.peek().status === "renewing";
    const request = (isRenewal ? protocol.refresh : undefined) ?? protocol.session;
    if (request === undefined) return dispatch({ type: "session-answered", session: null });
    await attempt(
      (abort) => request(context, abort),
      (answer) => dispatch({ type: "session-answered", session: answer }),
    );
  }

  function open(): Promise<void> {
    opening ??= readSession().finally(() => {
      opening = undefined;
    });
    return opening;
  }

  async function checkHealth(): Promise<void> {
    const { tokenHealth } = protocol;
    if (tokenHealth === undefined || sessionOf(state.peek()) === null) return open();
    isFirstHealth = false;
    await attempt(
      (abort) => tokenHealth(context, abort),
      ({ isCompatible }) => dispatch({ type: "health-answered", isCompatible }),
    );
  }

  /** Sets the one timer for what the present state needs next. */
  function plan(): void {
    cancelTimer();
    cancelTimer = () => {};
    const next = nextStep(state.peek());
    if (next === null || disposal.aborted) return;
    lastDelay = next.delay;
    cancelTimer = clock.after(next.delay, () => void next.run());
  }

  function nextStep(current: SessionState): { delay: number; run: () => Promise<void> } | null {
    switch (current.status) {
      case "anonymous":
      case "active":
        return current.session === null || protocol.tokenHealth === undefined || !page.isVisible()
          ? null
          : {
              delay: healthDelay(current.session.refreshIn ?? HEALTH_INTERVAL, isFirstHealth, random),
              run: checkHealth,
            };
      case "unavailable":
        return { delay: recoveryDelay(current.failures, lastDelay, random), run: open };
      case "misconfigured":
        return { delay: misconfiguredDelay(random), run: open };
      case "throttled":
        return { delay: throttleDelay(current.failure.retryAfter ?? 0, random), run: open };
      case "renewing":
        return { delay: rolloutDelay(random), run: open };
      case "boot":
      case "expired":
      case "sign-in-required":
      case "disposed":
        return null;
    }
  }

  // A failure without an answer is looked into once for each try.
  const stopProbing = effect(() => {
    const current = state.value;
    if (current.status !== "unavailable" || current.reach !== "unknown") return;
    probe().then((isReachable) => dispatch({ type: "probe-answered", isReachable }));
  });

  const stopListening = page.listen((event) => {
    // A restored page is loaded anew as a whole, its session included.
    if (event === "restored") return;
    if (event === "hidden" || event === "offline") return plan();
    const { status } = state.peek();
    if (status === "boot" || status === "throttled") return;
    if (isOpen(state.peek()) && clock.now() - lastAnswer < FRESH) return plan();
    cancelTimer();
    cancelTimer = clock.after(wakeDelay(random), () => void (isOpen(state.peek()) ? checkHealth() : open()));
  });

  disposal.addEventListener("abort", () => {
    cancelTimer();
    stopProbing();
    stopListening();
    dispatch({ type: "disposed" });
  });

  return {
    state,
    open,
    async reopen() {
      await opening;
      await open();
    },
    report,
    async settle() {
      if (state.peek().status === "renewing") await open();
      return isOpen(state.peek());
    },
    hearHealthy() {
      lastAnswer = clock.now();
      plan();
    },
  };
}

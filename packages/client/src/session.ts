import { effect, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Clock } from "./clock.js";
import type { Departure } from "./departure.js";
import type { PageLife } from "./page-life.js";
import {
  type AdapterContext,
  ChatError,
  type ChatFailure,
  type Protocol,
  type SessionInfo,
} from "./protocol/index.js";
import { createRenewal } from "./renewal.js";
import { FRESH, HEALTH_INTERVAL, isRenewalDue, nextLook, wakeDelay } from "./session-schedule.js";
import {
  isOpen,
  isWell,
  type SessionEvent,
  type SessionState,
  sessionOf,
  transition,
} from "./session-state.js";
import type { Tabs } from "./tabs.js";

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
  readonly tabs: Tabs;
  readonly departure: Departure;
}

/** Owns the session state and the one timer that keeps it true. */
export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** How a request of the session's own was last refused with 403, which ends no session; null: none was. */
  readonly refusal: ReadonlySignal<ChatFailure | null>;
  /** Asks the backend who the visitor is. Outcomes are states. One request at a time. */
  open(): Promise<void>;
  /** Asks anew, at the visitor's wish: an answer that is on its way may be an old one. */
  reopen(): Promise<void>;
  /** Resolves once a session that met a 401 is renewed or has ended, to whether messages can be sent. */
  settle(): Promise<boolean>;
  /** How a request of somebody else ended: null for a good answer. An abort says nothing. */
  report(failure: ChatFailure | null): void;
  /** The visitor has signed in, to this session. Whatever is still on its way about the one before is void. */
  begin(session: SessionInfo | null): void;
  /** The visitor has signed out. Whatever is still on its way about the session is void, a renewal too. */
  end(): void;
}

export function createSession(options: SessionOptions): Session {
  const { protocol, context, clock, random, page, signal: disposal, probe, tabs, departure } = options;
  const state = signal<SessionState>({ status: "boot" });
  const refusal = signal<ChatFailure | null>(null);
  const renew = createRenewal({ protocol, context, clock, tabs });
  let opening: Promise<void> | undefined;
  /** Ends with the session of the moment. */
  let lifetime = new AbortController();
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

  /** Runs one request of the session's own. What it brings counts only as long as the session is the same. */
  async function attempt<Answer>(
    request: (abort: AbortSignal) => Promise<Answer>,
    apply: (answer: Answer) => void,
  ) {
    const abort = AbortSignal.any([lifetime.signal, disposal]);
    try {
      const answer = await request(abort);
      if (abort.aborted) return;
      lastAnswer = clock.now();
      apply(answer);
      tabs.tell({ type: "healthy" });
      plan();
    } catch (cause) {
      if (abort.aborted) return;
      if (!(cause instanceof ChatError)) throw cause;
      const failure = cause.toJSON();
      if (failure.code === "blocked") refusal.value = failure;
      report(failure);
    }
  }

  const canRenew = () =>
    protocol.refresh !== undefined && (protocol.supports?.("refresh", sessionOf(state.peek())) ?? true);

  async function readSession(isWished: boolean): Promise<void> {
    const isRenewal = state.peek().status === "renewing" && canRenew();
    if (!isRenewal && protocol.session === undefined)
      return dispatch({ type: "session-answered", session: null, isWished });
    await attempt(
      async (abort) => {
        const failure = await departure.tell(abort);
        if (failure?.isRetryable) throw new ChatError(failure.code, failure.message, failure);
        const known = sessionOf(state.peek());
        // To an anonymous visitor, who cannot sign in, a session that is over is no loss: there is another one.
        if (isRenewal && known?.isAnonymous !== true) return renew(abort);
        const renewed = isRenewal ? await tryToRenew(abort) : null;
        const session = renewed ?? (await protocol.session?.(context, abort)) ?? null;
        return session === null && known === null && canRenew() ? tryToRenew(abort) : session;
      },
      (session) => dispatch({ type: "session-answered", session, isWished }),
    );
  }

  /**
   * The session of a visitor who comes back, for one. Where access is for minutes and renewal for days, a 401 at load only
   * says that the minutes are over; a second one, that there is nothing to renew.
   */
  async function tryToRenew(abort: AbortSignal): Promise<SessionInfo | null> {
    try {
      return await renew(abort);
    } catch (cause) {
      if (cause instanceof ChatError && cause.code === "auth") return null;
      throw cause;
    }
  }

  /** One request at a time. */
  function ask(request: () => Promise<void>): Promise<void> {
    if (opening !== undefined) return opening;
    const mine = request().finally(() => {
      if (opening === mine) opening = undefined;
    });
    opening = mine;
    return mine;
  }

  const open = () => ask(() => readSession(false));

  async function checkHealth(): Promise<void> {
    const { tokenHealth } = protocol;
    const session = sessionOf(state.peek());
    if (tokenHealth === undefined || session === null) return open();
    isFirstHealth = false;
    let isDue = false;
    await attempt(
      (abort) => tokenHealth(context, abort),
      ({ isCompatible, ...left }) => {
        dispatch({ type: "health-answered", isCompatible });
        isDue = isCompatible && isRenewalDue(left, session.refreshIn ?? HEALTH_INTERVAL);
      },
    );
    if (isDue && canRenew()) {
      await ask(() => attempt(renew, (answer) => dispatch({ type: "session-answered", session: answer })));
    }
  }

  /** Drops whatever is on its way, and the tie to it. */
  function turnOver(event: SessionEvent): void {
    lifetime.abort();
    lifetime = new AbortController();
    opening = undefined;
    isFirstHealth = true;
    dispatch(event);
    plan();
  }

  /** A token lasts for minutes only, and is lost for good when it ends: it is renewed in a hidden page, too. */
  const isWatched = () =>
    protocol.tokenHealth !== undefined && (page.isVisible() || context.credential.layer === "header");

  /** Sets the one timer for what the present state needs next. */
  function plan(): void {
    cancelTimer();
    cancelTimer = () => {};
    const next = nextLook(state.peek(), { isWatched: isWatched(), isFirstHealth, lastDelay, random });
    if (next === null || disposal.aborted) return;
    lastDelay = next.delay;
    cancelTimer = clock.after(next.delay, () => void (next.asks === "health" ? checkHealth() : open()));
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

  tabs.listen(({ type }) => {
    if (type !== "healthy") return;
    lastAnswer = clock.now();
    plan();
  });

  return {
    state,
    refusal,
    open,
    async reopen() {
      await opening;
      await ask(() => readSession(true));
    },
    report,
    async settle() {
      if (state.peek().status === "renewing") await open();
      return isOpen(state.peek()) && !departure.isDue();
    },
    begin: (session) => turnOver({ type: "session-answered", session, isWished: true }),
    end: () => turnOver({ type: "signed-out" }),
  };
}

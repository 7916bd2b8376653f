import { batch, effect, type Signal, untracked } from "@preact/signals-core";
import type { Belongings } from "./belongings.js";
import type { ConversationList } from "./conversation-list.js";
import type { Departure } from "./departure.js";
import { sessionMark } from "./fingerprint.js";
import type { Outbox } from "./outbox.js";
import type { PageLife } from "./page-life.js";
import type { Credential, SessionInfo } from "./protocol/index.js";
import type { Session } from "./session.js";
import { isWell, type SessionState, sessionOf } from "./session-state.js";
import type { ShownConversation } from "./shown-conversation.js";
import type { Tabs } from "./tabs.js";

export interface VisitOptions {
  readonly session: Session;
  readonly shown: ShownConversation;
  readonly list: ConversationList;
  readonly outbox: Outbox;
  readonly belongings: Belongings;
  readonly page: PageLife;
  readonly tabs: Tabs;
  readonly departure: Departure;
  readonly credential: Credential;
  /** Set to the session as last told by the backend; it stays when the session ends. */
  readonly announced: Signal<SessionInfo | null>;
  /** Called each time the visitor has to sign in before anything goes on. */
  readonly onSignInRequired: (() => void) | undefined;
}

/** Loads what belongs to the visitor once the session says who that is, and leaves nothing of one visitor to the next. */
export interface Visit {
  /** Opens the session, loads the conversation shown and sends what waits. Once, however often called. */
  start(): Promise<void>;
  /** Does all of that anew. */
  reload(): Promise<void>;
  /** Loads the conversation shown, which may be another one now. */
  refresh(): Promise<void>;
  /** The visitor has signed in; null: the backend has to be asked who that makes them. */
  begin(session: SessionInfo | null): Promise<void>;
  /** Leaves no trace of what was said. */
  clear(): void;
  /** Leaves no trace of the visitor. Nothing is asked of the backend before the next {@link Visit.start}. */
  end(): void;
  dispose(): void;
}

export function createVisit(options: VisitOptions): Visit {
  const { session, shown, list, outbox, belongings, page, tabs, departure, announced } = options;
  let started: Promise<void> | undefined;
  /** Another object for each visitor: what was asked for one is not done for the next. */
  let visitor = {};
  let last: SessionState = session.state.peek();
  /** The session that the transcript belongs to. */
  let known: SessionInfo | null = null;

  const stopFollowing = effect(() => {
    const state = session.state.value;
    const current = sessionOf(state) ?? known;
    const isOther = known !== null && sessionMark(current) !== sessionMark(known);
    const isBack = isWell(state) && !isWell(last);
    const isAsked = isSignInRequired(state) && !isSignInRequired(last);
    const before = known;
    last = state;
    known = current;
    untracked(() => {
      // What was written on this page without signing in is the visitor's own, in whatever session they go on.
      if (isOther && before?.isAnonymous) outbox.hand(sessionMark(before), sessionMark(current));
      announced.value = current ?? announced.peek();
      const isStranger = current?.subject !== undefined && belongings.greet(current.subject);
      if (isStranger || isOther) {
        shown.forget();
        list.forget();
        void started?.then(loadShown);
      }
      // What failed while the backend was away is made good once it is back.
      else if (isBack) void started?.then(() => shown.current.peek().recover());
      // Later, so that an error of the page's own stays its own.
      if (isAsked && options.onSignInRequired !== undefined) queueMicrotask(options.onSignInRequired);
    });
  });

  async function loadShown(): Promise<void> {
    const conversation = shown.current.peek();
    await conversation.load();
    await conversation.drain();
  }

  async function load(opening: Promise<void>): Promise<void> {
    const whose = visitor;
    await opening;
    // Until the last visitor's sign-out has arrived, the backend would show theirs.
    if (whose === visitor && !departure.isDue()) await loadShown();
  }

  const start = () => (started ??= load(session.open()));

  async function reload(): Promise<void> {
    await started;
    if (shown.current.peek().isReplying()) return;
    started = load(session.reopen());
    await started;
  }

  function clear(): void {
    batch(() => {
      shown.forget();
      outbox.clear();
      list.forget();
      belongings.setDraft("");
    });
  }

  function end(): void {
    batch(() => {
      visitor = {};
      started = undefined;
      known = null;
      session.end();
      clear();
      belongings.farewell();
    });
  }

  const stopListening = page.listen((event) => {
    // Every connection of a page from the browser's cache is dead, and its transcript may be hours old.
    if (event !== "restored" || started === undefined) return;
    void shown.current.peek().abandon().then(reload);
  });

  tabs.listen(({ type }) => {
    if (type === "signed-in" && started !== undefined) void session.reopen();
    if (type === "signed-out") {
      options.credential.drop();
      end();
    }
    if (type === "deleted") clear();
  });

  return {
    start,
    reload,
    refresh: () => (started === undefined ? start() : started.then(loadShown)),
    async begin(begun) {
      if (begun === null) await session.reopen();
      else session.begin(begun);
      tabs.tell({ type: "signed-in" });
    },
    clear() {
      clear();
      tabs.tell({ type: "deleted" });
    },
    end() {
      end();
      tabs.tell({ type: "signed-out" });
    },
    dispose() {
      stopFollowing();
      stopListening();
    },
  };
}

function isSignInRequired({ status }: SessionState): boolean {
  return status === "sign-in-required" || status === "expired";
}

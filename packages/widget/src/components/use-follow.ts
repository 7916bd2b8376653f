import type { ChatClient, Message } from "@chatisle/client";
import { effect, type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { FOLLOW_DISTANCE, FOLLOWING, type FollowState, follow, newestReadable } from "../model/follow.js";
import type { Transcript } from "../model/transcript.js";

/** How far below the edge a question stands, in CSS pixels. */
const PIN_MARGIN = 12;

/** The scrolling of a transcript: what its elements need, and what has become of it. */
export interface Following {
  readonly log: RefObject<HTMLDivElement>;
  /** Empty room below the messages, so that a question can stand near the top before its reply is there. */
  readonly room: RefObject<HTMLDivElement>;
  readonly state: ReadonlySignal<FollowState>;
  readonly isEndInSight: ReadonlySignal<boolean>;
  onScroll(): void;
  /** Goes to the end and stays with it. */
  toEnd(): void;
  /** Lets go of the end, for something else that is to be shown. */
  release(): void;
  /** Begins anew, at the end of another conversation. */
  restart(): void;
}

/**
 * Keeps the right part of a transcript in sight, whatever changes a height: a delta, a late font, the keyboard of a
 * phone.
 * @param client - What is said, as it is said: the transcript has it with the next frame.
 * @param isEndInPage - Whether the newest message is in the page: only then is its end the conversation's.
 */
export function useFollow(
  transcript: ReadonlySignal<Transcript>,
  client: Pick<ChatClient, "messages" | "reply">,
  isEndInPage: () => boolean,
): Following {
  const log = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const asked = useRef<string | undefined>(undefined);
  const state = useSignal<FollowState>(FOLLOWING);
  const isEndInSight = useSignal(true);

  const measure = (element: HTMLElement) => {
    const toEdge = element.scrollHeight - element.scrollTop - element.clientHeight;
    const distance = isEndInPage() ? toEdge : Number.POSITIVE_INFINITY;
    isEndInSight.value = distance <= FOLLOW_DISTANCE;
    element.parentElement?.toggleAttribute("data-scrolled", element.scrollTop > 0);
    return distance;
  };

  const place = () => {
    const element = log.current;
    if (!element || !room.current) return;
    const question = asked.current
      ? element.querySelector<HTMLElement>(`[data-id="${CSS.escape(asked.current)}"]`)
      : null;
    // Where things are laid out, not where they are seen: a message that comes in is on its way there.
    const below = question ? room.current.offsetTop - question.offsetTop : Number.POSITIVE_INFINITY;
    room.current.style.setProperty("height", `${Math.max(0, element.clientHeight - PIN_MARGIN - below)}px`);
    const { status } = state.peek();
    // A greeting is read from its beginning.
    if (transcript.peek().messages.length === 0) element.scrollTop = 0;
    else if (status === "following") element.scrollTop = element.scrollHeight;
    else if (status === "pinned" && question) {
      element.scrollTop = question.offsetTop - element.offsetTop - PIN_MARGIN;
    }
    // Its event comes a frame later, and by then the visitor may have scrolled from here.
    lastTop.current = element.scrollTop;
    measure(element);
  };

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const observer = new ResizeObserver(place);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);

  // A visitor who has just written wants to see it, also when the reply is there before the next frame.
  const newestPending = useComputed(() => {
    const question = newestQuestion(client.messages.value);
    return question?.status === "pending" ? question.id : undefined;
  });
  const newestShown = useComputed(() => newestQuestion(transcript.value.messages)?.id);
  // What is shorter than the window does not grow with a message, and the observer hears nothing of it.
  const placeSoon = () => void requestAnimationFrame(place);
  useLayoutEffect(
    () =>
      effect(() => {
        const question = newestPending.value;
        if (question === undefined) return;
        const reply = client.reply.peek();
        const isNext = reply.status === "idle" || reply.turnId === question;
        if (isNext) asked.current = question;
        state.value = follow(state.peek(), isNext ? { type: "asked", question } : { type: "end-wanted" });
        placeSoon();
      }),
    [],
  );
  useLayoutEffect(
    () =>
      effect(() => {
        if (newestShown.value !== undefined) placeSoon();
      }),
    [],
  );

  return {
    log,
    room,
    state,
    isEndInSight,
    onScroll() {
      const element = log.current;
      if (!element) return;
      state.value = follow(state.peek(), {
        type: "scrolled",
        distance: measure(element),
        by: element.scrollTop - lastTop.current,
        newest: newestReadable(transcript.peek().messages),
      });
      lastTop.current = element.scrollTop;
    },
    release() {
      state.value = { status: "released", lastSeen: newestReadable(transcript.peek().messages) };
    },
    restart() {
      asked.current = undefined;
      state.value = FOLLOWING;
    },
    toEnd() {
      state.value = follow(state.peek(), { type: "end-wanted" });
      log.current?.scrollTo({ top: log.current.scrollHeight, behavior: "smooth" });
      log.current?.focus({ preventScroll: true });
    },
  };
}

const newestQuestion = (messages: readonly Message[]) => messages.findLast(({ role }) => role === "user");

import type { Message } from "@chatisle/client";
import { Component, type ComponentChildren, Fragment } from "preact";
import { dayOf, dayStarts } from "../model/day-divider.js";
import type { Range } from "../model/message-window.js";
import type { Transcript } from "../model/transcript.js";
import { arrive } from "./arrive.js";
import { DayDivider } from "./day-divider.js";
import { MessageRow } from "./message-row.js";
import type { MessageVerbs } from "./message-verbs.js";

interface AnchoredListProps {
  readonly transcript: Transcript;
  /** Which of its messages are in the page. */
  readonly range: Range;
  readonly verbs: MessageVerbs;
  /** What stands above the messages. It is in here, because it may go in the moment when older ones come. */
  readonly top: ComponentChildren;
}

interface Anchor {
  readonly element: Element;
  /** Where it was in the window, in CSS pixels. */
  readonly top: number;
}

/** Where a visitor is before other messages come in. */
interface Place {
  readonly anchor: Anchor | null;
  /** What stands above the messages, if the focus is there. */
  readonly pressed: Element | null;
}

/**
 * The messages. When older ones come in above, what the visitor reads stays where it is. Browsers do not see to
 * that at the very top, where older pages are asked for, and one engine does not do it at all.
 */
export class AnchoredList extends Component<AnchoredListProps> {
  #list: HTMLDivElement | null = null;

  override componentDidMount(): void {
    // The first one of a conversation, perhaps with its reply to come; those of a history are there already.
    const { messages } = this.props.transcript;
    this.#letArrive(messages.length - 1 - messages.findLastIndex(({ status }) => status !== "pending"));
  }

  override getSnapshotBeforeUpdate(previous: AnchoredListProps): Place | null {
    const scroller = this.#scroller();
    if (!scroller) return null;
    const first = firstOf(previous);
    // Asked of one element: a selector for it would be tried on all of a long reply, with every frame of it.
    const above = this.#list?.firstElementChild;
    return {
      anchor: first && first !== firstOf(this.props) ? anchorIn(scroller) : null,
      pressed: above?.matches(":focus-within:not(article)") ? above : null,
    };
  }

  override componentDidUpdate(previous: AnchoredListProps, _state: unknown, place: Place | null): void {
    // A slow page may get a question and its reply in one frame.
    this.#letArrive(countNew(this.props.transcript.messages, previous.transcript.messages));
    const scroller = this.#scroller();
    if (!place || !scroller) return;
    const { anchor, pressed } = place;
    if (anchor) {
      // What was read leaves the page, too, when a visitor goes back to the newest messages.
      if (anchor.element.isConnected) scroller.scrollTop += topOf(anchor.element) - anchor.top;
      requestAnimationFrame(() => scroller.style.removeProperty("overflow-anchor"));
    }
    // It has gone, or stands out of sight above what it has brought: the keys go on to scroll there.
    if (pressed && !reachesBelow(pressed, topOf(scroller))) scroller.focus({ preventScroll: true });
  }

  /** @param count - So many of the newest messages. */
  #letArrive(count: number): void {
    const { transcript, range } = this.props;
    if (count === 0 || range.to < transcript.messages.length) return;
    const rows = this.#list?.querySelectorAll("article") ?? [];
    for (const row of [...rows].slice(-count)) arrive(row);
  }

  #scroller(): HTMLElement | null {
    return this.#list?.closest<HTMLElement>("[role='log']") ?? null;
  }

  render({ transcript, range, verbs, top }: AnchoredListProps) {
    const { messages, reply } = transcript;
    const shown = messages.slice(range.from, range.to);
    const isReplying = reply.status !== "idle";
    const newestOwn = messages.findLast(({ role }) => role === "user")?.id;
    const newestReply = messages.at(-1)?.role === "assistant" ? messages.at(-1)?.id : undefined;
    const today = dayOf({ createdAt: new Date().toISOString() }) ?? 0;
    const days = dayStarts(shown, today);
    const isRun = (index: number) => !days.has(index) && shown[index - 1]?.role === shown[index]?.role;
    return (
      <div
        part="messages"
        ref={(element) => {
          this.#list = element;
        }}
      >
        {top}
        {shown.map((message, index) => {
          const day = days.get(index);
          return (
            <Fragment key={message.id}>
              {day !== undefined && <DayDivider day={day} today={today} />}
              <MessageRow
                message={message}
                isRun={isRun(index)}
                isContinued={isRun(index + 1)}
                isOpen={!isReplying && (message.id === newestOwn || message.id === newestReply)}
                isQueued={isReplying && reply.turnId !== message.id}
                verbs={verbs}
              />
            </Fragment>
          );
        })}
      </div>
    );
  }
}

/** The first message in sight, from which on nothing is to move. */
function anchorIn(scroller: HTMLElement): Anchor | null {
  const edge = topOf(scroller);
  const element = [...scroller.querySelectorAll("article")].find((article) => reachesBelow(article, edge));
  if (!element) return null;
  // With its own anchoring on top of ours the browser would correct twice.
  scroller.style.setProperty("overflow-anchor", "none");
  return { element, top: topOf(element) };
}

const topOf = (element: Element) => element.getBoundingClientRect().top;

/** Whether any of an element is below a line. What is not in the page is nowhere, and so is not. */
const reachesBelow = (element: Element, line: number) =>
  element.isConnected && element.getBoundingClientRect().bottom > line;

/** How many messages have come in at the end: none when all are others, as in another conversation. */
function countNew(messages: readonly Message[], known: readonly Message[]): number {
  const last = messages.findLastIndex(({ id }) => known.findLast((message) => message.id === id));
  return last < 0 ? 0 : messages.length - 1 - last;
}

const firstOf = ({ transcript, range }: AnchoredListProps) => transcript.messages[range.from]?.id;

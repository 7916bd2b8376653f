import type { Message } from "@chatisle/client";
import { Component, type ComponentChildren } from "preact";
import { type MessageActions, MessageRow } from "./message-row.js";

interface AnchoredListProps {
  readonly messages: readonly Message[];
  readonly actions: MessageActions;
  /** What stands above the messages. It is in here, because it may go in the moment when older ones come. */
  readonly top: ComponentChildren;
}

interface Anchor {
  readonly element: Element;
  /** Where it was in the window, in CSS pixels. */
  readonly top: number;
}

/**
 * The messages. When older ones come in above, what the visitor reads stays where it is. Browsers do not see to
 * that at the very top, where older pages are asked for, and one engine does not do it at all.
 */
export class AnchoredList extends Component<AnchoredListProps> {
  #list: HTMLDivElement | null = null;

  override getSnapshotBeforeUpdate(previous: AnchoredListProps): Anchor | null {
    const first = previous.messages[0];
    const scroller = this.#scroller();
    if (!first || !scroller || this.props.messages[0]?.id === first.id) return null;
    const edge = scroller.getBoundingClientRect().top;
    const element = [...scroller.querySelectorAll("article")].find(
      (article) => article.getBoundingClientRect().bottom > edge,
    );
    if (!element) return null;
    // With its own anchoring on top of ours the browser would correct twice.
    scroller.style.setProperty("overflow-anchor", "none");
    return { element, top: element.getBoundingClientRect().top };
  }

  override componentDidUpdate(_props: AnchoredListProps, _state: unknown, anchor: Anchor | null): void {
    const scroller = this.#scroller();
    if (!anchor || !scroller) return;
    scroller.scrollTop += anchor.element.getBoundingClientRect().top - anchor.top;
    requestAnimationFrame(() => scroller.style.removeProperty("overflow-anchor"));
  }

  #scroller(): HTMLElement | null {
    return this.#list?.closest<HTMLElement>("[role='log']") ?? null;
  }

  render({ messages, actions, top }: AnchoredListProps) {
    return (
      <div
        part="messages"
        ref={(element) => {
          this.#list = element;
        }}
      >
        {top}
        {messages.map((message, index) => (
          <MessageRow
            key={message.id}
            message={message}
            isRun={messages[index - 1]?.role === message.role}
            actions={actions}
          />
        ))}
      </div>
    );
  }
}

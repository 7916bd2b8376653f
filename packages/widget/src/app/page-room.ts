/**
 * Makes room in a page for a panel that stands beside it, or holds the page still behind one that covers it.
 *
 * Written through the style object, which no content security policy forbids. What the page had set itself comes back.
 */
export class PageRoom {
  readonly #properties = ["padding-inline-start", "padding-inline-end", "overflow"] as const;
  readonly #own = new Map<string, string>();

  /** @param room - What the panel needs: width at a side of the page, or the page's stillness; null for nothing. */
  claim(room: { readonly side: "start" | "end"; readonly width: number } | "still" | null): void {
    const { style } = document.documentElement;
    for (const property of this.#properties) {
      const value = roomValue(property, room);
      if (value === undefined) this.#giveBack(style, property);
      else {
        if (!this.#own.has(property)) this.#own.set(property, style.getPropertyValue(property));
        style.setProperty(property, value);
      }
    }
  }

  #giveBack(style: CSSStyleDeclaration, property: string): void {
    const own = this.#own.get(property);
    if (own === undefined) return;
    this.#own.delete(property);
    style.setProperty(property, own);
  }
}

function roomValue(property: string, room: Parameters<PageRoom["claim"]>[0]): string | undefined {
  if (room === null) return undefined;
  if (room === "still") return property === "overflow" ? "hidden" : undefined;
  return property === `padding-inline-${room.side}` ? `${room.width}px` : undefined;
}

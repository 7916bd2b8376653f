import type { Page } from "playwright";

/** Every element of a page, with those in shadow trees, as a function of the page's. */
const ALL_ELEMENTS = `
  const allElements = (root = document) =>
    [...root.querySelectorAll("*")].flatMap((element) =>
      [element, ...(element.shadowRoot ? allElements(element.shadowRoot) : [])]);
  const nameOf = (element) => element.getAttribute("part") ?? element.localName;
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");
`;

/** What of a page has to be scrolled sideways without being made for it, as code and tables are. */
export function widerThanTheirBox(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {${ALL_ELEMENTS}
    return allElements()
      .filter((element) => element === document.documentElement || element.matches('[part~="panel"], [part~="log"], [part~="sheet"]'))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(nameOf);
  })()`);
}

/** The controls of the chat that cannot be brought wholly into the window, or lie below something else there. */
export function hiddenControls(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {${ALL_ELEMENTS}
    const isWithin = ({ left, top, right, bottom }) =>
      left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
    const panel = document.querySelector("chatisle-panel") ??
      allElements().find(({ localName }) => localName === "chatisle-panel");
    return allElements(panel.shadowRoot)
      .filter((element) => element.matches("button, textarea, input:not([type=file]), a[href]") && isShown(element))
      .filter((element) => {
        element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
        const [line] = element.getClientRects();
        if (!isWithin(line)) return true;
        const hit = element.getRootNode().elementFromPoint((line.left + line.right) / 2, (line.top + line.bottom) / 2);
        return !(hit && (element.contains(hit) || hit.contains(element)));
      })
      .map(nameOf);
  })()`);
}

/** What moves, or would, for longer than a blink of 80 milliseconds. What only changes its colour or fades does not move. */
export function longMotions(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {${ALL_ELEMENTS}
    const still = /^(opacity|color|display|(background|border|outline).*-color|box-shadow|overlay)$/;
    const list = (text) => text.split(", ");
    return allElements().flatMap((element) => [null, "::before", "::after"].flatMap((pseudo) => {
      const style = getComputedStyle(element, pseudo);
      const properties = list(style.transitionProperty);
      const durations = list(style.transitionDuration).map(parseFloat);
      const moving = properties.filter((property, index) =>
        durations[index % durations.length] > 0.08 && !still.test(property));
      const isAnimated = style.animationName !== "none" &&
        (parseFloat(style.animationDuration) > 0.08 || style.animationIterationCount === "infinite");
      return moving.length > 0 || isAnimated
        ? [nameOf(element) + (pseudo ?? "") + ": " + (isAnimated ? style.animationName : moving.join(" "))]
        : [];
    }));
  })()`);
}

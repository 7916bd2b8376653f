/** How much of the layout viewport has to be covered, in CSS pixels, to be a keyboard. */
const KEYBOARD_MIN_HEIGHT = 80;

/** The visible part of the window. */
export interface ViewportMeasures {
  readonly height: number;
  readonly offsetTop: number;
  readonly scale: number;
  /** The height of the layout viewport. */
  readonly innerHeight: number;
}

/**
 * Where a full-screen panel stands while a phone's keyboard covers a part of the page; null when there is none.
 * A visitor who has zoomed in sees less, too, but then the panel must keep its size.
 */
export function keyboardInset(measures: ViewportMeasures): { top: number; height: number } | null {
  const { height, offsetTop, scale, innerHeight } = measures;
  if (Math.abs(scale - 1) >= 0.01 || innerHeight - height < KEYBOARD_MIN_HEIGHT) return null;
  return { top: offsetTop, height };
}

/**
 * Keeps `--chatisle-top` and `--chatisle-height` of the panel's host in step with the keyboard of a phone, while a
 * field in it has the focus.
 */
export function followKeyboard(host: HTMLElement, stop: AbortSignal): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  let frame: number | undefined;
  const apply = () => {
    frame = undefined;
    const isTyping = host.shadowRoot?.activeElement?.localName === "textarea";
    const { height, offsetTop, scale } = viewport;
    const inset = isTyping ? keyboardInset({ height, offsetTop, scale, innerHeight }) : null;
    if (inset) {
      host.style.setProperty("--chatisle-top", `${inset.top}px`);
      host.style.setProperty("--chatisle-height", `${inset.height}px`);
    } else {
      host.style.removeProperty("--chatisle-top");
      host.style.removeProperty("--chatisle-height");
    }
  };
  const schedule = () => {
    frame ??= requestAnimationFrame(apply);
  };
  viewport.addEventListener("resize", schedule, { signal: stop });
  viewport.addEventListener("scroll", schedule, { signal: stop });
  host.addEventListener("focusin", schedule, { signal: stop });
  host.addEventListener("focusout", schedule, { signal: stop });
  stop.addEventListener("abort", () => frame !== undefined && cancelAnimationFrame(frame));
}

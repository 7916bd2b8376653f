/**
 * Lets a message come in. A rule of the skin would do so at each opening of the panel, too, and with a history, which
 * is there at once.
 */
export function arrive(message: Element): void {
  const { matches: isStill } = matchMedia("(prefers-reduced-motion: reduce)");
  const from = isStill ? { opacity: 0 } : { opacity: 0, transform: "translateY(4px)" };
  message.animate([from, {}], { duration: isStill ? 80 : 150, easing: "ease-out" });
}

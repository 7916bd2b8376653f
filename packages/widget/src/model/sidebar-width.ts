/** How narrow and how wide a visitor can make a sidebar, and how far an arrow key moves its edge, in CSS pixels. */
export const MIN_WIDTH = 320;
export const MAX_WIDTH = 560;
const STEP = 20;

/** The nearest width that a sidebar can have, in whole CSS pixels. */
export const widthWithin = (width: number): number =>
  Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));

/**
 * The width of a sidebar after a key was pressed on its edge; undefined for keys that do nothing.
 * @param outward - Where the edge goes when the sidebar gets wider: 1 to the right, -1 to the left.
 */
export function widthAfterKey(key: string, width: number, outward: 1 | -1): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return widthWithin(width - outward * STEP);
    case "ArrowRight":
      return widthWithin(width + outward * STEP);
    case "Home":
      return MIN_WIDTH;
    case "End":
      return MAX_WIDTH;
    default:
      return undefined;
  }
}

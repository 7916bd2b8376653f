import { expect } from "vitest";
import { userEvent } from "vitest/browser";

/** More presses than any part of the chat is away. */
const PATIENCE = 60;

/** The element that has the focus, in whatever shadow root it is. */
export function focused(): HTMLElement {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!(element instanceof HTMLElement)) throw new Error("Nothing has the focus.");
  return element;
}

/** What a screen reader calls an element, as far as the chat names its elements. */
export function nameOf(element: Element): string {
  const label =
    element.id && (element.getRootNode() as ShadowRoot).querySelector(`label[for="${element.id}"]`);
  return element.getAttribute("aria-label") ?? ((label || element).textContent ?? "").trim();
}

/** Whether a sighted visitor sees where the focus is: by an outline, or by the border of the composer. */
export function isFocusSeen(element: HTMLElement): boolean {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) return true;
  return element.closest('[part~="composer"], [part~="editor"]') !== null && element.localName === "textarea";
}

/** Presses Tab until an element of this name has the focus. At every stop on the way, the focus can be seen. */
export async function tabTo(name: string | RegExp, key = "{Tab}"): Promise<HTMLElement> {
  const passed: string[] = [];
  for (let press = 0; press < PATIENCE; press++) {
    await userEvent.keyboard(key);
    const element = focused();
    const itsName = nameOf(element);
    passed.push(itsName.slice(0, 40));
    if (element === document.body || element === document.documentElement) continue;
    expect(isFocusSeen(element), `the focus on "${itsName}" cannot be seen`).toBe(true);
    if (typeof name === "string" ? itsName === name : name.test(itsName)) return element;
  }
  throw new Error(`Tab never came to ${name}. It passed: ${passed.join(" | ")}`);
}

export const tabBackTo = (name: string | RegExp) => tabTo(name, "{Shift>}{Tab}{/Shift}");

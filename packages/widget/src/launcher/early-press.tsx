/**
 * A press of the launcher before any script has run. The browser itself keeps it, by showing a popover that nobody
 * sees: that needs no script, and no word in the page's content security policy.
 */
const ID = "pressed";

/** Lets a button keep its press. */
export const KEEPS_PRESS = { popovertarget: ID, popovertargetaction: "show" } as const;

/** What stands beside such a button. */
export function EarlyPress() {
  return <i id={ID} popover="manual" hidden />;
}

/** Passes a press that was kept on to whoever listens by now, once. */
export function replayEarlyPress(root: ShadowRoot): void {
  const kept = root.getElementById(ID);
  const button = root.querySelector("button");
  if (!kept || !button) return;
  for (const name of Object.keys(KEEPS_PRESS)) button.removeAttribute(name);
  // Where a browser knows no popovers, it has kept nothing.
  const wasPressed = CSS.supports("selector(:popover-open)") && kept.matches(":popover-open");
  kept.remove();
  if (wasPressed) button.click();
}

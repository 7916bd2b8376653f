/** Whether a key sends what is written: Enter, but not with Shift, and not the one that ends an input method's word. */
export function isSendKey(event: KeyboardEvent): boolean {
  // Safari reports the key that ends a composition after its end, with the code 229.
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

/** A browser may refuse storage, even to look at it; the chat then works without memory. */
export function attempt<Value>(access: () => Value): Value | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}

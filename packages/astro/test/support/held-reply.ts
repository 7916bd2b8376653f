import type { Reply } from "@chatisle/server";

/** A reply that says its first part, and its last when the test says so. */
export interface HeldReply {
  readonly reply: Reply;
  release(): void;
}

export function heldReply(first: string, last: string): HeldReply {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function* reply() {
    yield first;
    await released;
    yield last;
  }
  return { reply, release: () => release() };
}

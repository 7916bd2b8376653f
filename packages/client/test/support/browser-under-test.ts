import { afterEach, beforeEach, vi } from "vitest";

/** What the pages of one browser share: channels, and locks unless it has none. Both act at once, yet never in line. */
export function browserUnderTest({ hasLocks = true }: { readonly hasLocks?: boolean } = {}) {
  beforeEach(() => {
    const channels = new Map<string, Set<FakeChannel>>();

    class FakeChannel extends EventTarget {
      readonly #members: Set<FakeChannel>;
      constructor(name: string) {
        super();
        this.#members = channels.get(name) ?? new Set();
        channels.set(name, this.#members.add(this));
      }
      postMessage(data: unknown) {
        if (!this.#members.has(this)) throw new DOMException("closed", "InvalidStateError");
        const copy = structuredClone(data);
        for (const member of this.#members) {
          if (member !== this)
            queueMicrotask(() => member.dispatchEvent(Object.assign(new Event("message"), { data: copy })));
        }
      }
      close() {
        this.#members.delete(this);
      }
    }

    const held = new Set<string>();
    const locks = {
      async request(name: string, _options: object, run: (lock: object | null) => Promise<unknown>) {
        if (held.has(name)) return run(null);
        held.add(name);
        try {
          return await run({ name });
        } finally {
          held.delete(name);
        }
      },
    };

    vi.stubGlobal("document", {});
    vi.stubGlobal("BroadcastChannel", FakeChannel);
    vi.stubGlobal("navigator", hasLocks ? { locks } : {});
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
}

/** What is measured: something that shows a conversation and follows a reply to it. */
export interface Subject {
  /** Resolves once the newest message is in the page. */
  open(): Promise<void>;
  /** Asks something; gives what writes the reply. */
  ask(): Promise<(delta: string) => void>;
  /** How many elements it has in the page. */
  elements(): number;
  /** Undoes everything that {@link Subject.open} did. */
  close(): void;
}

/** Resolves as soon as the next frame is painted: a timer would let in what waits for a quiet moment. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    }),
  );

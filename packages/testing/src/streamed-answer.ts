import { delay, HttpResponse } from "msw";

/** How long a break waits, in milliseconds: it discards what is still on its way, so what was sent is read first. */
const DELIVERY_MS = 50;

export interface StreamedAnswerOptions {
  readonly contentType: string;
  /** Milliseconds before each piece. */
  readonly delay: number;
  /** Break the connection after half of the pieces, or within the only one. */
  readonly isCut: boolean;
}

/** A body that is sent piece by piece. */
export function streamedAnswer(pieces: readonly string[], options: StreamedAnswerOptions): Response {
  const encode = (piece: string) => new TextEncoder().encode(piece);
  const sent = (options.isCut ? firstHalf(pieces) : pieces).map(encode);
  let next = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = sent[next];
      if (piece === undefined) {
        if (!options.isCut) return controller.close();
        await delay(Math.max(options.delay, DELIVERY_MS));
        return controller.error(new TypeError("The connection broke, as the scenario says."));
      }
      if (options.delay > 0) await delay(options.delay);
      controller.enqueue(piece);
      next += 1;
    },
  });
  return new HttpResponse(body, {
    headers: {
      "content-type": `${options.contentType}; charset=utf-8`,
      // Without an announced length, an answer that breaks off looks like one that is over.
      ...(options.isCut && { "content-length": String(encode(pieces.join("")).byteLength) }),
    },
  });
}

function firstHalf(pieces: readonly string[]): readonly string[] {
  const [only = "", ...others] = pieces;
  return others.length === 0
    ? [only.slice(0, Math.ceil(only.length / 2))]
    : pieces.slice(0, Math.floor(pieces.length / 2));
}

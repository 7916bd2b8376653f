/**
 * Text as a response body, encoded piece by piece as it is asked for.
 * @param pieces - Is given a signal that fires when the client goes. A failure cuts the body, which the client notices.
 */
export function byteStream(
  pieces: (signal: AbortSignal) => AsyncIterable<string>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const controller = new AbortController();
  const iterator = pieces(controller.signal)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(stream) {
      const { done, value } = await iterator.next();
      if (done === true) stream.close();
      else stream.enqueue(encoder.encode(value));
    },
    cancel() {
      controller.abort();
    },
  });
}

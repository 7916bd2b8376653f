export type Chunk = string | Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const bytesOf = (chunk: Chunk) => (typeof chunk === "string" ? encoder.encode(chunk) : chunk);

export interface AnswerOptions {
  /** Default: none. */
  readonly contentType?: string | null;
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the body ends. `breaks`: the connection is lost; `stays open`: nothing more comes. Default: `closes`. */
  readonly body?: "closes" | "breaks" | "stays open";
  readonly onCancel?: () => void;
}

/** An answer whose body comes in these pieces. */
export function answer(
  chunks: readonly Chunk[],
  { contentType = null, status = 200, headers = {}, body = "closes", onCancel }: AnswerOptions = {},
): Response {
  const rest = [...chunks];
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = rest.shift();
      if (chunk !== undefined) controller.enqueue(bytesOf(chunk));
      else if (body === "closes") controller.close();
      else if (body === "breaks") controller.error(new TypeError("network error"));
      // A pull that never settles is never repeated.
      else return new Promise(() => {});
    },
    cancel: () => onCancel?.(),
  });
  return new Response(stream, {
    status,
    headers: { ...headers, ...(contentType !== null && { "content-type": contentType }) },
  });
}

/** The bytes of a text cut in two at every place, also inside a character, and cut into single bytes. */
export function everyByteCut(text: string): Uint8Array<ArrayBuffer>[][] {
  const bytes = encoder.encode(text);
  const twoWay = Array.from(bytes, (_, at) => [bytes.slice(0, at), bytes.slice(at)]);
  return [...twoWay, Array.from(bytes, (byte) => Uint8Array.of(byte))];
}

/** Everything an iteration yields. */
export async function collect<Item>(items: AsyncIterable<Item> | Iterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

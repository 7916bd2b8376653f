import { problem } from "./problem.js";

export type JsonBody =
  | { readonly status: "read"; readonly value: unknown }
  | { readonly status: "refused"; readonly response: Response };

/** Reads a JSON body of at most `maxBytes`. A declared length over it is refused with nothing read. */
export async function readJsonBody(request: Request, maxBytes: number): Promise<JsonBody> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return tooLarge(maxBytes);
  const bytes = await readBytes(request, maxBytes);
  if (bytes === null) return tooLarge(maxBytes);
  try {
    return { status: "read", value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return {
      status: "refused",
      response: problem(
        400,
        "invalid_json",
        "The body is not JSON in UTF-8. Send JSON.stringify(…) as it is.",
      ),
    };
  }
}

/** @returns null when the body is longer than `maxBytes`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (request.body === null) return new Uint8Array();
  // What has come, and not what may come: a sender that says nothing would hold the whole length.
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

function tooLarge(maxBytes: number): JsonBody {
  return {
    status: "refused",
    response: problem(413, "body_too_large", `The body is over ${maxBytes} bytes. Send a shorter message.`),
  };
}

import { ChatError } from "../protocol/index.js";

/**
 * Reads an answer's body as text, up to a limit.
 * @param limit - UTF-16 code units.
 * @param beyond - `cut`: what exceeds the limit is dropped. `refuse`: it is an error.
 * @throws {@link ChatError} `protocol` when refused; whatever the body's stream throws.
 */
export async function readText(response: Response, limit: number, beyond: "cut" | "refuse"): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    text += done ? decoder.decode() : decoder.decode(value, { stream: true });
    if (text.length > limit) {
      await reader.cancel();
      if (beyond === "cut") return text.slice(0, limit);
      throw new ChatError(
        "protocol",
        `The answer has more than ${limit} characters, which is more than is read.`,
      );
    }
    if (done) return text;
  }
}

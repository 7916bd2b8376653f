import type { Message, RequestDescription, RequestHeaders } from "../protocol/index.js";
import { textOf } from "../protocol/index.js";

/** What every preset accepts. All of it can be read by every visitor: never put a key in here. */
export interface PresetOptions {
  /**
   * Sent with every request; in code also a function, which is asked before each. On another origin, each must be on the
   * backend's list of allowed headers.
   */
  readonly headers?: RequestHeaders;
  /** Fields added to the body of every message; they win over the preset's own. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Whether cookies travel with the requests. Default: as the preset says. */
  readonly credentials?: RequestCredentials;
}

/** A request that carries a message, with what the site adds to it. */
export function presetRequest(
  { headers, body }: PresetOptions,
  request: RequestDescription & { readonly json: object },
): RequestDescription {
  return {
    ...request,
    json: { ...request.json, ...body },
    ...(headers !== undefined && { headers }),
  };
}

/** The transcript as most model servers read it. Messages without text, such as failed replies, are left out. */
export function roleAndContent(messages: readonly Message[]) {
  return messages.flatMap((message) => {
    const content = textOf(message);
    return content === "" ? [] : [{ role: message.role, content }];
  });
}

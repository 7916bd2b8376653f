import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { ChatBackend } from "../backend.js";
import { type NodeListenerOptions, toNodeListener } from "./node.js";

/** A request as Express passes it on: perhaps with its body already read and parsed. */
export type ExpressRequest = IncomingMessage & { readonly body?: unknown };

/**
 * The backend as a middleware for Express 5: `app.use("/chat-api", toExpressHandler(backend))`. It answers every request
 * under its path, also behind `express.json()`. Its `trustProxy` is its own: Express' setting does not reach it.
 */
export function toExpressHandler(
  backend: ChatBackend,
  options: NodeListenerOptions = {},
): (request: ExpressRequest, response: ServerResponse) => void {
  const listener = toNodeListener(backend, options);
  return (request, response) => {
    const isRead = request.readableDidRead && request.body !== undefined;
    listener(isRead ? unread(request, JSON.stringify(request.body)) : request, response);
  };
}

/** The request with its body to be read again. All else is the request's own. */
function unread(request: ExpressRequest, text: string): IncomingMessage {
  const body = Readable.from([Buffer.from(text)]);
  const { method, url, headers, headersDistinct, socket } = request;
  return Object.assign(body, { method, url, headers, headersDistinct, socket }) as unknown as IncomingMessage;
}

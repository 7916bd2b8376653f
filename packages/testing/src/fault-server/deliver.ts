import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { Fault } from "./fault.js";

/** Headers about the connection between two servers, not about the answer. */
const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding"];

/** Hands an answer of the backend's over, harmed or not. */
export async function deliver(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  if (fault?.type === "reset") {
    // Only when the backend has said everything, it has done everything.
    await buffer(answer);
    outgoing.socket?.resetAndDestroy();
    return;
  }
  outgoing.writeHead(answer.statusCode ?? 502, kept(answer.headers, fault));
  if (fault?.type !== "cut") return pipeline(answer, outgoing);
  const body = await buffer(answer);
  const part = body.subarray(0, Math.floor(body.length * fault.after));
  if (fault.isQuiet) outgoing.end(part);
  // What was written has left before the connection breaks.
  else outgoing.write(part, () => outgoing.destroy());
}

function kept(headers: IncomingHttpHeaders, fault: Fault | undefined): IncomingHttpHeaders {
  const lost = [
    ...HOP_BY_HOP,
    ...(fault?.type === "lost-cookies" ? ["set-cookie"] : []),
    ...(fault?.type === "cut" && fault.isQuiet ? ["content-length"] : []),
  ];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !lost.includes(name)));
}

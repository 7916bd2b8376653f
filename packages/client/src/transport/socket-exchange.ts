import type { Clock } from "../clock.js";
import type { PageLife } from "../page-life.js";
import { pause } from "../pause.js";
import {
  ChatError,
  type ChatEvent,
  type ExchangeOptions,
  type Mapper,
  type SocketDescription,
} from "../protocol/index.js";
import { countPassedOver } from "./passed-over.js";
import { openSocket, type Socket } from "./socket.js";

/** How often a lost connection is replaced in a row, until the reply counts as interrupted. */
const MAX_ATTEMPTS = 5;
const FIRST_DELAY = 1_000;
const MAX_DELAY = 30_000;
/** A connection that stood for so long counts as a good one: a backend that takes and drops them at once does not. */
const STABLE_TIME = 5_000;
/** Over so many milliseconds the pages of all visitors come back to a backend that restarts. */
const RESTART_SPREAD = 10_000;

export interface SocketEnvironment {
  /** The backend's address with the scheme `ws` or `wss`, without a trailing slash. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly page: Pick<PageLife, "isOnline">;
}

/**
 * Sends a message over a WebSocket and translates what comes back. Never throws: it ends with exactly one `finish` or
 * `error`. A connection that is lost is replaced where the backend can go on from the last token, and as soon as the
 * device has a network; the message itself is sent once.
 */
export async function* socketExchange(
  { baseUrl, clock, random, page }: SocketEnvironment,
  description: SocketDescription,
  map: Mapper,
  { signal, isComplete = () => false }: Pick<ExchangeOptions, "signal" | "isComplete">,
): AsyncGenerator<ChatEvent, void, undefined> {
  const { path, opening, resume, stop, fallback } = description;
  const counted = countPassedOver(map);
  let token: string | undefined;
  let wasOpen = false;
  for (let attempt = 0; ; attempt += 1) {
    const socket = await openSocket(baseUrl + path, { clock, signal, stop });
    let failure: ChatError;
    let openedAt = Number.POSITIVE_INFINITY;
    try {
      if (socket === null) {
        if (!wasOpen && fallback !== undefined && !signal.aborted) return yield* fallback();
        throw new ChatError(
          wasOpen ? "interrupted" : "network",
          `The WebSocket ${baseUrl}${path} did not open: it is down, or was refused.`,
        );
      }
      wasOpen = true;
      openedAt = clock.now();
      socket.send(token === undefined ? opening : resume?.(token));
      for await (const event of readEvents(socket, counted.map, description)) {
        if (event.type === "meta" && event.token !== undefined) token = event.token;
        yield event;
        if (event.type === "finish" || event.type === "error") return;
      }
      if (isComplete()) return yield { type: "finish", reason: "stop" };
      throw new ChatError(
        "interrupted",
        `The WebSocket closed before the reply was complete.${counted.words()}`,
      );
    } catch (cause) {
      failure =
        cause instanceof ChatError
          ? cause
          : new ChatError("protocol", `The WebSocket sent something unreadable: ${String(cause)}.`, {
              cause,
            });
    } finally {
      socket?.close();
    }
    if (signal.aborted) return yield { type: "finish", reason: "stopped" };
    if (clock.now() - openedAt >= STABLE_TIME) attempt = 0;
    const isLost = failure.code === "interrupted" || failure.code === "server";
    if (!isLost || token === undefined || resume === undefined || attempt >= MAX_ATTEMPTS) {
      return yield { type: "error", error: failure.toJSON() };
    }
    const spread =
      failure.code === "server" ? RESTART_SPREAD : Math.min(MAX_DELAY, FIRST_DELAY * 2 ** attempt);
    // A try without a network would be one for nothing.
    do await pause(clock, random() * spread, signal);
    while (!page.isOnline() && !signal.aborted);
    if (signal.aborted) return yield { type: "finish", reason: "stopped" };
  }
}

async function* readEvents(
  socket: Socket,
  map: Mapper,
  { heartbeat }: SocketDescription,
): AsyncGenerator<ChatEvent, void, undefined> {
  for (let frame = await socket.next(); frame !== undefined; frame = await socket.next()) {
    const beat = heartbeat?.(frame);
    if (beat === undefined) yield* map(frame);
    else socket.send(beat);
  }
}

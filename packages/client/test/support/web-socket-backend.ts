import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type WebSocket as ServerSocket, WebSocketServer } from "ws";
import { type Clock, systemClock } from "../../src/clock.js";
import { type ScriptedAnswer, setStage } from "../../src/conformance/play.js";
import type { PageLife } from "../../src/page-life.js";
import type { AdapterContext, ChatEvent, Turn } from "../../src/protocol/index.js";
import { type WebSocketOptions, webSocket } from "../../src/protocols/web-socket.js";
import { socketExchange } from "../../src/transport/socket-exchange.js";
import { fakePage } from "./fake-page.js";

type Frame = Readonly<Record<string, unknown>>;
/** What the backend does with a frame on its n-th connection, counted from 1. */
export type Behaviour = (socket: ServerSocket, frame: Frame, connection: number) => void;

/** A WebSocket backend on loopback, for the time of the test. */
export async function socketBackend(behave: Behaviour) {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const received: Frame[] = [];
  const paths: (string | undefined)[] = [];
  let connections = 0;
  const closed = new Promise<void>((resolve) => {
    sockets.on("connection", (socket, { url }) => {
      connections += 1;
      const connection = connections;
      paths.push(url);
      socket.on("message", (data) => {
        const frame = JSON.parse(String(data)) as Frame;
        received.push(frame);
        behave(socket, frame, connection);
      });
      socket.on("close", () => resolve());
    });
  });
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
  });
  return { url: await listen(http), received, paths, closed };
}

/** The address of a server that refuses every upgrade. */
export async function refusing(): Promise<string> {
  const http = createServer((_request, response) => response.writeHead(403).end());
  http.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
  return listen(http);
}

async function listen(http: Server): Promise<string> {
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => void (await new Promise((resolve) => http.close(resolve))));
  return `127.0.0.1:${(http.address() as AddressInfo).port}`;
}

/** Waits are over at once, and written down; the long ones are time-outs, which do not fire. */
function hurriedClock() {
  const waits: number[] = [];
  const clock: Clock = {
    now: () => systemClock.now(),
    after(delay, run) {
      const isTimeout = delay >= 15_000;
      if (!isTimeout) waits.push(delay);
      return systemClock.after(isTimeout ? delay : 0, run);
    },
  };
  return { clock, waits };
}

const overHttp: ScriptedAnswer = { contentType: "text/plain", body: "Over HTTP" };

/** Sends "Hello", and collects what comes back. */
export async function ask(
  url: string,
  options: WebSocketOptions = {},
  {
    signal,
    onEvent,
    turn = {},
    page = fakePage().page,
  }: {
    signal?: AbortSignal;
    onEvent?: (event: ChatEvent) => void;
    turn?: Partial<Turn>;
    page?: PageLife;
  } = {},
) {
  const protocol = webSocket(options);
  const stage = setStage(protocol, overHttp);
  const { clock, waits } = hurriedClock();
  const context: AdapterContext = {
    ...stage.context,
    session: { id: "s 1", isAnonymous: true },
    socket: (description, map, socketOptions) =>
      socketExchange(
        { baseUrl: `ws://${url}`, clock, random: () => 0.5, page },
        description,
        map,
        socketOptions,
      ),
  };
  const events: ChatEvent[] = [];
  for await (const event of protocol.send(context, { ...stage.turn("Hello", signal), ...turn })) {
    events.push(event);
    onEvent?.(event);
  }
  const text = events.map((event) => (event.type === "delta" ? event.text : "")).join("");
  return { events, text, waits, end: events.at(-1), requests: stage.requests };
}

/** Sends frames as JSON. */
export const tell = (socket: ServerSocket, ...frames: readonly object[]) => {
  for (const frame of frames) socket.send(JSON.stringify(frame));
};

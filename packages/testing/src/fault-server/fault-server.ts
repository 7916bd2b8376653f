import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { deliver } from "./deliver.js";
import type { Fault, FaultScript, PassingRequest } from "./fault.js";
import { forward } from "./forward.js";
import { refuse } from "./refuse.js";

export interface FaultServerOptions {
  /** Where the backend stands, as `http://localhost:8787`. Its path is put before the path of each request. */
  readonly backend: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Default: no fault. */
  readonly script?: FaultScript;
  /**
   * Waits some milliseconds, for the fault `late`. Default: by the system's clock.
   * @param isGone - Fires when the page no longer wants the answer: nobody has to wait any more.
   */
  readonly wait?: (delay: number, isGone: AbortSignal) => Promise<void>;
}

/** Which requests a planned fault meets. */
export interface FaultTarget {
  /** Default: every method. */
  readonly method?: string;
  /** The beginning of the path. Default: every path. */
  readonly path?: string;
  /** How many requests, then the fault is over. Default: all until {@link FaultServer.heal}. */
  readonly times?: number;
}

/** A network that fails as it is told, in front of a backend. */
export interface FaultServer {
  /** The API base URL for the page under test, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** What passed by so far, preflights left out. */
  readonly requests: readonly PassingRequest[];
  /** From now on requests meet this fault. What was planned last counts first. */
  fail(fault: Fault, target?: FaultTarget): void;
  /** Forgets every planned fault, and the script. */
  heal(): void;
  /** Cuts what is still open. */
  close(): Promise<void>;
}

/**
 * Starts a server that passes requests on to a backend, and harms them on the way as a real network does: on real
 * connections, to the byte. Preflights always pass. What it answers itself may be read by the page that asked, as the
 * backend's own answers are.
 */
export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  const { backend, port = 0, wait = sleep } = options;
  const requests: PassingRequest[] = [];
  let script = options.script;
  let planned: { readonly fault: Fault; readonly target: FaultTarget; left: number }[] = [];

  function faultFor(request: PassingRequest): Fault | undefined {
    const plan = planned.findLast(({ target: { method, path }, left }) => {
      const isMethod = method === undefined || method.toUpperCase() === request.method;
      return left > 0 && isMethod && request.path.startsWith(path ?? "");
    });
    if (plan === undefined) return script?.(request);
    plan.left -= 1;
    return plan.fault;
  }

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const isPreflight = incoming.method === "OPTIONS";
    const request = { method: incoming.method ?? "GET", path: incoming.url ?? "/" };
    if (!isPreflight) requests.push(request);
    const fault = isPreflight ? undefined : faultFor(request);
    if (fault?.type === "reset" && fault.when === "before") return reset(outgoing);
    if (fault?.type === "status" || fault?.type === "login-page") return refuse(incoming, outgoing, fault);
    const answer = await forward(backend, incoming);
    if (fault?.type === "late" && !outgoing.destroyed) await wait(fault.delay, goneSignal(outgoing));
    await deliver(answer, outgoing, fault);
  }

  const server = createServer((incoming, outgoing) => {
    // A backend that is away is no answer either.
    pass(incoming, outgoing).catch(() => reset(outgoing));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  const address = server.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;

  return {
    url: `http://localhost:${actualPort}`,
    port: actualPort,
    requests,
    fail: (fault, target = {}) => {
      planned.push({ fault, target, left: target.times ?? Number.POSITIVE_INFINITY });
    },
    heal() {
      planned = [];
      script = undefined;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function sleep(delay: number, isGone: AbortSignal): Promise<void> {
  await setTimeout(delay, undefined, { signal: isGone });
}

function goneSignal(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  return gone.signal;
}

function reset(outgoing: ServerResponse): void {
  outgoing.socket?.resetAndDestroy();
}

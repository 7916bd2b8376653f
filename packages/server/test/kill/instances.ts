import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";

/** Instances of a backend behind one address, of which any may die. */
export interface Instances {
  readonly url: string;
  /** Kills the next one as a crash does, and starts it again. */
  killNext(): Promise<void>;
  /** Ends the next one as a deployment does, and starts it again. */
  restartNext(): Promise<void>;
  stop(): Promise<void>;
}

export interface InstanceOptions {
  readonly count: number;
  readonly databaseUrl: string;
  readonly secret: string;
}

const SCRIPT = fileURLToPath(new URL("./instance.ts", import.meta.url));

export async function startInstances({ count, databaseUrl, secret }: InstanceOptions): Promise<Instances> {
  const ports = await freePorts(count);

  async function start(port: number): Promise<ChildProcess> {
    const child = spawn(process.execPath, [SCRIPT, String(port), databaseUrl, secret], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    await Promise.race([
      once(child.stdout, "data"),
      once(child, "exit").then(([code]) => {
        throw new Error(`An instance ended with ${code} before it was ready. Were the packages built?`);
      }),
    ]);
    return child;
  }
  const children = await Promise.all(ports.map(start));
  const proxy = await roundRobin(ports);
  let next = 0;

  async function replace(signal: NodeJS.Signals): Promise<void> {
    const index = next % count;
    next += 1;
    const child = children[index];
    child?.kill(signal);
    if (child !== undefined && child.exitCode === null && child.signalCode === null)
      await once(child, "exit");
    children[index] = await start(ports[index] ?? 0);
  }

  return {
    url: `http://127.0.0.1:${portOf(proxy)}`,
    killNext: () => replace("SIGKILL"),
    restartNext: () => replace("SIGTERM"),
    async stop() {
      proxy.close();
      await Promise.all(
        children.map(async (child) => {
          child.kill("SIGKILL");
          if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
        }),
      );
    },
  };
}

/** Passes each connection to the next instance; to the one after it when nobody answers there. */
async function roundRobin(ports: readonly number[]): Promise<Server> {
  let turn = 0;
  const proxy = createServer({ pauseOnConnect: true }, (client) => {
    function attempt(left: number): void {
      turn += 1;
      const upstream = connect(ports[turn % ports.length] ?? 0, "127.0.0.1");
      upstream.once("connect", () => {
        client.pipe(upstream);
        upstream.pipe(client);
        client.resume();
        upstream.on("close", () => client.destroy());
        client.on("close", () => upstream.destroy());
      });
      upstream.on("error", () => {
        upstream.destroy();
        if (upstream.bytesRead > 0 || left === 0 || client.bytesRead > 0) client.destroy();
        else attempt(left - 1);
      });
    }
    client.on("error", () => client.destroy());
    attempt(ports.length);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return proxy;
}

/** Ports that were free a moment ago: held together, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nginxProgram } from "../../../../scripts/backends/nginx.ts";
import { startProgram } from "../../../../scripts/backends/program.ts";

/** Instances of a backend behind nginx, of which any may die. */
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

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** @throws Error where no nginx is installed. */
export async function startInstances({ count, databaseUrl, secret }: InstanceOptions): Promise<Instances> {
  const [edge = 0, ...ports] = await freePorts(count + 1);

  async function start(port: number): Promise<ChildProcess> {
    const args = [pathOf("./instance.ts"), String(port), databaseUrl, secret];
    const child = spawn(process.execPath, args, {
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
  async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
    child?.kill(signal);
    if (child?.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  const folder = await mkdtemp(join(tmpdir(), "chatisle-kill-"));
  const nginx = await startProgram(
    await nginxProgram(pathOf("./nginx.conf.template"), folder, edge, {
      INSTANCES: ports.map((port) => `server 127.0.0.1:${port} max_fails=1 fail_timeout=1s;`).join(" "),
    }),
  );
  const children = await Promise.all(ports.map(start));
  let next = 0;

  async function replace(signal: NodeJS.Signals): Promise<void> {
    const index = next % count;
    next += 1;
    await end(children[index], signal);
    children[index] = await start(ports[index] ?? 0);
  }

  return {
    url: `http://127.0.0.1:${edge}`,
    killNext: () => replace("SIGKILL"),
    restartNext: () => replace("SIGTERM"),
    async stop() {
      await nginx.stop();
      await Promise.all(children.map((child) => end(child, "SIGKILL")));
      await rm(folder, { recursive: true, force: true });
    },
  };
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

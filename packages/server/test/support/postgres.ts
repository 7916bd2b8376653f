import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { findPostgres } from "../../../../scripts/backends/find-postgres.ts";

/** A PostgreSQL server of a test's own, empty and gone with it. */
export interface TestPostgres {
  readonly url: string;
  /** Ends the server as a crash does, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error where no PostgreSQL is installed; `npm run test:backends` installs it. */
export async function startPostgres(): Promise<TestPostgres> {
  const bin = postgresPrograms();
  const folder = mkdtempSync(join(tmpdir(), "chatisle-postgres-"));
  // The server refuses to run as root.
  const user = userInfo().uid === 0 ? idsOf("postgres") : null;
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-A", "trust", "-U", "chatisle", "--no-sync", "-E", "UTF8"],
    {
      ...user,
      stdio: "ignore",
    },
  );
  const port = await freePort();
  const url = `postgres://chatisle@127.0.0.1:${port}/postgres`;
  const settings = ["-p", String(port), "-k", folder, "-c", "fsync=off", "-c", "listen_addresses=127.0.0.1"];

  async function start() {
    const server = spawn(join(bin, "postgres"), ["-D", data, ...settings], { ...user, stdio: "ignore" });
    const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
    await untilReady(url, ended);
    return {
      async end(signal: NodeJS.Signals) {
        server.kill(signal);
        await ended;
      },
    };
  }
  let server = await start();
  return {
    url,
    async restart() {
      await server.end("SIGQUIT");
      server = await start();
    },
    async stop() {
      await server.end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function postgresPrograms(): string {
  const bin = findPostgres();
  if (bin !== null) return bin;
  throw new Error("No PostgreSQL was found. Install the Debian package postgresql, or set POSTGRES_BIN.");
}

function idsOf(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function untilReady(url: string, ended: Promise<void>): Promise<void> {
  let isEnded = false;
  ended.then(() => {
    isEnded = true;
  });
  for (let attempt = 0; attempt < 200 && !isEnded; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await pause(50); // Not up yet.
    }
  }
  throw new Error(`PostgreSQL does not answer at ${url}. See whether its programs run on this machine.`);
}

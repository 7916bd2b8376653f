import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createChatBackend, type Reply } from "@chatisle/server";
import { toNodeListener } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import type { Certificate } from "./certificate.ts";
import { listen, type RunningServer } from "./listen.ts";

export interface TestBackendOptions {
  /** The pages that may talk to it. */
  readonly origins: readonly string[];
  /** Default: says the message back. */
  readonly reply?: Reply;
  readonly certificate?: Certificate;
  /** Default: any free one. */
  readonly port?: number;
  /** Where the database stands. Default: in memory, gone with the backend. */
  readonly path?: string;
}

/** Our backend with a database in memory. */
export async function startBackend({
  origins,
  reply = ({ text }) => `You said: ${text}`,
  certificate,
  port,
  path = ":memory:",
}: TestBackendOptions): Promise<RunningServer> {
  const backend = createChatBackend({
    store: sqliteStore({ path }),
    reply,
    origins,
    secret: "a secret of end-to-end tests, of no worth to anybody",
  });
  const listener = toNodeListener(backend);
  const server = await listen(
    certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener),
    port,
  );
  return {
    ...server,
    async close() {
      await server.close();
      await backend.close();
    },
  };
}

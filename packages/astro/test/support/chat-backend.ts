import { createServer } from "node:http";
import { createChatBackend, type Reply } from "@chatisle/server";
import { toNodeListener } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";

export interface TestBackend {
  /** Its address, which no page of the tests ever sees. */
  readonly url: string;
  /** Paths it was asked for. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

/** Our backend behind a site: no page on another origin may talk to it. */
export async function startBackend(reply: Reply = ({ text }) => `You said: ${text}`): Promise<TestBackend> {
  const backend = createChatBackend({
    store: sqliteStore({ path: ":memory:" }),
    reply,
    origins: [],
    secret: "a secret of tests, which is of no worth to anybody",
  });
  const paths: string[] = [];
  const listener = toNodeListener(backend);
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The backend listens on no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    paths,
    async close() {
      server.close();
      server.closeAllConnections();
      await backend.close();
    },
  };
}

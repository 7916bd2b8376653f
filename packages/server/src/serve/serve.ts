import { serveNode } from "../adapters/node.js";
import { createChatBackend } from "../backend.js";
import type { ChatBackendOptions } from "../backend-options.js";
import { storeRateLimiter } from "../limits/store-rate-limiter.js";
import type { Environment } from "../models/model-from-environment.js";
import { jsonLog } from "../observe/json-log.js";
import { logError } from "../observe/log-error.js";
import { schedule } from "../schedule.js";
import type { SecretRing } from "../session/key-ring.js";
import { folderFiles } from "../stores/folder-files.js";
import { developmentSecret } from "./development-secret.js";
import { openReply } from "./open-reply.js";
import { dataFolder, isPostgres, openStore } from "./open-store.js";
import { refuseUnsafe } from "./refuse-unsafe.js";
import type { ServeConfig } from "./serve-config.js";

export { openReply } from "./open-reply.js";
export { type ServeConfig, serveConfigFrom } from "./serve-config.js";

/** A backend that serves. */
export interface ChatServer {
  /** Where it can be reached from this machine, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no more visitors and tells those who follow a reply to go on elsewhere; lets running replies end for
   * `drainTimeout`, keeps what the others have said so far, and gives up files and connections.
   */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Names the model: see `modelFromEnvironment`. Default: none. */
  readonly env?: Environment;
  /**
   * Whatever a configuration as plain data cannot say: a reply of your own, sign-in by e-mail, rate limits. `observe` is
   * `jsonLog()` unless it is given.
   */
  readonly backend?: Partial<ChatBackendOptions>;
}

const DEFAULT_PORT = 8787;
const DEFAULT_DATABASE = ".data/chat.sqlite";
const DEFAULT_DRAIN_MS = 10_000;

/**
 * Starts a whole backend from one configuration, such as `serveConfigFrom(process.env)`.
 * @throws {@link BackendError} `option` for a configuration that cannot work or is unsafe, naming the setting and the fix;
 * `store` when the database cannot be opened; `port` when the port is taken; `pages` when the pages cannot be read.
 */
export async function serve(config: ServeConfig, options: ServeOptions = {}): Promise<ChatServer> {
  refuseUnsafe(config);
  const { env = {}, backend: own = {} } = options;
  const { onError = logError } = own;
  const reply = own.reply ?? (await openReply(config, env));
  const { databaseUrl = DEFAULT_DATABASE } = config;
  const store = own.store ?? (await openStore(databaseUrl, onError));
  // One instance alone counts in its memory, which costs nothing.
  const limiter = isPostgres(databaseUrl) ? { limiter: storeRateLimiter({ store }) } : {};
  try {
    const backend = createChatBackend({
      ...backendOptions(config),
      secret: secretOf(config, databaseUrl),
      observe: jsonLog(),
      onError,
      ...own,
      rateLimits: { ...limiter, ...own.rateLimits },
      reply,
      store,
    });
    const { port = DEFAULT_PORT, host = "localhost", trustProxy = 0 } = config;
    const server = await serveNode(backend, { port, host, trustProxy });
    return {
      url: server.url,
      port: server.port,
      async close() {
        await within(config.drainTimeout ?? DEFAULT_DRAIN_MS, backend.drain());
        await server.close();
        await backend.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Only development may do without a secret, and then makes its own. */
function secretOf({ secret, previousSecrets = [] }: ServeConfig, databaseUrl: string): SecretRing {
  const current = secret ?? developmentSecret(dataFolder(databaseUrl));
  return { current, previous: previousSecrets };
}

function backendOptions(config: ServeConfig): Omit<ChatBackendOptions, "reply" | "store" | "secret"> {
  const { origins = [], isDevelopment = false } = config;
  const { tokenVersion, signInSecret, uploadsFolder, retention, statusToken } = config;
  return {
    origins,
    isDevelopment,
    ...(statusToken !== undefined && { statusToken }),
    ...(tokenVersion !== undefined && { tokenVersion }),
    ...(signInSecret !== undefined && { signIn: { secret: signInSecret } }),
    ...(uploadsFolder !== undefined && { uploads: { files: folderFiles({ path: uploadsFolder }) } }),
    ...(retention !== undefined && { retention }),
  };
}

/** Waits for a promise, but not longer than `timeout` milliseconds. */
async function within(timeout: number, promise: Promise<void>): Promise<void> {
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = schedule(timeout, resolve);
  });
  await Promise.race([promise, over]).finally(cancel);
}

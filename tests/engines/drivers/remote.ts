/** A conversation of numbered commands and events over a WebSocket: how CDP and WebDriver BiDi both talk. */
export interface Remote {
  /** Sends a command. @returns Its result. @throws Error with the browser's words. */
  send<Result = unknown>(method: string, params?: object, sessionId?: string): Promise<Result>;
  /** Resolves at the next event of a name. */
  next(event: string, sessionId?: string): Promise<void>;
  close(): void;
}

interface Incoming {
  readonly id?: number;
  readonly result?: unknown;
  /** BiDi says a code here and the rest beside it, CDP says everything in here. */
  readonly error?: string | { readonly message: string };
  readonly message?: string;
  readonly method?: string;
  readonly sessionId?: string;
}

export async function openRemote(url: string): Promise<Remote> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`Nobody answers at ${url}.`)));
  });
  const commands = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  const waiting = new Set<(message: Incoming) => void>();
  let count = 0;

  socket.addEventListener("message", ({ data }) => {
    const message: Incoming = JSON.parse(String(data));
    if (message.id === undefined) {
      for (const hear of waiting) hear(message);
      return;
    }
    const command = commands.get(message.id);
    commands.delete(message.id);
    if (message.error === undefined) return command?.resolve(message.result as never);
    const words = typeof message.error === "string" ? message.message : message.error.message;
    command?.reject(new Error(`The browser refused: ${words}`));
  });
  socket.addEventListener("close", () => {
    for (const { reject } of commands.values()) reject(new Error("The browser closed the connection."));
  });

  return {
    send(method, params = {}, sessionId) {
      count += 1;
      const id = count;
      return new Promise((resolve, reject) => {
        commands.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) }));
      });
    },
    next: (event, sessionId) =>
      new Promise((resolve) => {
        const hear = (message: Incoming) => {
          if (message.method !== event || message.sessionId !== sessionId) return;
          waiting.delete(hear);
          resolve();
        };
        waiting.add(hear);
      }),
    close: () => socket.close(),
  };
}

import { createServer } from "node:net";
import { StartProblem } from "./start-problem.ts";

/** A browser takes whichever of the two answers for `localhost`, so both have to be ours. */
const LOOPBACK = ["127.0.0.1", "::1"];

/**
 * Makes sure before the slow steps that a port can be listened on.
 * @param variable - The environment variable that moves the port, for the message.
 * @throws {@link StartProblem} when another program listens there or the system refuses.
 */
export async function requireFreePort(variable: string, port: number): Promise<void> {
  for (const host of LOOPBACK) {
    const refusal = await tryToListen(port, host);
    switch (refusal) {
      case null:
      // A machine without IPv6 has no ::1, and so nobody else there either.
      case "EADDRNOTAVAIL":
      case "EAFNOSUPPORT":
        continue;
      case "EADDRINUSE":
        throw new StartProblem(
          `Port ${port} is in use. Stop the program that listens there, or set ${variable} to another port.`,
        );
      default:
        throw new StartProblem(
          `Port ${port} cannot be used (${refusal}). Set ${variable} to another port, from 1024 up.`,
        );
    }
  }
}

/** The system's error code, or null when listening worked. */
function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

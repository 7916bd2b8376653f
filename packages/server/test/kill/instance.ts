/** One instance of a backend, as a process of its own: `instance.ts <port> <database> <secret>`. */
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "@chatisle/server/serve";

const [port, databaseUrl = "", secret = ""] = process.argv.slice(2);

/** Slow enough to be killed in the middle. */
async function* reply({ text }: { readonly text: string }) {
  for (const word of [
    "You",
    " said:",
    ...text.split(/(?= )/).map((part, index) => (index === 0 ? ` ${part}` : part)),
  ]) {
    yield word;
    await pause(20);
  }
}

const server = await serve(
  { port: Number(port), databaseUrl, secret },
  // The rates are those of a person; this is a machine, at one address.
  {
    backend: {
      reply,
      rateLimits: { session: 6_000, address: 60_000, reads: 6_000, addressReads: 60_000 },
      observe: () => {},
      onError: () => {},
    },
  },
);
process.on("SIGTERM", () => server.close());
console.log("ready");

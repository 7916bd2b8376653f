import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readBackend, readOrigin } from "../addresses.js";
import { type Command, UsageError } from "../command.js";
import { DEFAULT_PATHS, type DoctorPaths } from "../doctor/evidence.js";
import { examine } from "../doctor/examine.js";
import { nodeTransport } from "../doctor/node-transport.js";
import { formatExamination } from "../doctor/report.js";

/** Milliseconds between two requests: an examination must not look like an attack. */
const PACE = 250;

const USAGE = `Usage: chatisle doctor <api-url> --origin <site> [--origin <site> …] [options]

Asks the backend at <api-url> what a browser on <site> would ask it, and says what is wrong with the answers: CORS,
cookies, certificates, foreign pages that are let in. Sends about 20 requests and no message.

  --origin <site>        origin of a page with the chat, such as https://www.company.com; may be repeated
  --path <name>=<path>   where an endpoint stands: health, session, send, tokenHealth or socket; nothing after the
                         "=" means that there is none. Default: ${Object.entries(DEFAULT_PATHS)
                           .map(([name, path]) => `${name}=${path ?? ""}`)
                           .join(" ")}
  --message <text>       sends this as one real message, to see whether the reply is streamed
  --connect <host:port=address:port>  connects there instead, as for a deployment that has no name yet
  --ca <file>            trusts the certificates in this PEM file, too
  --timeout <seconds>    for each request, default 8
  --strict               warnings count as failures
  --json                 prints the examination as JSON

Ends with 0 when all is well, 1 when something is wrong, 2 when it could not look.`;

export const doctor: Command = {
  summary: "finds out why a chat does not reach its backend, and what to change",
  usage: USAGE,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        origin: { type: "string", multiple: true },
        path: { type: "string", multiple: true },
        message: { type: "string" },
        connect: { type: "string", multiple: true },
        ca: { type: "string" },
        timeout: { type: "string", default: "8" },
        strict: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const [api, ...rest] = positionals;
    if (api === undefined || rest.length > 0) throw new UsageError("Name one backend, by its address.");
    const backend = readBackend(api);
    const [home, ...others] = (values.origin ?? []).map(readOrigin);
    if (home === undefined) throw new UsageError("Name at least one page: --origin https://www.company.com");
    const timeout = Number(values.timeout) * 1000;
    if (!(timeout > 0))
      throw new UsageError(`--timeout is ${JSON.stringify(values.timeout)}; write a number of seconds.`);

    const examination = await examine({
      api: new URL(backend),
      sites: [home, ...others],
      paths: readPaths(values.path ?? []),
      ...(values.message !== undefined && { message: values.message }),
      transport: nodeTransport({
        timeout,
        connectTo: Object.fromEntries((values.connect ?? []).map(readConnection)),
        ...(values.ca !== undefined && { ca: await readFile(resolve(terminal.cwd, values.ca), "utf8") }),
      }),
      pace: () => setTimeout(PACE, undefined, { signal: terminal.signal }),
    });
    terminal.out(values.json ? JSON.stringify(examination, null, 2) : formatExamination(examination));
    const failures = examination.findings.filter(({ severity }) => values.strict || severity !== "warning");
    return failures.length === 0 ? 0 : 1;
  },
};

function readPaths(entries: readonly string[]): DoctorPaths {
  const paths: Record<keyof DoctorPaths, string | null> = { ...DEFAULT_PATHS };
  for (const entry of entries) {
    const [name = "", ...rest] = entry.split("=");
    const path = rest.join("=");
    if (
      !Object.hasOwn(DEFAULT_PATHS, name) ||
      !entry.includes("=") ||
      (path !== "" && !path.startsWith("/"))
    ) {
      throw new UsageError(
        `--path ${JSON.stringify(entry)} cannot be read. Write <name>=/path with one of: ${Object.keys(DEFAULT_PATHS).join(", ")}.`,
      );
    }
    paths[name as keyof DoctorPaths] = path === "" ? null : path;
  }
  const { session, send } = paths;
  if (session === null || send === null) throw new UsageError("The doctor needs the paths session and send.");
  return { ...paths, session, send };
}

function readConnection(entry: string): [string, string] {
  const [from = "", to = ""] = entry.split("=");
  if (/:\d+$/.test(from) && /:\d+$/.test(to)) return [from, to];
  throw new UsageError(
    `--connect ${JSON.stringify(entry)} cannot be read. Write it like api.company.com:443=127.0.0.1:8443`,
  );
}

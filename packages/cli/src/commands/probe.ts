import { parseArgs } from "node:util";
import { type ProbeResult, probe as probeBackend } from "@chatisle/client/probe";
import { readBackend, readOrigin } from "../addresses.js";
import { type Command, UsageError } from "../command.js";

export const probe: Command = {
  summary: "finds out which protocol a backend speaks, and prints the option to write",
  usage: `Usage: chatisle probe <url> [options]

Says hello to the backend at <url>, which is its API base URL or the address that takes messages, in the likeliest ways until
an answer can be read, and prints what to write in the options of the chat. Sends at most six messages.

  --message <text>    what is said, default "Hello"
  --origin <site>     the page to speak for, default the backend's own origin
  --timeout <seconds> for one reply, default 60
  --json              prints the result as JSON

Ends with 0 when an answer could be read, 1 when none could.`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        message: { type: "string" },
        origin: { type: "string" },
        timeout: { type: "string", default: "60" },
        json: { type: "boolean", default: false },
      },
    });
    const [url, ...rest] = positionals;
    if (url === undefined || rest.length > 0) throw new UsageError("Name one backend, by its address.");
    const backend = readBackend(url);
    const timeout = Number(values.timeout) * 1000;
    if (!(timeout > 0)) {
      throw new UsageError(`--timeout is ${JSON.stringify(values.timeout)}; write a number of seconds.`);
    }
    const result = await probeBackend(backend, {
      timeout,
      ...(values.message !== undefined && { message: values.message }),
      fetch: fetchFrom(values.origin === undefined ? new URL(backend).origin : readOrigin(values.origin)),
    });
    terminal.out(values.json ? JSON.stringify(result, null, 2) : format(result));
    return result.status === "fits" ? 0 : 1;
  },
};

/** Sends an `Origin` as browsers do, without which a careful backend answers no message. */
function fetchFrom(origin: string): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    request.headers.set("origin", origin);
    return fetch(request);
  };
}

function format(result: ProbeResult): string {
  const requests = result.requests.map(
    ({ method, url, status, contentType }) =>
      `  ${method} ${url} → ${status ?? "no answer"}${contentType === "" ? "" : `, ${contentType}`}`,
  );
  if (result.status === "unreadable") return [...requests, "", result.problem, result.fix].join("\n");
  const options = {
    apiBaseUrl: result.baseUrl,
    ...(!isDefault(result.protocol) && { protocol: result.protocol }),
  };
  return [
    ...requests,
    "",
    `It answered: ${result.reply.trim().slice(0, 200)}`,
    "",
    "Write in astro.config:",
    `  chatisle(${JSON.stringify(options, null, 2).replaceAll("\n", "\n  ")})`,
  ].join("\n");
}

/** Whether it is what the chat does without being told. */
function isDefault(protocol: object): boolean {
  return JSON.stringify(protocol) === '{"use":"rest"}';
}

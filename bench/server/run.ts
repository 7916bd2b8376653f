/** `npm run bench:server`: the figures of the backend on this machine. Builds first; takes some minutes. */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { measureRequests } from "./stored-messages.ts";
import { measureStreams } from "./streams.ts";

const [what = "all", count] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "chatisle-bench-"));

try {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
  if (what === "all" || what === "messages") {
    const counts = count === undefined ? [1, 1_000, 100_000, 1_000_000] : [Number(count)];
    const figures = [];
    for (const stored of counts)
      figures.push(await measureRequests(stored, join(folder, `${stored}.sqlite`)));
    console.table(figures);
  }
  if (what === "all" || what === "streams") {
    console.table([await measureStreams(Number(count ?? 1_000), join(folder, "streams.sqlite"))]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

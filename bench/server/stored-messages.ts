/**
 * What a request costs with more and more messages stored: `npm run bench:server -- messages [count]`. Half of them are in
 * the conversation that is measured, the others in 10,000 more.
 */
import { DatabaseSync } from "node:sqlite";
import { createChatBackend } from "@chatisle/server";
import { sqliteStore } from "@chatisle/server/sqlite";

const SITE = "https://bench.test";
const ROUNDS = 300;

export interface RequestCost {
  readonly stored: number;
  /** Median milliseconds of one request. */
  readonly message: number;
  readonly history: number;
  readonly olderHistory: number;
  readonly conversations: number;
}

export async function measureRequests(stored: number, database: string): Promise<RequestCost> {
  const backend = createChatBackend({
    store: sqliteStore({ path: database }),
    reply: () => "Hi",
    origins: [SITE],
    secret: "a secret of the measurement, long enough",
    rateLimits: { session: 1e9, reads: 1e9 },
  });
  const headers: Record<string, string> = { origin: SITE, accept: "application/json" };
  const call = (path: string, body?: object) =>
    backend.handle(
      new Request(`https://api.bench.test${path}`, {
        headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
        ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
      }),
    );
  const first = await call("/chat", { message: "Hello" });
  headers.cookie = first.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  fill(database, stored);

  const cost = async (request: (round: number) => Promise<Response>) => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      await (await request(round)).arrayBuffer();
      times.push(performance.now() - begun);
    }
    return times.sort((one, other) => one - other)[ROUNDS / 2] ?? Number.NaN;
  };
  const figures = {
    stored,
    message: await cost((round) => call("/chat", { message: "Hello", id: `bench-${round}` })),
    history: await cost(() => call("/api/chat/history")),
    olderHistory: await cost(() => call("/api/chat/history?cursor=60")),
    conversations: await cost(() => call("/api/conversations")),
  };
  await backend.close();
  return figures;
}

/** Writes past the backend: a million requests would take an hour. */
function fill(path: string, count: number): void {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; BEGIN");
  const [own] = database.prepare("SELECT key FROM conversations").all();
  database.exec(`
    INSERT INTO conversations (owner, id, title, last_seq, updated_at)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      SELECT 'visitor ' || i, 'main', 'A title', 1000000, i FROM n;
    UPDATE conversations SET last_seq = 2000000 WHERE key = ${Number(own?.key)};`);
  const insert = database.prepare(`
    INSERT INTO messages (conversation, seq, id, role, text, parts, status, created_at)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      SELECT CASE WHEN i % 2 = 0 THEN ? ELSE ? + 1 + i % 10000 END, i + 10, 'filled ' || i, 'user',
        'What does it cost to send a parcel of three kilos to Norway?', '[]', 'done', i FROM n`);
  insert.run(count, Number(own?.key), Number(own?.key));
  database.exec("COMMIT");
  database.close();
}

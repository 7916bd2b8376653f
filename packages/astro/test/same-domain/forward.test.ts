import { expect, test, vi } from "vitest";
import { forward } from "../../src/same-domain/forward.js";

/** Passes a request on to a backend that gives this answer, and says what the backend was sent. */
async function pass(init: RequestInit, answer: Response, clientAddress?: string) {
  const fetch = vi.fn<typeof globalThis.fetch>().mockResolvedValue(answer);
  const request = new Request("https://shop.test/docs/api/chat?after=2", init);
  const response = await forward(request, {
    upstream: "http://127.0.0.1:8000/v1",
    path: "/docs/api",
    clientAddress,
    fetch,
  });
  const [url, sent] = fetch.mock.calls[0] ?? [];
  return { response, url, sent, headers: new Headers(sent?.headers) };
}

test("the backend sees neither the site's base nor the proxy's path", async () => {
  const { url } = await pass({}, new Response("ok"));
  expect(url).toBe("http://127.0.0.1:8000/v1/chat?after=2");
});

test("the backend learns who asked, and nothing of the connection to the site", async () => {
  const headers = { "x-hop": "1", connection: "x-hop, keep-alive", te: "trailers", cookie: "a=1" };
  const sent = await pass({ headers }, new Response("ok"), "192.0.2.7");
  expect(Object.fromEntries(sent.headers)).toEqual({
    "accept-encoding": "identity",
    cookie: "a=1",
    "x-forwarded-for": "192.0.2.7",
    "x-forwarded-host": "shop.test",
    "x-forwarded-proto": "https",
  });
});

test("each cookie of the backend becomes one of the site", async () => {
  const headers = new Headers();
  headers.append("set-cookie", "a=1; Domain=api.shop.test; HttpOnly");
  headers.append("set-cookie", "b=2; Path=/");
  const { response } = await pass({}, new Response("ok", { headers }));
  expect(response.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2; Path=/"]);
});

test("a redirect of the backend is the browser's to follow", async () => {
  const { response, sent } = await pass(
    {},
    new Response(null, { status: 302, headers: { location: "/in" } }),
  );
  expect([response.status, response.headers.get("location"), sent?.redirect]).toEqual([302, "/in", "manual"]);
});

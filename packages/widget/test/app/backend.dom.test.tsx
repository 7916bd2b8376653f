import { afterEach, expect, test, vi } from "vitest";
import { createBackend } from "../../src/app/backend.js";

afterEach(() => vi.restoreAllMocks());

function launcher(attributes: Readonly<Record<string, string>>): Element {
  const element = document.createElement("chat-widget");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

test.each([
  ["/", "/api/session"],
  ["/help", "/help/api/session"],
  ["https://api.example.com/", "https://api.example.com/api/session"],
])("with the base URL %s the session is read at %s", async (baseUrl, expected) => {
  const asked = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 401 }));
  const backend = createBackend(`base ${baseUrl}`, launcher({ "api-base-url": baseUrl }));
  if (backend.status !== "ready") throw new Error(backend.problem);
  await backend.client.start();
  backend.client.dispose();
  const [request] = asked.mock.calls[0] ?? [];
  const url = request instanceof Request ? request.url : String(request);
  expect(new URL(url, "https://shop.test").href).toBe(new URL(expected, location.origin).href);
});

test("a base URL that cannot work is told once on the console, with what to write instead", () => {
  const console = vi.spyOn(globalThis.console, "error").mockReturnValue();
  const backend = createBackend("wrong", launcher({ "api-base-url": "api.example.com" }));
  expect(backend).toMatchObject({ status: "misconfigured" });
  expect(console.mock.calls).toEqual([[expect.stringContaining("https://api.example.com")]]);
});

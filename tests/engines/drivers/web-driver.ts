/** One session of a program that speaks WebDriver. */
export interface WebDriver {
  /** Sends a command. @returns Its value. @throws Error with the driver's words. */
  command<Value>(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<Value>;
}

/**
 * Opens a session.
 * @param url - Where the driver listens.
 * @see https://www.w3.org/TR/webdriver2/
 */
export async function openWebDriver(url: string, capabilities: object): Promise<WebDriver> {
  const { sessionId } = await send<{ sessionId: string }>("POST", `${url}/session`, {
    capabilities: { alwaysMatch: capabilities },
  });
  return { command: (method, path, body) => send(method, `${url}/session/${sessionId}${path}`, body) };
}

async function send<Value>(method: string, url: string, body?: object): Promise<Value> {
  const response = await fetch(url, {
    method,
    // Every POST has a body in this protocol, be it an empty one.
    ...(method === "POST" && { body: JSON.stringify(body ?? {}) }),
  });
  const { value } = (await response.json()) as { value: Value };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${method} ${new URL(url).pathname}: ${error}: ${message}`);
}

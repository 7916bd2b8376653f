import { type ChatClient, ChatError, createChatClient } from "@chatisle/client";
import { parseBaseUrl } from "@chatisle/client/base-url";
import { readPersist, readProtocol } from "../element/element-options.js";
import { BASE_URL_META, chooseBaseUrl } from "./base-url.js";
import { widgetDefaults } from "./defaults.js";

/** What a chat talks to. */
export type Backend =
  | { readonly status: "ready"; readonly client: ChatClient }
  /** An option is wrong. `problem` and `fix` are for the developer of the site. */
  | { readonly status: "misconfigured"; readonly problem: string; readonly fix: string };

/** The backend that a launcher and its page name, told once on the console when it cannot work. */
export function createBackend(key: string, launcher: Element): Backend {
  const backend = readBackend(key, launcher);
  if (backend.status === "misconfigured") console.error(`chatisle: ${backend.problem} ${backend.fix}`);
  return backend;
}

function readBackend(key: string, launcher: Element): Backend {
  const defaults = widgetDefaults();
  const baseUrl = chooseBaseUrl({
    attribute: launcher.getAttribute("api-base-url"),
    meta: document.querySelector<HTMLMetaElement>(`meta[name="${BASE_URL_META}"]`)?.content,
    configured: defaults.apiBaseUrl,
  });
  const url = parseBaseUrl(baseUrl);
  if (!url.ok) return { status: "misconfigured", problem: url.problem, fix: url.fix };
  const attribute = readProtocol(launcher);
  if (!attribute.ok) return { status: "misconfigured", problem: attribute.problem, fix: attribute.fix };
  const { getToken, onSignInRequired } = defaults;
  const protocol = attribute.value ?? defaults.protocol;
  const persist = readPersist(launcher) ?? defaults.persist;
  try {
    const client = createChatClient({
      baseUrl,
      key,
      ...(protocol && { protocol }),
      ...(persist && { persist }),
      ...(getToken && { getToken }),
      ...(onSignInRequired && { onSignInRequired }),
    });
    return { status: "ready", client };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { status: "misconfigured", problem: error.message, fix: "" };
  }
}

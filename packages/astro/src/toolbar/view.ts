import { FAULTS, type Fault, isFault } from "./faults.js";
import type { CookieProof, Finding } from "./findings.js";
import { healthRequest, sessionRequest } from "./page-backend.js";
import { jsonAnswer, type ObservedRequest, type RequestLog } from "./request-log.js";

export interface ViewState {
  readonly baseUrl: string;
  readonly log: RequestLog;
  readonly fault: Fault;
  readonly proof: CookieProof;
  readonly findings: readonly Finding[];
}

export interface ViewActions {
  readonly onFault: (fault: Fault) => void;
  readonly onProve: () => void;
}

const PROOFS: Readonly<Record<CookieProof["status"], string>> = {
  "not-asked": "not asked yet: open the chat, then prove it",
  kept: "kept: two requests in a row had the same session",
  lost: "lost: each request had a session of its own",
  "no-session": "the backend opens no session before the first message",
};

/** What the toolbar shows, made anew for each state. */
export function view(state: ViewState, { onFault, onProve }: ViewActions): readonly Node[] {
  const { baseUrl, log, fault, proof } = state;
  const prove = element("button", { type: "button" }, "Prove the cookie");
  prove.addEventListener("click", onProve);
  const select = element(
    "select",
    { "aria-label": "Fault to play" },
    ...Object.entries(FAULTS).map(([value, label]) =>
      element("option", value === fault ? { value, selected: "" } : { value }, label),
    ),
  );
  select.addEventListener("change", () => isFault(select.value) && onFault(select.value));
  return [
    element("h1", {}, "Chat"),
    element(
      "dl",
      {},
      ...facts({ Backend: baseUrl, Session: session(log), Token: health(log), Cookie: PROOFS[proof.status] }),
    ),
    element("p", {}, prove),
    element("h2", {}, "Play a fault"),
    element("p", {}, select),
    element("h2", {}, "Findings"),
    state.findings.length === 0
      ? element("p", {}, "Nothing to put right.")
      : element(
          "ul",
          {},
          ...state.findings.map(({ problem, fix }) =>
            element("li", {}, problem, " ", element("code", {}, fix)),
          ),
        ),
    element("h2", {}, "Requests"),
    ...(log.length === 0
      ? [element("p", {}, "None yet.")]
      : log.map((request) => requestView(request, baseUrl))),
  ];
}

export const STYLE = `
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
dd { margin: 0; overflow-wrap: anywhere; }
h2 { margin: 16px 0 4px; }
p, ul { margin: 0 0 8px; }
code { color: #fff; }
summary { cursor: pointer; }
pre { margin: 4px 0 8px; max-height: 200px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
astro-dev-toolbar-window { overflow: auto; }
`;

function session(log: RequestLog): string {
  const known = sessionRequest(log);
  if (known === undefined) return "not asked for yet";
  const { state, session_key, exp_in } = jsonAnswer(known) ?? {};
  const lasts = typeof exp_in === "number" ? `, for ${Math.round(exp_in / 3_600)} h from then` : "";
  return `${state ?? "open"} (${session_key ?? "no key"})${lasts}`;
}

function health(log: RequestLog): string {
  const known = healthRequest(log);
  if (known === undefined) return "not asked about yet";
  const { compatible, token_version, server_version } = jsonAnswer(known) ?? {};
  return `${compatible ? "works" : "does not work"} with the backend (version ${token_version ?? "?"} of ${server_version ?? "?"})`;
}

function requestView(request: ObservedRequest, baseUrl: string): HTMLElement {
  const { method, url, frames } = request;
  const path = url.startsWith(baseUrl) ? url.slice(baseUrl.length - 1) : url;
  return element(
    "details",
    {},
    element("summary", {}, `${method} ${path}: ${outcome(request)}`),
    element("pre", {}, frames.join("\n")),
  );
}

function outcome({ outcome, frames }: ObservedRequest): string {
  const pieces = frames.length === 1 ? "1 piece" : `${frames.length} pieces`;
  switch (outcome.status) {
    case "waiting":
      return "no answer yet";
    case "answered":
      return `${outcome.code} after ${milliseconds(outcome.firstByte)}, ${pieces} so far`;
    case "ended":
      return `${outcome.code} after ${milliseconds(outcome.firstByte)}, ${pieces} in ${milliseconds(outcome.duration)}`;
    case "failed":
      return `failed after ${milliseconds(outcome.duration)}: ${outcome.reason}`;
  }
}

const milliseconds = (duration: number) => `${Math.round(duration)} ms`;

const facts = (entries: Readonly<Record<string, string>>): HTMLElement[] =>
  Object.entries(entries).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

import { PROTOCOL_NAMES, type ProtocolDescriptor } from "@chatisle/client";
import type { LabelOverrides } from "@chatisle/widget";
import { AstroError } from "astro/errors";
import { type BackendOption, backendFault } from "./backend/backend-option.js";
import { type KnowledgeOption, knowledgeFault } from "./knowledge/knowledge-option.js";
import { type ProxyOption, proxyFault } from "./same-domain/proxy-option.js";

/** What `chatisle(…)` accepts in `astro.config`. Most options reach the browser, so none may hold a secret. */
export interface ChatisleOptions {
  /**
   * Where the backend stands: an absolute `http(s)` URL, or a path on the site's own origin. `PUBLIC_API_BASE_URL`
   * overrides it at build time, `<meta name="chatisle:api-base-url">` and the component's prop at run time.
   * Default: `/api`.
   */
  readonly apiBaseUrl?: string;
  /**
   * Address of a backend that visitors reach through the site, on its own domain: `http://127.0.0.1:8000`, or that and
   * the path. Works in `astro dev`, in a static `astro preview`, and on a site with a server, where the variable
   * `CHATISLE_UPSTREAM` overrides it at run time. Takes the place of `apiBaseUrl`. Default: no proxy.
   */
  readonly proxy?: string | ProxyOption;
  /**
   * Makes the site its own backend: routes of `@chatisle/server`, in development and on a site with a server that runs in
   * Node. Takes the place of `apiBaseUrl`. Default: none.
   */
  readonly backend?: true | BackendOption;
  /**
   * Folder of Markdown files that the backend's assistant answers from: `src/content/docs`, or that and the path of the site
   * that shows them. Default: the site's built pages.
   */
  readonly knowledge?: string | KnowledgeOption;
  /**
   * How the backend speaks: plain data such as `{ use: "rest", paths: { … } }` or `{ use: "ai-sdk" }`, or the path of a module whose default
   * export is a protocol, from the site's root, such as `./src/chat-protocol.ts`. Default: `{ use: "rest" }`.
   */
  readonly protocol?: ProtocolDescriptor | ModulePath;
  /** Title of the panel, unless the component has its own. Default: from the labels. */
  readonly heading?: string;
  /** The side of the page the launcher stands on, in reading direction. Default: `end`. */
  readonly side?: Side;
  /** `auto` follows the page, then the system. Default: `auto`. */
  readonly theme?: Theme;
  /** Words to replace, for the whole site. Default: English. */
  readonly labels?: LabelOverrides;
}

/** A module of the site, seen from its root. */
export type ModulePath = `./${string}` | `../${string}` | `/${string}`;

export type Side = "start" | "end";
export type Theme = "auto" | "light" | "dark";

interface Fault {
  readonly problem: string;
  readonly fix: string;
  /** Whether the value may hold a password, and is not shown. */
  readonly isQuiet?: boolean;
}

type Check = (value: unknown) => Fault | null;

const text: Check = (value) =>
  typeof value === "string" && value.trim() !== ""
    ? null
    : { problem: "is not a text", fix: "Write a string that is not empty, or leave the option out." };

const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && allowed.includes(value)
      ? null
      : {
          problem: "is not known",
          fix: `Write ${allowed.map((name) => JSON.stringify(name)).join(" or ")}.`,
        };

const protocol: Check = (value) => {
  if (typeof value === "string") {
    if (/^(\.\.?)?\//.test(value)) return null;
    return {
      problem: "is neither a protocol nor the path of a module",
      fix: `Write a path that starts with "./" or "/", such as "./src/chat-protocol.ts", or { use: "rest" }.`,
    };
  }
  if (!isRecord(value) || typeof value.use !== "string" || !PROTOCOL_NAMES.includes(value.use)) {
    return {
      problem: "is not a protocol",
      fix:
        'Write { use: "rest" } with the paths that differ, another name, or the path of a module such as ' +
        `"./src/chat-protocol.ts". Known names are ${PROTOCOL_NAMES.join(", ")}.`,
    };
  }
  // `credentials` is an option: whether cookies travel.
  const secret = Object.keys(value).find((name) => name !== "credentials" && isSecretName(name));
  if (secret !== undefined) {
    return {
      problem: `has ${secret}, and options are sent to every visitor`,
      fix: "Keep it in a route of your own, which adds it to each request, and name that route here.",
      isQuiet: true,
    };
  }
  const path = firstNonData(value);
  if (path === null) return null;
  return {
    problem: `holds something at ${path} that cannot be written as JSON`,
    fix: 'Move it into a module of the site and name that: protocol: "./src/chat-protocol.ts".',
  };
};

const labels: Check = (value) => {
  const fix = 'Write an object of texts, such as { send: "Submit" }.';
  if (!isRecord(value)) return { problem: "is not an object", fix };
  const path = firstNonData(value);
  return path === null ? null : { problem: `holds something at ${path} that cannot be written as JSON`, fix };
};

/** An address may hold a password by mistake. */
const proxy: Check = (value) => {
  const fault = proxyFault(value);
  return fault && { ...fault, isQuiet: true };
};

const CHECKS: { readonly [Name in keyof ChatisleOptions]-?: Check } = {
  apiBaseUrl: text, // that it can be parsed is checked with the environment, which may replace it
  proxy,
  backend: backendFault,
  knowledge: knowledgeFault,
  protocol,
  heading: text,
  side: oneOf("start", "end"),
  theme: oneOf("auto", "light", "dark"),
  labels,
};

/**
 * Checks what a site wrote into `chatisle(…)`, which may come from JavaScript without types.
 * @throws {@link AstroError} that names the option, its value, and what to write instead.
 */
export function checkOptions(options: unknown): ChatisleOptions {
  if (!isRecord(options)) {
    throw new AstroError(`chatisle(…) got ${shown(options)}.`, "Write chatisle() or chatisle({ … }).");
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof ChatisleOptions] : undefined;
    if (check === undefined) throw unknownOption(name);
    const failure = check(value);
    if (failure !== null) {
      throw new AstroError(
        `chatisle({ ${name}: ${failure.isQuiet ? "…" : shown(value)} }): the value ${failure.problem}.`,
        failure.fix,
      );
    }
  }
  const [first, second] = BACKENDS.filter((name) => options[name] !== undefined);
  if (first !== undefined && second !== undefined) {
    throw new AstroError(
      `chatisle({ ${first}, ${second} }): each of them says where the backend stands.`,
      "Keep one. PUBLIC_API_BASE_URL can still replace it for one build.",
    );
  }
  if (options.knowledge !== undefined && options.backend === undefined) {
    throw new AstroError(
      "chatisle({ knowledge }): only the assistant of a backend inside the site reads it.",
      "Add backend: true, or leave knowledge out.",
    );
  }
  return options;
}

/** Of these a site has one. */
const BACKENDS = ["apiBaseUrl", "proxy", "backend"] as const satisfies readonly (keyof ChatisleOptions)[];

const isSecretName = (name: string) => /secret|token|password|credential|api_?key/i.test(name);

/** The value of an unknown option is never shown: it may be a key that was put here by mistake. */
function unknownOption(name: string): AstroError {
  if (isSecretName(name)) {
    return new AstroError(
      `chatisle({ ${name} }): options are sent to every visitor, so there is none for secrets.`,
      "Keep it in the backend, and remove it from astro.config.",
    );
  }
  const known = Object.keys(CHECKS).join(", ");
  return new AstroError(`chatisle({ ${name} }): there is no such option.`, `The options are: ${known}.`);
}

/** Path of the first value that JSON would drop or change, or null. */
function firstNonData(value: unknown, path = ""): string | null {
  if (value === null || typeof value === "string" || typeof value === "boolean") return null;
  if (typeof value === "number") return Number.isFinite(value) ? null : path;
  if (Array.isArray(value)) return firstOf(value.entries(), path);
  return isRecord(value) ? firstOf(Object.entries(value), path) : path;
}

function firstOf(entries: Iterable<readonly [string | number, unknown]>, path: string): string | null {
  for (const [name, item] of entries) {
    const found = item === undefined ? null : firstNonData(item, path === "" ? `${name}` : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const shown = (value: unknown): string =>
  typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));

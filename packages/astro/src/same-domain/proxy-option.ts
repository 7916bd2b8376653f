import { parseBaseUrl } from "@chatisle/client/base-url";
import { isRoutePath, type PublicPath } from "./public-path.js";

/** Where a backend stands that visitors reach through the site. None of it reaches the browser but the path. */
export interface ProxyOption {
  /** Address of the backend, as the site's server reaches it: `http://127.0.0.1:8000`. */
  readonly target: string;
  /** Path of the site, below its `base`, that leads there. It is taken away before the backend sees it. Default: `/api`. */
  readonly path?: PublicPath;
}

export const DEFAULT_PATH: PublicPath = "/api";

export type UpstreamVerdict =
  | { readonly ok: true; readonly upstream: string }
  | { readonly ok: false; readonly problem: string; readonly fix: string };

/** Checks the address of a backend behind the site. The problem never shows a password in it. */
export function parseUpstream(value: unknown): UpstreamVerdict {
  if (typeof value !== "string") {
    return { ok: false, problem: "is not an address", fix: 'Write one such as "http://127.0.0.1:8000".' };
  }
  const parsed = parseBaseUrl(value);
  if (!parsed.ok) return { ok: false, problem: "is not an address that can be called", fix: parsed.fix };
  if (parsed.isRelative) {
    return {
      ok: false,
      problem: "is a path of the site itself",
      fix: 'Write the backend\'s own address, such as "http://127.0.0.1:8000".',
    };
  }
  return { ok: true, upstream: parsed.baseUrl };
}

/** What is wrong with a value for the option `proxy`, or null. */
export function proxyFault(value: unknown): { readonly problem: string; readonly fix: string } | null {
  const { target, path = DEFAULT_PATH, ...unknown } = proxyParts(value);
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    return { problem: `has an unknown part ${stranger}`, fix: "The parts are: target, path." };
  }
  const verdict = parseUpstream(target);
  if (!verdict.ok) return { problem: `has a target that ${verdict.problem}`, fix: verdict.fix };
  if (isRoutePath(path)) return null;
  return {
    problem: "has a path that no route can stand on",
    fix: 'Write a path with one slash at its beginning and none at its end, such as "/api".',
  };
}

/** The option with its defaults. Call it with a value that has no {@link proxyFault}. */
export function proxySettings(option: string | ProxyOption): Required<ProxyOption> {
  const { target, path = DEFAULT_PATH } = typeof option === "string" ? { target: option } : option;
  return { target: target.replace(/\/+$/, ""), path };
}

function proxyParts(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : { target: value };
}
